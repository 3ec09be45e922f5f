package io.karyo.straighten;

import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * How well each method gives back straight chromosomes of Pki-3 (its validation part) that were
 * bent by a known arc or kink: mean correlation with the true band profile, mean and worst error of
 * the length. From the project's folder:
 *
 * <pre>
 * mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath -pl karyo-straighten -am
 * java -cp karyo-straighten/target/test-classes:karyo-straighten/target/classes:$(cat karyo-straighten/target/classpath) \
 *   -Dkaryo.data=DIRECTORY io.karyo.straighten.BendBenchmark [CHROMOSOMES]
 * </pre>
 */
final class BendBenchmark {

  private BendBenchmark() {}

  /** A straight chromosome, cropped, and its band profile. */
  record Truth(ChromosomeImage image, Straightened cropped) {
    float[] profile() {
      return cropped.bandProfile();
    }
  }

  public static void main(String[] arguments) throws IOException {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300;
    List<Truth> truths = straightOnes(count);
    System.out.println(truths.size() + " straight chromosomes of pki3, validation part");
    Map<String, Straightener> methods = new TreeMap<>();
    for (Straightener method :
        List.of(
            Straighteners.none(),
            Straighteners.medialAxis(),
            Straighteners.projectionVectors(),
            Straighteners.projectionVectors().whitenessThreshold(1),
            Straighteners.auto())) {
      methods.put(method.id() + " " + method.settings(), method);
    }
    for (double degrees : new double[] {0, 30, 60, 90, 120}) {
      report("arc " + degrees, truths, methods, image -> Bender.arc(image, Math.max(degrees, 0.1)));
    }
    for (double degrees : new double[] {30, 60, 90, 120}) {
      report("kink " + degrees, truths, methods, image -> Bender.kink(image, degrees, 0.45));
    }
    for (double degrees : new double[] {30, 60}) {
      report("wave 2 x " + degrees, truths, methods, image -> Bender.wave(image, degrees));
    }
  }

  static List<Truth> straightOnes(int count) throws IOException {
    List<RealImages.Entry> entries = new ArrayList<>(RealImages.manifest("pki3"));
    entries.removeIf(entry -> !entry.split().equals("validation"));
    SplittableRandom random = new SplittableRandom(1);
    List<Truth> found = new ArrayList<>();
    while (found.size() < count && !entries.isEmpty()) {
      ChromosomeImage image =
          RealImages.read(entries.remove(random.nextInt(entries.size())).path());
      if (Straighteners.none().straighten(image) instanceof Straightened cropped
          && cropped.quality() > 0.85
          && cropped.length() > 3 * cropped.width()) {
        float[] grey = cropped.toArray();
        for (int i = 0; i < grey.length; i++) {
          grey[i] = 1 - grey[i];
        }
        // A margin, so that the border is background.
        float[] framed = new float[(cropped.length() + 2) * (cropped.width() + 2)];
        Arrays.fill(framed, 1);
        for (int row = 0; row < cropped.length(); row++) {
          System.arraycopy(
              grey,
              row * cropped.width(),
              framed,
              (row + 1) * (cropped.width() + 2) + 1,
              cropped.width());
        }
        found.add(
            new Truth(
                ChromosomeImage.of(cropped.length() + 2, cropped.width() + 2, framed), cropped));
      }
    }
    return found;
  }

  private static void report(
      String name,
      List<Truth> truths,
      Map<String, Straightener> methods,
      UnaryOperator<ChromosomeImage> bend) {
    System.out.println(name);
    for (Map.Entry<String, Straightener> method : methods.entrySet()) {
      double correlation = 0;
      double worst = 1;
      double lengthError = 0;
      double bias = 0;
      double quality = 0;
      for (Truth truth : truths) {
        Straightened result =
            (Straightened) method.getValue().straighten(bend.apply(truth.image()));
        double r = Bender.correlation(truth.profile(), result.bandProfile());
        double error = (double) result.length() / truth.profile().length - 1;
        correlation += r;
        worst = Math.min(worst, r);
        lengthError += Math.abs(error);
        bias += error;
        quality += result.quality();
      }
      int n = truths.size();
      System.out.printf(
          Locale.ROOT,
          "  %-70s correlation %.3f (worst %.3f)  length error %.1f %% (bias %+.1f %%)  quality"
              + " %.2f%n",
          method.getKey(),
          correlation / n,
          worst,
          100 * lengthError / n,
          100 * bias / n,
          quality / n);
    }
  }
}
