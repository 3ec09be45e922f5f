package io.karyo.metaphase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledMetaphase;
import io.karyo.data.LabelledRegion;
import io.karyo.data.MetaphaseDataset;
import io.karyo.metrics.SegmentationEvaluation;
import io.karyo.photo.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real photographs, if they are there: what the documentation promises, on some of them. */
class RealMetaphasesTest {

  private static final int MARGIN = 6;
  private static final int EVERY = 10;

  private static List<LabelledMetaphase> some(String set) throws IOException {
    Path csv =
        Path.of(System.getProperty("karyo.data", "../../shared/data"), set, "metaphases.csv");
    assumeTrue(Files.exists(csv), "no real photographs here: " + csv);
    List<LabelledMetaphase> all = MetaphaseDataset.read(csv).split("validation").photographs();
    List<LabelledMetaphase> some = new ArrayList<>();
    for (int i = 0; i < all.size(); i += EVERY) {
      some.add(all.get(i));
    }
    return some;
  }

  @Test
  void mostChromosomesOfGBandedMetaphasesAreFound() throws IOException {
    List<SegmentationEvaluation.Photograph> results = new ArrayList<>();
    for (LabelledMetaphase photo : some("taichung")) {
      results.add(
          SegmentationEvaluation.boxes(
              photo.boxes().stream().map(LabelledBox::box).toList(),
              Segmenters.geometric().segment(photo.load()).chromosomes().stream()
                  .map(Region::box)
                  .toList(),
              MARGIN));
    }
    SegmentationEvaluation evaluation = SegmentationEvaluation.of(results);
    assertThat(evaluation.recall()).isGreaterThan(0.8);
    assertThat(evaluation.precision()).isGreaterThan(0.85);
  }

  @Test
  void manyChromosomesOfFluorescentMetaphasesAreFound() throws IOException {
    List<SegmentationEvaluation.Photograph> results = new ArrayList<>();
    for (LabelledMetaphase photo : some("adir")) {
      results.add(
          SegmentationEvaluation.regions(
              photo.loadRegions().stream().map(LabelledRegion::region).toList(),
              Segmenters.geometric().segment(photo.load()).chromosomes()));
    }
    SegmentationEvaluation evaluation = SegmentationEvaluation.of(results);
    assertThat(evaluation.recall()).isGreaterThan(0.68);
    assertThat(evaluation.precision()).isGreaterThan(0.75);
    assertThat(evaluation.meanIou()).isGreaterThan(0.7);
  }
}
