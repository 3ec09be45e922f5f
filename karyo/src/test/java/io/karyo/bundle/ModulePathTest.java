package io.karyo.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.classify.EmbeddingClassifiers;
import io.karyo.data.ChromosomeDataset;
import io.karyo.image.ChromosomeImage;
import io.karyo.metaphase.Segmenters;
import io.karyo.network.EncoderNetwork;
import io.karyo.samediff.Backend;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.straighten.Straighteners;
import io.karyo.unet.NetworkSegmenter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A modular application, as docs/modules.md describes it. */
class ModulePathTest {

  /** A class of each module that is on the module path. */
  private static final Map<String, Class<?>> MODULES =
      Map.of(
          "io.karyo", Karyotyper.class,
          "io.karyo.straighten", Straighteners.class,
          "io.karyo.metaphase", Segmenters.class,
          "io.karyo.network", EncoderNetwork.class,
          "io.karyo.samediff", Backend.class,
          "io.karyo.siamese", SiameseEncoders.class,
          "io.karyo.unet", NetworkSegmenter.class,
          "io.karyo.classify", EmbeddingClassifiers.class);

  @TempDir Path folder = Path.of("");

  @Test
  void aModularApplicationLoadsAModelAndReadsAnImage() throws Exception {
    Path model = folder.resolve("model.karyo");
    Path image = folder.resolve("image.png");
    ImageIO.write(bar(), "png", image.toFile());
    Classification expected;
    ChromosomeDataset dataset = TrainWithCheckpoints.dataset();
    try (Karyotyper karyotyper =
        Karyotyper.builder().encoder(SiameseEncoders.sameDiff().epochs(1)).train(dataset)) {
      karyotyper.save(model);
      expected = karyotyper.classify(ChromosomeImage.read(image));
    }
    List<String> application = application();

    List<String> options = new ArrayList<>(List.of("--add-modules", "jdk.unsupported"));
    if (Runtime.version().feature() >= 24) {
      options.add("--enable-native-access=ALL-UNNAMED");
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    options.addAll(application);
    Path svg = folder.resolve("karyogram.svg");
    Path png = folder.resolve("karyogram.png");
    options.addAll(Stream.of(model, image, svg, png).map(Path::toString).toList());
    Jvm.Result result = Jvm.java(options);
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .doesNotContain("WARNING")
        .contains("modules [acme.app, io.karyo, io.karyo.classify, io.karyo.straighten]")
        .contains("straightened Straightened[")
        .contains("type " + expected.type() + " " + expected.probability());
    for (PartKind<?> kind : PartKind.values()) {
      assertThat(Parts.ids(kind)).isNotEmpty();
      assertThat(result.output()).contains(kind + " " + Parts.ids(kind));
    }
    assertThat(svg).isNotEmptyFile();
    assertThat(png).isNotEmptyFile();

    application.addAll(List.of(model.toString(), image.toString()));
    assertThat(Jvm.java(application).output())
        .contains(
            "java.lang.IllegalStateException: ND4J backend: must have the Java module"
                + " jdk.unsupported, found it left out; start java with --add-modules"
                + " jdk.unsupported");
  }

  /** The arguments of java that start the application, without those of its own. */
  private List<String> application() throws IOException {
    List<String> modulePath = modules();
    modulePath.add(compiled(modulePath).toString());
    return new ArrayList<>(
        List.of(
            "-Xmx1g",
            "-Djava.awt.headless=true",
            "--module-path",
            String.join(File.pathSeparator, modulePath),
            "-cp",
            dependencies(),
            "-m",
            "acme.app/acme.app.Main"));
  }

  private static BufferedImage bar() {
    BufferedImage picture = new BufferedImage(40, 90, BufferedImage.TYPE_BYTE_GRAY);
    picture.createGraphics().fillRect(0, 0, 40, 90);
    for (int y = 10; y < 80; y++) {
      for (int x = 14; x < 26; x++) {
        picture.getRaster().setSample(x, y, 0, y / 10 % 2 == 0 ? 60 : 140);
      }
    }
    return picture;
  }

  private static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The jars of karyo; where a build has only folders of classes yet, jars of those. */
  private List<String> modules() throws IOException {
    List<String> jars = new ArrayList<>();
    for (Map.Entry<String, Class<?>> module : MODULES.entrySet()) {
      Path location = location(module.getValue());
      jars.add(
          (Files.isDirectory(location) ? jar(module.getKey(), location) : location).toString());
    }
    return jars;
  }

  /** Makes a jar with the name that Maven gives the module. */
  private Path jar(String module, Path classes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Automatic-Module-Name", module);
    Path jar = folder.resolve(module + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(path).toString().replace(File.separatorChar, '/');
        if (!name.equals("META-INF/MANIFEST.MF")) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(path, out);
          out.closeEntry();
        }
      }
    }
    return jar;
  }

  private Path compiled(List<String> modulePath) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path classes = folder.resolve("classes");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--module-path",
                String.join(File.pathSeparator, modulePath),
                "-d",
                classes.toString()));
    for (String name : List.of("module-info.java", "Main.java")) {
      try (InputStream text =
          ModulePathTest.class.getResourceAsStream("modular/" + name + ".txt")) {
        Path source = sources.resolve(name);
        Files.write(source, Objects.requireNonNull(text, name).readAllBytes());
        arguments.add(source.toString());
      }
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, arguments.toArray(String[]::new));
    assertThat(code).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    return classes;
  }

  /** All of the class path but karyo. */
  private static String dependencies() {
    List<Path> karyo = MODULES.values().stream().map(ModulePathTest::location).toList();
    return Arrays.stream(Jvm.classPath().split(File.pathSeparator))
        .filter(entry -> !Files.isDirectory(Path.of(entry)))
        .filter(entry -> !karyo.contains(Path.of(entry).toAbsolutePath()))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
