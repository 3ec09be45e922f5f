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
    int warned;
    final Map<Doubt, Integer> doubts = new EnumMap<>(Doubt.class);

    void add(Result other) {
      pictures += other.pictures;
      refused += other.refused;
      drawn += other.drawn;
      right += other.right;
      rightWithoutWarning += other.rightWithoutWarning;
      wrongWithoutWarning += other.wrongWithoutWarning;
      warned += other.warned;
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

  private Measurement() {}

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
      if (!right && !cutOut.isDoubtful()) {
        double best =
            drawn.chromosomes().stream()
                .mapToDouble(truth -> truth.region().iou(cutOut.region()))
                .max()
                .orElse(0);
        System.out.printf("silently wrong %s %s %.2f%n", cutOut.label(), cutOut.region(), best);
      }
      result.warned += cutOut.isDoubtful() ? 1 : 0;
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

  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    long seed = Long.parseLong(options.getOrDefault("--seed", "1"));
    int count = Integer.parseInt(options.getOrDefault("--count", "40"));
    boolean held = options.containsKey("--held-out-layouts");
    List<Font> fonts = fonts(options);
    List<LabelledCell> cells = List.of();
    if (options.containsKey("--data")) {
      cells =
          ChromosomeDataset.fromManifest(Path.of(options.get("--data")))
              .split(options.getOrDefault("--split", "validation"))
              .cells()
              .stream()
              .filter(cell -> cell.chromosomes().size() >= 44)
              .toList();
    }
    Path out = options.containsKey("--out") ? Path.of(options.get("--out")) : null;
    if (out != null) {
      Files.createDirectories(out);
    }
    Result all = new Result();
    long time = 0;
    for (int i = 0; i < count; i++) {
      SplittableRandom random = new SplittableRandom(seed * 100_003 + i);
      Style style = Style.draw(random, held ? Style.OTHER_LAYOUTS : Style.LAYOUTS, fonts);
      Map<String, List<ChromosomeImage>> cell =
          cells.isEmpty()
              ? synthetic((int) seed * 1000 + i, random)
              : real(cells.get((int) ((seed * 31 + i) % cells.size())));
      DrawnKaryogram drawn =
          options.containsKey("--own")
              ? DrawnKaryogram.own(
                  SyntheticCells.builder().seed(seed * 1000 + i).build().cell(i),
                  i % 2 == 0,
                  0.7 * Math.pow(3 / 0.7, random.nextDouble()))
              : DrawnKaryogram.of(cell, style, seed + i);
      Result result;
      long start = System.nanoTime();
      try {
        ReadKaryogram read = KaryogramReader.read(Metaphase.of(drawn.picture()));
        time += System.nanoTime() - start;
        result = of(drawn, read);
        if (options.containsKey("--verbose")) {
          System.out.println(
              read.cutOuts().stream()
                      .flatMap(one -> one.warnings().stream())
                      .filter(w -> options.get("--verbose").contains(w.doubt().name()))
                      .map(w -> w.doubt() + ": " + w.reason())
                      .distinct()
                      .toList()
                  + " "
                  + style.font()
                  + " scale "
                  + style.scale()
                  + " blur "
                  + style.blur()
                  + " noise "
                  + style.noise()
                  + " jpeg "
                  + style.jpeg());
        }
        if (out != null && (result.right < result.drawn || result.wrongWithoutWarning > 0)) {
          ImageIO.write(check(drawn, read), "png", out.resolve(seed + "-" + i + ".png").toFile());
          ImageIO.write(
              drawn.picture(), "png", out.resolve(seed + "-" + i + "-drawn.png").toFile());
        }
      } catch (NoKaryogramException e) {
        result = new Result();
        result.pictures = 1;
        result.drawn = drawn.chromosomes().size();
        result.refused = 1;
        System.out.println(e.getMessage());
        if (out != null) {
          ImageIO.write(drawn.picture(), "png", out.resolve(seed + "-" + i + ".png").toFile());
        }
      }
      if (result.right < result.drawn || result.wrongWithoutWarning > 0) {
        System.out.printf(
            "%d-%d: %d of %d right, %d silently wrong %s: %s%n",
            seed, i, result.right, result.drawn, result.wrongWithoutWarning, result.doubts, style);
      }
      all.add(result);
    }
    System.out.println(all);
    System.out.printf("%.0f ms a picture%n", time / 1e6 / count);
  }

  private static List<Font> fonts(Map<String, String> options) throws Exception {
    if (options.containsKey("--fonts")) {
      return GlyphTraining.fonts(
          Stream.of(options.get("--fonts").split(":")).map(Path::of).toList());
    }
    return Stream.of(Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED)
        .map(name -> new Font(name, Font.PLAIN, 12))
        .toList();
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
