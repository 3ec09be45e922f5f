package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.image.UnreadableImageException;
import io.karyo.iscn.Iscn;
import io.karyo.iscn.MosaicIscn;
import io.karyo.model.ModelFormatException;
import io.karyo.model.internal.ModelFile;
import io.karyo.model.internal.ModelFileTest;
import io.karyo.model.internal.StoredZip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Whatever bytes come, each reader gives what it reads or the one error that it promises. As plain
 * tests these run their seeds, which lie in the folder of the test's name in the resources; {@code
 * mvn -Pfuzz} makes them search, see CONTRIBUTING.md.
 */
class HostileInputFuzzTest {

  @FuzzTest
  void image(byte[] file) throws IOException {
    try {
      ChromosomeImage image = ChromosomeImage.read(new ByteArrayInputStream(file), "f.png");
      assertThat(image.stainLevels()).hasSize(image.width() * image.height());
    } catch (UnreadableImageException e) {
      assertThat(e).hasMessageStartingWith("f.png: ");
    }
  }

  @FuzzTest
  void photograph(byte[] file) throws IOException {
    try {
      Metaphase photograph =
          Metaphase.read(new ByteArrayInputStream(file), "p.png", Metaphase.LIMITS);
      assertThat(photograph.greyLevels()).hasSize(photograph.width() * photograph.height());
    } catch (UnreadableImageException e) {
      assertThat(e).hasMessageStartingWith("p.png: ");
    }
  }

  @FuzzTest
  void modelFile(byte[] file) throws IOException {
    try {
      ModelFile model =
          ModelFile.read(new ByteArrayInputStream(file), "m.karyo", ModelFile.Limits.DEFAULT);
      assertThat(ModelFileTest.bytes(model)).isNotEmpty();
    } catch (ModelFormatException e) {
      assertThat(e).hasMessageStartingWith("m.karyo: ");
    }
  }

  /** A file whose manifest is hostile, but has the right checksums; then its arrays. */
  @FuzzTest
  void modelManifest(byte[] manifest) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    StoredZip.Writer zip = new StoredZip.Writer(file);
    zip.entry(ModelFile.MANIFEST, manifest);
    zip.entry(ModelFile.MANIFEST_SUM, ModelFile.manifestSum(manifest));
    zip.end();
    modelFile(file.toByteArray());
  }

  @FuzzTest
  void iscn(byte[] text) {
    String karyotype = new String(text, StandardCharsets.UTF_8);
    try {
      Iscn read = Iscn.parse(karyotype);
      assertThat(Iscn.parse(read.toString())).isEqualTo(read);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining(": ");
    }
    try {
      MosaicIscn read = MosaicIscn.parse(karyotype);
      assertThat(MosaicIscn.parse(read.toString())).isEqualTo(read);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining(": ");
    }
  }
}
