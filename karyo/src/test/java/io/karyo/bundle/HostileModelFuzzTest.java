package io.karyo.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.KaryoException;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.model.ModelFormatException;
import io.karyo.model.internal.ModelFile;
import io.karyo.model.internal.StoredZip;
import io.karyo.network.EncoderNetwork;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.synthetic.SyntheticCells;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * A model of the library's own parts, trained here, in hostile hands. The fuzz tests give what they
 * change the right checksums, so that it reaches the parts; see {@code HostileInputFuzzTest}.
 */
class HostileModelFuzzTest {

  private static final SyntheticCells CELLS = SyntheticCells.builder().seed(4).build();
  private static final Cell CELL =
      new Cell("a few of it", CELLS.cell(9).toCell().chromosomes().subList(0, 12));
  private static final byte[] MODEL = trained();

  private static byte[] trained() {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      items.addAll(CELLS.cell(i).labelled(i == 2 ? "validation" : "train"));
    }
    EncoderNetwork network =
        new EncoderNetwork(
            24, 8, List.of(new EncoderNetwork.Convolution(4, 3, 2, false)), true, false, 0);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Karyotyper karyotyper =
        Karyotyper.builder()
            .encoder(
                SiameseEncoders.concatenated(
                    SiameseEncoders.sameDiff().network(network).embeddingSize(4).epochs(2), 2))
            .train(ChromosomeDataset.of(items))) {
      karyotyper.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(MODEL))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private static String manifest(Map<String, byte[]> entries) {
    byte[] manifest = Objects.requireNonNull(entries.get(ModelFile.MANIFEST));
    return new String(manifest, StandardCharsets.UTF_8);
  }

  /** Packs entries, with the right checksum of the manifest. */
  private static byte[] packed(Map<String, byte[]> entries, byte[] manifest) throws IOException {
    entries.put(ModelFile.MANIFEST, manifest);
    entries.put(ModelFile.MANIFEST_SUM, ModelFile.manifestSum(manifest));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StoredZip.Writer zip = new StoredZip.Writer(out);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      zip.entry(entry.getKey(), entry.getValue());
    }
    zip.end();
    return out.toByteArray();
  }

  /** A model is refused, or it answers or says that it cannot. */
  private static void ask(byte[] file) throws IOException {
    try (Karyotyper karyotyper = Karyotyper.load(new ByteArrayInputStream(file))) {
      List<Classification> answers = karyotyper.classify(CELL);
      assertThat(answers).hasSameSizeAs(CELL.chromosomes());
      assertThat(karyotyper.karyotype(CELL).placements()).hasSameSizeAs(CELL.chromosomes());
    } catch (ModelFormatException e) {
      assertThat(e).hasMessageStartingWith("model stream: ");
    } catch (KaryoException | IllegalStateException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** What the manifest says of the parts and of what they know, without the arrays. */
  @FuzzTest
  void modelParts(byte[] partsPropertiesAndStates) throws IOException {
    Map<String, byte[]> entries = entries();
    String manifest = manifest(entries);
    ByteArrayOutputStream hostile = new ByteArrayOutputStream();
    int parts = manifest.indexOf("\"parts\"");
    hostile.writeBytes(manifest.substring(0, parts).getBytes(StandardCharsets.UTF_8));
    hostile.writeBytes(partsPropertiesAndStates);
    hostile.writeBytes(
        manifest.substring(manifest.indexOf("\"arrays\"")).getBytes(StandardCharsets.UTF_8));
    ask(packed(entries, hostile.toByteArray()));
  }

  /** The first byte chooses an array, the others are its numbers, over and over. */
  @FuzzTest
  void modelArrays(byte[] numbers) throws IOException {
    if (numbers.length < 1 + Float.BYTES) {
      return;
    }
    Map<String, byte[]> entries = entries();
    List<String> arrays =
        entries.keySet().stream().filter(name -> name.endsWith(ModelFile.ARRAY_SUFFIX)).toList();
    String name = arrays.get((numbers[0] & 0xff) % arrays.size());
    byte[] old = Objects.requireNonNull(entries.get(name));
    byte[] hostile = new byte[old.length];
    for (int i = 0; i < hostile.length; i++) {
      hostile[i] = numbers[1 + i % ((numbers.length - 1) / Float.BYTES * Float.BYTES)];
    }
    entries.put(name, hostile);
    String manifest = manifest(entries);
    ask(
        packed(
            entries,
            manifest.replace(sha256(old), sha256(hostile)).getBytes(StandardCharsets.UTF_8)));
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(ModelFile.sha256().digest(bytes));
  }

  @Test
  void theModelIsGoodAsItIs() throws IOException {
    Map<String, byte[]> entries = entries();
    byte[] manifest = manifest(entries).getBytes(StandardCharsets.UTF_8);
    assertThat(packed(entries, manifest)).isEqualTo(MODEL);
    try (Karyotyper karyotyper = Karyotyper.load(new ByteArrayInputStream(MODEL))) {
      assertThat(karyotyper.classify(CELL)).hasSize(12);
    }
  }

  /**
   * Tries every byte and every 64th prefix of the file that {@code karyo.sweep} names; without it,
   * some bytes of the model of this test.
   */
  @Test
  void noChangedByteAndNoPrefixOfAModelIsRead() throws IOException {
    String given = System.getProperty("karyo.sweep");
    byte[] good = given == null ? MODEL : Files.readAllBytes(Path.of(given));
    int step = given == null ? 31 : 1;
    byte[] bad = good.clone();
    for (int i = 0; i < good.length; i += step) {
      bad[i] ^= (byte) 0xff;
      assertRefused(bad, "byte " + i);
      bad[i] = good[i];
    }
    for (int length = 0; length < good.length; length += 64 * step) {
      assertRefused(Arrays.copyOf(good, length), length + " bytes");
    }
  }

  /** Refused before a part, and so before native code, sees anything of it. */
  private static void assertRefused(byte[] file, String what) throws IOException {
    try {
      var unused =
          ModelFile.read(new ByteArrayInputStream(file), "m.karyo", ModelFile.Limits.DEFAULT);
      fail(what + " was read");
    } catch (ModelFormatException e) {
      assertThat(e.getMessage()).startsWith("m.karyo: ");
    }
  }

  @Test
  void weightsAsLargeAsFloatsGoOrAllZeroAreNoCrash() throws IOException {
    long arrays =
        entries().keySet().stream().filter(name -> name.endsWith(ModelFile.ARRAY_SUFFIX)).count();
    ByteBuffer numbers = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
    for (byte array = 0; array < arrays; array++) {
      float value = array % 2 == 0 ? Float.MAX_VALUE : 0;
      modelArrays(numbers.clear().put(array).putFloat(value).array());
    }
  }
}
