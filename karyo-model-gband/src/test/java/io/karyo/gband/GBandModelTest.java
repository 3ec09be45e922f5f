package io.karyo.gband;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Figures on real images are in the model card; drawn chromosomes only show that it works. */
class GBandModelTest {

  private static final int MOST_BYTES = 10 << 20;

  private static byte[] model() throws IOException {
    try (InputStream in = GBandModel.open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void itFindsTheKaryotypeOfADrawnPhotograph() throws IOException {
    SyntheticMetaphase drawn =
        SyntheticMetaphase.scattered(SyntheticCells.builder().build().cell(0), 1);
    try (Karyotyper karyotyper = GBandModel.load()) {
      assertThat(karyotyper.segmenter()).isPresent();
      assertThat(karyotyper.report().types()).containsExactlyElementsOf(ChromosomeType.ALL);
      Karyotype karyotype = karyotyper.karyotype(drawn.photograph());
      assertThat(karyotype.placements()).hasSizeBetween(40, 52);
      assertThat(karyotype.iscn().total()).isEqualTo(karyotype.placements().size());
    }
  }

  @Test
  void theCardDescribesThisFile() throws IOException, NoSuchAlgorithmException {
    byte[] bytes = model();
    assertThat(bytes.length).isLessThan(MOST_BYTES);
    String sum = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    try (InputStream in = GBandModel.class.getResourceAsStream("MODEL-CARD.md")) {
      assertThat(in).isNotNull();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains(sum)
          .contains("10.1038/s41597-023-02003-7")
          .contains("CC BY 4.0")
          .contains("not for diagnosis");
    }
  }
}
