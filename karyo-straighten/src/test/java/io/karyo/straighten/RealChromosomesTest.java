package io.karyo.straighten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chromosomes of the data sets, where they are at hand. */
final class RealChromosomesTest {

  private static List<ChromosomeImage> some(String set, int count) throws IOException {
    assumeTrue(RealImages.present(set), set + " is not in the directory karyo.data");
    List<RealImages.Entry> entries = new ArrayList<>(RealImages.manifest(set));
    entries.removeIf(entry -> entry.split().equals("test"));
    SplittableRandom random = new SplittableRandom(11);
    List<ChromosomeImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(RealImages.read(entries.remove(random.nextInt(entries.size())).path()));
    }
    return images;
  }

  @ParameterizedTest
  @ValueSource(strings = {"pki3", "bioimlab", "cir"})
  void noneIsRejectedAndAllComeOutUprightAndComplete(String set) throws IOException {
    double quality = 0;
    double qualityOfCropping = 0;
    List<ChromosomeImage> images = some(set, 400);
    for (ChromosomeImage image : images) {
      Straightening result = Straighteners.auto().straighten(image);
      assertThat(result).as(image.source()).isInstanceOf(Straightened.class);
      Straightened straight = (Straightened) result;
      Straightened cropped = (Straightened) Straighteners.none().straighten(image);
      quality += straight.quality();
      qualityOfCropping += cropped.quality();
      assertThat(straight.area()).isEqualTo(cropped.area());
      if (straight.quality() > 0.8 && straight.area() > 400) {
        assertThat((double) straight.length() / straight.width())
            .as(image.source())
            .isGreaterThan(1);
      }
    }
    assertThat(quality / images.size()).isGreaterThan(0.86);
    assertThat(quality).isGreaterThan(1.05 * qualityOfCropping);
  }

  @ParameterizedTest
  @ValueSource(strings = {"medial-axis", "projection-vectors"})
  void autoIsAtLeastAsGoodAsEachMethod(String method) throws IOException {
    Straightener single =
        method.equals("medial-axis")
            ? Straighteners.medialAxis()
            : Straighteners.projectionVectors();
    double auto = 0;
    double alone = 0;
    for (ChromosomeImage image : some("pki3", 300)) {
      auto += ((Straightened) Straighteners.auto().straighten(image)).quality();
      alone += ((Straightened) single.straighten(image)).quality();
    }
    assertThat(auto).isGreaterThanOrEqualTo(alone);
  }

  @ParameterizedTest
  @ValueSource(doubles = {30, 60, 90, 120})
  void bentByAnArcTheyComeBackWithTheirBandProfile(double degrees) throws IOException {
    assumeTrue(RealImages.present("pki3"), "pki3 is not in the directory karyo.data");
    double correlation = 0;
    double lengthError = 0;
    List<BendBenchmark.Truth> truths = BendBenchmark.straightOnes(120);
    for (BendBenchmark.Truth truth : truths) {
      Straightened result =
          (Straightened) Straighteners.medialAxis().straighten(Bender.arc(truth.image(), degrees));
      correlation += Bender.correlation(truth.profile(), result.bandProfile());
      lengthError += Math.abs((double) result.length() / truth.profile().length - 1);
    }
    assertThat(correlation / truths.size()).isGreaterThanOrEqualTo(0.95);
    assertThat(lengthError / truths.size()).isLessThan(0.03);
  }
}
