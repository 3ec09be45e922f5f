package io.karyo.gband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.karyo.Karyotyper;
import io.karyo.model.ModelFormatException;
import io.karyo.model.internal.StoredZip;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars of the model as they should not be, each loaded by a class loader of its own. */
class GBandArtefactTest {

  private static final String PACKAGE = "io/karyo/gband/";
  private static final String MODEL = "gband.karyo";
  private static final String CODE = "GBandModel.class";

  @TempDir Path folder = Path.of("");

  /** Everything of this class path but the artefact of the model. */
  private static final class WithoutModel extends ClassLoader {

    WithoutModel() {
      super(GBandModel.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(PACKAGE.replace('/', '.'))) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith(PACKAGE) ? Collections.emptyEnumeration() : super.getResources(name);
    }

    @Override
    public @Nullable URL getResource(String name) {
      return name.startsWith(PACKAGE) ? null : super.getResource(name);
    }
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in = GBandModel.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    }
  }

  private Path jar(String name, Map<String, byte[]> files) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new JarEntry(PACKAGE + file.getKey()));
        out.write(file.getValue());
      }
    }
    return jar;
  }

  private Path artefact(String name, byte[] model) throws IOException {
    return jar(name, Map.of(CODE, bytes(CODE), MODEL, model));
  }

  /** Calls {@link GBandModel#load()} of the first of some jars. */
  private static void load(Path... jars) throws Throwable {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), new WithoutModel())) {
      Class<?> model = loader.loadClass(GBandModel.class.getName());
      assertThat(model).isNotEqualTo(GBandModel.class);
      ((Karyotyper) model.getMethod("load").invoke(null)).close();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static String place(Path jar) throws IOException {
    return "jar:" + jar.toUri().toURL() + "!/" + PACKAGE + MODEL;
  }

  @Test
  void aJarIsLoadedWhereverItLies() throws Throwable {
    load(artefact("model.jar", bytes(MODEL)));
  }

  @Test
  void aFlippedByteIsFoundAndTheJarIsNamed() throws IOException {
    byte[] damaged = bytes(MODEL);
    damaged[damaged.length / 2] ^= 1;
    Path jar = artefact("damaged.jar", damaged);
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> load(jar))
        .withMessageStartingWith(place(jar) + ": ")
        .withMessageContaining(" must have the CRC-32 of its header, found another");
  }

  /** A model of which only what every format has is known. */
  private static byte[] ofNextFormat() throws IOException {
    byte[] manifest =
        "{\"magic\": \"karyo\", \"formatVersion\": 2, \"libraryVersion\": \"9.1.0\"}"
            .getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StoredZip.Writer zip = new StoredZip.Writer(bytes);
    zip.entry("manifest.json", manifest);
    zip.end();
    return bytes.toByteArray();
  }

  @Test
  void aModelOfALaterVersionAsksForALaterLibrary() throws IOException {
    Path jar = artefact("later.jar", ofNextFormat());
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> load(jar))
        .withMessageStartingWith(place(jar) + ": ")
        .withMessageContaining("was written by karyo '9.1.0' (format 2)")
        .withMessageEndingWith("update the library");
  }

  @Test
  void twoModelsOnTheClassPathAreNamed() throws IOException {
    Path one = artefact("one.jar", bytes(MODEL));
    Path two = artefact("two.jar", bytes(MODEL));
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> load(one, two))
        .withMessage(
            "gband.karyo: must be on the class path once, found it at "
                + place(one)
                + " and "
                + place(two));
  }

  @Test
  void aJarThatIsNamedTwiceHoldsOneModel() throws Throwable {
    Path jar = artefact("model.jar", bytes(MODEL));
    load(jar, jar);
  }

  @Test
  void aJarWithoutTheModelIsAnError() throws IOException {
    Path jar = jar("code.jar", Map.of(CODE, bytes(CODE)));
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> load(jar))
        .withMessage("gband.karyo: must be in the jar of karyo-model-gband, found none");
  }
}
