package io.karyo.metaphase;

import boofcv.alg.filter.binary.GThresholdImageOps;
import io.karyo.image.Background;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands out from the ground, sorted into chromosomes and other things. */
final class Scene {

  /** Where a chromosome begins, on the way from the tone of the ground to that of chromosomes. */
  static final double EDGE = Double.parseDouble(System.getProperty("edge","0.38"));

  static double CORE = Double.parseDouble(System.getProperty("core","0.55"));
  static double LEAST = Double.parseDouble(System.getProperty("least","0.12"));
  static double HOLE = Double.parseDouble(System.getProperty("hole","0.3"));

  /** Half widths of a chromosome below this are noise. */
  private static final double MIN_HALF_WIDTH = 1.5;

  /** By how many of its widths a chromosome's half width is exceeded within a nucleus. */
  private static final double NUCLEUS = 1.7;

  private static final int COUNT = 46;

  private final Ground ground;
  private final int imageWidth;
  private final float[] stain;
  private double threshold;
  private double core;
  private double tone;
  private double width;
  private double area;
  private @Nullable String problem;
  private final List<OtherRegion> others = new ArrayList<>();
  private final List<int[]> pieces = new ArrayList<>();

  private Scene(Ground ground) {
    this.ground = ground;
    imageWidth = ground.width;
    stain = Masks.smooth(ground.stain, ground.width);
  }

  static Scene of(Ground ground) {
    Scene scene = new Scene(ground);
    scene.find();
    return scene;
  }

  private void find() {
    int[] histogram = new int[256];
    float[] sorted = stain.clone();
    Arrays.sort(sorted);
    double top = Math.max(1e-6, sorted[(int) (0.999 * (sorted.length - 1))]);
    for (float s : stain) {
      histogram[(int) Math.max(0, Math.min(255, s / top * 255))]++;
    }
    double otsu = GThresholdImageOps.computeOtsu(histogram, 256, stain.length) / 255.0 * top;
    double groundTone = sorted[firstAbove(sorted, otsu) / 2];
    byte[] mask = Masks.above(stain, otsu);
    width = typicalWidth(mask);
    if (width == 0) {
      problem = "nothing stands out from the ground";
      return;
    }
    // Nuclei may be darker or paler than chromosomes, and larger than all of them.
    byte[] nuclei = opened(mask);
    tone = median(mask, nuclei);
    boolean glows = ground.tone == Background.BLACK;
    threshold = groundTone + (glows ? 0.34 : EDGE) * (tone - groundTone);
    core = groundTone + (glows ? 0.65 : CORE) * (tone - groundTone);
    if (glows) {
      level(Masks.above(stain, threshold), nuclei, groundTone);
    }
    mask = Masks.above(stain, threshold);
    width = typicalWidth(mask);
    Masks.fillHoles(mask, imageWidth, 0.3 * width * width);
    nuclei = opened(mask);
    int[] labels = new int[mask.length];
    byte[] wider = Masks.dilated(nuclei, imageWidth, 0.2 * width);
    for (int[] pixels : Masks.components(nuclei, imageWidth, labels)) {
      others.add(new OtherRegion(region(pixels), OtherRegion.Kind.NUCLEUS));
    }
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (wider[i] != 0 ? 0 : mask[i]);
    }
    List<int[]> components = Masks.components(mask, imageWidth, labels);
    long sum = 0;
    for (int[] pixels : components) {
      sum += pixels.length > width * width ? pixels.length : 0;
    }
    area = sum / (double) COUNT;
    List<int[]> large = new ArrayList<>();
    for (int[] pixels : components) {
      if (pixels.length < SMALL * area) {
        if (pixels.length > 9) {
          others.add(new OtherRegion(region(pixels), OtherRegion.Kind.DEBRIS));
        }
      } else {
        large.add(pixels);
      }
    }
    Looks looks = new Looks(large.stream().map(this::look).toList());
    for (int i = 0; i < large.size(); i++) {
      if (looks.strangeness(i) > STRANGE) {
        others.add(
            new OtherRegion(
                region(large.get(i)),
                looks.touches(i) ? OtherRegion.Kind.BORDER : OtherRegion.Kind.DEBRIS));
      } else {
        pieces.add(large.get(i));
      }
    }
  }
  static double SMALL = Double.parseDouble(System.getProperty("small","0.25"));
  static double STRANGE = Double.parseDouble(System.getProperty("strange","16"));

  private Looks.Look look(int[] pixels) {
    Patch patch = patch(region(pixels));
    double sum = 0;
    double squares = 0;
    double widest = 0;
    boolean touches = false;
    for (int i = 0; i < patch.mask.length; i++) {
      if (patch.mask[i] != 0) {
        sum += patch.stain[i];
        squares += patch.stain[i] * patch.stain[i];
        widest = Math.max(widest, patch.half[i]);
      }
    }
    for (int i : pixels) {
      int x = i % imageWidth;
      touches |= x == 0 || x == imageWidth - 1 || i < imageWidth || i >= stain.length - imageWidth;
    }
    double mean = sum / pixels.length;
    double deviation = Math.sqrt(Math.max(0, squares / pixels.length - mean * mean));
    return new Looks.Look(
        pixels.length / area, mean / tone, deviation / tone, 2 * widest / width, touches);
  }

  static double LOCAL = Double.parseDouble(System.getProperty("local","3"));
  static double LMIN = Double.parseDouble(System.getProperty("lmin","0.4"));
  static double LMAX = Double.parseDouble(System.getProperty("lmax","2.5"));

  /** Brings chromosomes everywhere in the photograph to the typical tone. */
  private void level(byte[] mask, byte[] nuclei, double groundTone) {
    if (LOCAL == 0) return;
    int reach = (int) Math.ceil(LOCAL * width);
    int height = stain.length / imageWidth;
    int row = imageWidth + 1;
    double[] sums = new double[row * (height + 1)];
    int[] counts = new int[row * (height + 1)];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < imageWidth; x++) {
        int i = y * imageWidth + x;
        boolean use = mask[i] != 0 && nuclei[i] == 0;
        int k = (y + 1) * row + x + 1;
        sums[k] = (use ? stain[i] - groundTone : 0) + sums[k - 1] + sums[k - row] - sums[k - row - 1];
        counts[k] = (use ? 1 : 0) + counts[k - 1] + counts[k - row] - counts[k - row - 1];
      }
    }
    double contrast = tone - groundTone;
    // A little of the typical tone, for places with few chromosomes.
    double weight = width * width;
    for (int y = 0; y < height; y++) {
      int top = Math.max(0, y - reach) * row;
      int bottom = Math.min(height, y + reach + 1) * row;
      for (int x = 0; x < imageWidth; x++) {
        int left = Math.max(0, x - reach);
        int right = Math.min(imageWidth, x + reach + 1);
        double sum = sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left];
        int count =
            counts[bottom + right] - counts[bottom + left] - counts[top + right] + counts[top + left];
        double local = (sum + weight * contrast) / (count + weight) / contrast;
        int i = y * imageWidth + x;
        stain[i] =
            (float) (groundTone + (stain[i] - groundTone) / Math.max(LMIN, Math.min(LMAX, local)));
      }
    }
  }

  private static int firstAbove(float[] sorted, double value) {
    int i = Arrays.binarySearch(sorted, (float) value);
    return Math.min(sorted.length - 1, i < 0 ? -i - 1 : i);
  }

  /** Twice the median of the half widths along the middle lines, the wider ones counting more. */
  private double typicalWidth(byte[] mask) {
    float[] d = Masks.distances(mask, imageWidth);
    double[] weights = new double[400];
    double sum = 0;
    for (int i = imageWidth + 1; i < d.length - imageWidth - 1; i++) {
      boolean ridge =
          d[i] >= MIN_HALF_WIDTH
              && ((d[i] >= d[i - 1] && d[i] >= d[i + 1])
                  || (d[i] >= d[i - imageWidth] && d[i] >= d[i + imageWidth]))
              && d[i] >= d[i - imageWidth - 1] - 0.4
              && d[i] >= d[i + imageWidth + 1] - 0.4;
      if (ridge) {
        int bin = (int) Math.min(weights.length - 1, d[i] * 4);
        double weight = Math.min(d[i], 12);
        weights[bin] += weight;
        sum += weight;
      }
    }
    double seen = 0;
    for (int bin = 0; bin < weights.length && sum > 0; bin++) {
      seen += weights[bin];
      if (seen >= sum / 2) {
        return 2 * (bin + 0.5) / 4;
      }
    }
    return 0;
  }

  /** What is wider than chromosomes: an opening with a disc. */
  private byte[] opened(byte[] mask) {
    float[] d = Masks.distances(mask, imageWidth);
    byte[] core = Masks.above(d, NUCLEUS * width);
    byte[] grown = Masks.dilated(core, imageWidth, NUCLEUS * width);
    for (int i = 0; i < grown.length; i++) {
      grown[i] &= mask[i];
    }
    return grown;
  }

  private double median(byte[] mask, byte[] without) {
    float[] values = new float[mask.length];
    int n = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0 && without[i] == 0) {
        values[n++] = stain[i];
      }
    }
    Arrays.sort(values, 0, n);
    return n == 0 ? 0 : values[n / 2];
  }

  Region region(int[] pixels) {
    int left = Integer.MAX_VALUE;
    int right = 0;
    int top = Integer.MAX_VALUE;
    int bottom = 0;
    for (int i : pixels) {
      left = Math.min(left, i % imageWidth);
      right = Math.max(right, i % imageWidth);
      top = Math.min(top, i / imageWidth);
      bottom = Math.max(bottom, i / imageWidth);
    }
    Box box = new Box(left, top, right - left + 1, bottom - top + 1);
    byte[] mask = new byte[(int) box.area()];
    for (int i : pixels) {
      mask[(i / imageWidth - top) * box.width() + i % imageWidth - left] = 1;
    }
    return Region.of(box, mask);
  }

  Cluster clusterOf(int[] pixels) {
    Region region = region(pixels);
    return new Parter(patch(region), width, area, Costs.DEFAULT).cluster(region);
  }

  Patch patch(Region region) {
    return new Patch(region, stain, imageWidth, core, LEAST * area, HOLE * width * width);
  }

  double tone() {
    return tone;
  }

  double area() {
    return area;
  }

  @Nullable String problem() {
    return problem;
  }

  double width() {
    return width;
  }

  double full() {
    return 1;
  }

  List<OtherRegion> others() {
    return others;
  }

  List<int[]> pieces() {
    return pieces;
  }
}
