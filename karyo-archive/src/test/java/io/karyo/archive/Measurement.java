package io.karyo.archive;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledCell;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Measures how well drawn karyograms are read. */
final class Measurement {

  static final double GOOD = 0.8;

  /** What was found of one or more karyograms. */
  static final class Result {

    int pictures;
    int refused;
    int drawn;
    int right;
    int rightWithoutWarning;
    int wrongWithoutWarning;
    final Map<Doubt, Integer> doubts = new EnumMap<>(Doubt.class);

    void add(Result other) {
      pictures += other.pictures;
      refused += other.refused;
      drawn += other.drawn;
      right += other.right;
      rightWithoutWarning += other.rightWithoutWarning;
      wrongWithoutWarning += other.wrongWithoutWarning;
      other.doubts.forEach((doubt, count) -> doubts.merge(doubt, count, Integer::sum));
    }

    @Override
    public String toString() {
      return String.format(
          "%d pictures, %d refused; of %d chromosomes %.2f %% right, %.2f %% right without a"
              + " warning; %d wrong without a warning; warnings %s",
          pictures,
          refused,
          drawn,
          100.0 * right / drawn,
          100.0 * rightWithoutWarning / drawn,
          wrongWithoutWarning,
          doubts);
    }
  }

  static Result of(DrawnKaryogram drawn, ReadKaryogram read) {
    Result result = new Result();
    result.pictures = 1;
    result.drawn = drawn.chromosomes().size();
    Map<DrawnKaryogram.Truth, Integer> used = new HashMap<>();
    for (CutOut cutOut : read.cutOuts()) {
      DrawnKaryogram.Truth match = null;
      for (DrawnKaryogram.Truth truth : drawn.chromosomes()) {
        boolean same =
            truth.region().iou(cutOut.region()) >= GOOD
                || truth.region().box().iou(cutOut.region().box()) >= GOOD;
        match = same && truth.label().equals(cutOut.label().label()) ? truth : match;
      }
      boolean right = match != null && used.merge(match, 1, Integer::sum) == 1;
      result.right += right ? 1 : 0;
      result.rightWithoutWarning += right && !cutOut.isDoubtful() ? 1 : 0;
      result.wrongWithoutWarning += !right && !cutOut.isDoubtful() ? 1 : 0;
      cutOut.warnings().stream()
          .map(Warning::doubt)
          .distinct()
          .forEach(doubt -> result.doubts.merge(doubt, 1, Integer::sum));
    }
    return result;
  }

  /** The chromosomes of a synthetic cell by label; every fourth has a numeric change. */
  static Map<String, List<ChromosomeImage>> synthetic(int number, SplittableRandom random) {
    List<ChromosomeType> types =
        new ArrayList<>(number % 2 == 0 ? SyntheticCells.FEMALE : SyntheticCells.MALE);
    boolean marker = false;
    switch (random.nextInt(8)) {
      case 0 -> types.add(ChromosomeType.C21);
      case 1 -> types.remove(types.size() - 1);
      case 2 -> marker = true;
      default -> {}
    }
    SyntheticCell cell =
        SyntheticCells.builder().seed(number).karyotype(types).build().cell(number);
    Map<String, List<ChromosomeImage>> byLabel = new LinkedHashMap<>();
    for (SyntheticChromosome one : cell.chromosomes()) {
      byLabel.computeIfAbsent(one.type().label(), label -> new ArrayList<>()).add(one.image());
    }
    if (marker) {
      byLabel.put("mar", List.of(Objects.requireNonNull(byLabel.get("16")).get(0)));
    }
    return byLabel;
  }

  /** The chromosomes of a real cell. */
  static Map<String, List<ChromosomeImage>> real(LabelledCell cell) throws IOException {
    Map<String, List<ChromosomeImage>> byLabel = new LinkedHashMap<>();
    for (LabelledChromosome one : cell.chromosomes()) {
      byLabel.computeIfAbsent(one.type().label(), label -> new ArrayList<>()).add(one.load());
    }
    return byLabel;
  }

  private final long seed;
  private final List<String> layouts;
  private final List<Font> fonts;
  private final List<LabelledCell> cells;
  private final boolean own;
  private final @Nullable Path out;
  private long nanos;

  private Measurement(Map<String, String> options) throws IOException, FontFormatException {
    seed = Long.parseLong(options.getOrDefault("--seed", "1"));
    layouts = options.containsKey("--held-out-layouts") ? Style.OTHER_LAYOUTS : Style.LAYOUTS;
    fonts = fonts(options.get("--fonts"));
    cells = cells(options.get("--data"), options.getOrDefault("--split", "validation"));
    own = options.containsKey("--own");
    String folder = options.get("--out");
    out = folder == null ? null : Files.createDirectories(Path.of(folder));
  }

  private static List<Font> fonts(@Nullable String files) throws IOException, FontFormatException {
    return files == null
        ? Stream.of(Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED)
            .map(name -> new Font(name, Font.PLAIN, 12))
            .toList()
        : GlyphTraining.fonts(Stream.of(files.split(":")).map(Path::of).toList());
  }

  private static List<LabelledCell> cells(@Nullable String manifest, String split)
      throws IOException {
    return manifest == null
        ? List.of()
        : ChromosomeDataset.fromManifest(Path.of(manifest)).split(split).cells().stream()
            .filter(cell -> cell.chromosomes().size() >= 44)
            .toList();
  }

  private Result measure(int number) throws IOException {
    SplittableRandom random = new SplittableRandom(seed * 100_003 + number);
    Style style = Style.draw(random, layouts, fonts);
    DrawnKaryogram drawn;
    if (own) {
      drawn =
          DrawnKaryogram.own(
              SyntheticCells.builder().seed(seed * 1000 + number).build().cell(number),
              number % 2 == 0,
              0.7 * Math.pow(3 / 0.7, random.nextDouble()));
    } else {
      Map<String, List<ChromosomeImage>> cell =
          cells.isEmpty()
              ? synthetic((int) seed * 1000 + number, random)
              : real(cells.get((int) ((seed * 31 + number) % cells.size())));
      drawn = DrawnKaryogram.of(cell, style, seed + number);
    }
    Result result = new Result();
    BufferedImage check = drawn.picture();
    long start = System.nanoTime();
    try {
      ReadKaryogram read = KaryogramReader.read(Metaphase.of(drawn.picture()));
      nanos += System.nanoTime() - start;
      result = of(drawn, read);
      check = check(drawn, read);
    } catch (NoKaryogramException e) {
      result.pictures = 1;
      result.drawn = drawn.chromosomes().size();
      result.refused = 1;
    }
    if (result.right < result.drawn || result.wrongWithoutWarning > 0) {
      System.out.printf("%d-%d: %s%n  %s%n", seed, number, result, own ? "karyo's own" : style);
      if (out != null) {
        ImageIO.write(check, "png", out.resolve(seed + "-" + number + ".png").toFile());
      }
    }
    return result;
  }

  /** Options are those of docs/archive.md, each with a value. */
  public static void main(String[] arguments) throws IOException, FontFormatException {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    Measurement measurement = new Measurement(options);
    int count = Integer.parseInt(options.getOrDefault("--count", "40"));
    Result all = new Result();
    for (int number = 0; number < count; number++) {
      all.add(measurement.measure(number));
    }
    System.out.println(all);
    System.out.printf("%.0f ms a picture%n", measurement.nanos / 1e6 / count);
  }

  /** Draws what was found, for a look at errors. */
  private static BufferedImage check(DrawnKaryogram drawn, ReadKaryogram read) {
    BufferedImage picture =
        new BufferedImage(
            drawn.picture().getWidth(), drawn.picture().getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(drawn.picture(), 0, 0, null);
    graphics.setStroke(new BasicStroke(1));
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
    for (CutOut cutOut : read.cutOuts()) {
      Box box = cutOut.region().box();
      graphics.setColor(cutOut.isDoubtful() ? Color.RED : new Color(0, 150, 0));
      graphics.drawRect(box.left() - 1, box.top() - 1, box.width() + 1, box.height() + 1);
      graphics.drawString(cutOut.label().label(), box.left(), box.top() - 2);
    }
    graphics.dispose();
    return picture;
  }
}
