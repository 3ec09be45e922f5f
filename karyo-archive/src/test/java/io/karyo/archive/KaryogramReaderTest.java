package io.karyo.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.image.UnreadableImageException;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Karyograms of synthetic chromosomes, drawn in many styles. */
class KaryogramReaderTest {

  private static final Style PLAIN =
      new Style(
          Style.LAYOUTS.get(0),
          new Font(Font.SANS_SERIF, Font.PLAIN, 15),
          false,
          Style.Across.JUSTIFIED,
          Style.Down.BOTTOM,
          4,
          20,
          false,
          true,
          true,
          true,
          Style.Frames.PAGE,
          1.5,
          0,
          0,
          1,
          255,
          0,
          false);

  @TempDir Path folder = Path.of("");

  private static Map<String, List<ChromosomeImage>> cell(List<ChromosomeType> types) {
    Map<String, List<ChromosomeImage>> byLabel = new HashMap<>();
    SyntheticCells.builder()
        .seed(41)
        .bend(0, 15)
        .karyotype(types)
        .build()
        .cell(0)
        .chromosomes()
        .forEach(
            one ->
                byLabel
                    .computeIfAbsent(one.type().label(), label -> new ArrayList<>())
                    .add(one.image()));
    return byLabel;
  }

  private static ReadKaryogram read(DrawnKaryogram drawn) {
    return KaryogramReader.read(Metaphase.of(drawn.picture()));
  }

  private static Set<String> doubtful(ReadKaryogram read, Doubt doubt) {
    return read.cutOuts().stream()
        .filter(one -> one.warnings().stream().anyMatch(warning -> warning.doubt() == doubt))
        .map(one -> one.label().label())
        .collect(Collectors.toSet());
  }

  @Test
  void aPlainKaryogramIsReadWithoutADoubt() throws IOException {
    DrawnKaryogram drawn = DrawnKaryogram.of(cell(SyntheticCells.MALE), PLAIN, 1);
    ReadKaryogram read = read(drawn);
    Measurement.Result result = Measurement.of(drawn, read);
    assertThat(result.right).isEqualTo(46);
    assertThat(result.rightWithoutWarning).isEqualTo(46);
    assertThat(read.cutOuts().get(0).label().label()).isEqualTo("1");
    assertThat(read.cutOuts().get(45).label().label()).isEqualTo("Y");
    assertThat(read.cutOuts().get(45).image().source()).endsWith(", Y");
  }

  @Test
  void aCutOutShowsItsChromosomeAlone() throws IOException {
    DrawnKaryogram drawn = DrawnKaryogram.of(cell(SyntheticCells.MALE), PLAIN, 1);
    CutOut cutOut = read(drawn).cutOuts().get(0);
    ChromosomeImage image = cutOut.image();
    assertThat(image.background()).isEqualTo(Background.WHITE);
    assertThat(image.width()).isCloseTo(cutOut.region().box().width(), within(8));
    byte[] stain = image.stainLevels();
    long stained = 0;
    for (int i = 0; i < stain.length; i++) {
      boolean edge =
          i < image.width()
              || i >= stain.length - image.width()
              || i % image.width() == 0
              || i % image.width() == image.width() - 1;
      assertThat(edge && stain[i] != 0).isFalse();
      stained += (stain[i] & 0xff) > 30 ? 1 : 0;
    }
    assertThat(stained)
        .isBetween((long) (0.9 * cutOut.region().area()), (long) (1.2 * cutOut.region().area()));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111})
  void noStyleGivesAWrongLabelWithoutAWarning(int seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Font> fonts =
        List.of(
            new Font(Font.SANS_SERIF, Font.PLAIN, 12),
            new Font(Font.SERIF, Font.PLAIN, 12),
            new Font(Font.MONOSPACED, Font.PLAIN, 12));
    Style style = Style.draw(random, seed % 2 == 0 ? Style.LAYOUTS : Style.OTHER_LAYOUTS, fonts);
    DrawnKaryogram drawn = DrawnKaryogram.of(Measurement.synthetic(seed, random), style, seed);
    Measurement.Result result = Measurement.of(drawn, read(drawn));
    assertThat(result.wrongWithoutWarning).as(style.toString()).isZero();
    assertThat(result.right).as(style.toString()).isGreaterThanOrEqualTo(result.drawn - 2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatKaryoDrawsItReads(boolean originals) throws IOException {
    DrawnKaryogram drawn =
        DrawnKaryogram.own(SyntheticCells.builder().seed(77).build().cell(1), originals, 2);
    Measurement.Result result = Measurement.of(drawn, read(drawn));
    assertThat(result.right).isEqualTo(46);
    assertThat(result.wrongWithoutWarning).isZero();
    assertThat(result.rightWithoutWarning).isGreaterThan(36);
  }

  @Test
  void aPlaceOfThreeIsDoubtful() throws IOException {
    List<ChromosomeType> types = new ArrayList<>(SyntheticCells.FEMALE);
    types.add(ChromosomeType.C21);
    ReadKaryogram read = read(DrawnKaryogram.of(cell(types), PLAIN, 1));
    assertThat(read.cutOuts()).hasSize(47);
    assertThat(doubtful(read, Doubt.COUNT)).containsExactly("21");
    assertThat(read.notes()).contains("place 21 has 3", "has 47 chromosomes, not 46");
  }

  @Test
  void aSingleXIsDoubtfulAndAnEmptyPlaceIsNoted() throws IOException {
    List<ChromosomeType> types = new ArrayList<>(SyntheticCells.FEMALE);
    types.remove(ChromosomeType.X);
    types.removeAll(List.of(ChromosomeType.C7));
    ReadKaryogram read = read(DrawnKaryogram.of(cell(types), PLAIN, 1));
    assertThat(doubtful(read, Doubt.COUNT)).containsExactly("X");
    assertThat(read.notes()).contains("place 7 has 0");
  }

  @Test
  void homologuesThatTouchArePartedWithAWarning() throws IOException {
    Style tight = withGap(PLAIN, -1);
    DrawnKaryogram drawn = DrawnKaryogram.of(cell(SyntheticCells.FEMALE), tight, 1);
    ReadKaryogram read = read(drawn);
    Measurement.Result result = Measurement.of(drawn, read);
    assertThat(result.right).isGreaterThanOrEqualTo(44);
    assertThat(result.wrongWithoutWarning).isZero();
    assertThat(doubtful(read, Doubt.TOUCHING)).hasSizeGreaterThan(10);
  }

  @Test
  void aChromosomeThatTouchesItsNumberIsPartedWithAWarning() throws IOException {
    DrawnKaryogram drawn = DrawnKaryogram.of(cell(SyntheticCells.FEMALE), PLAIN, 1);
    Box box = first(drawn, "14").box();
    int down = 14;
    Metaphase picture = changed(drawn, graphics -> lower(graphics, drawn.picture(), box, down));
    ReadKaryogram read = KaryogramReader.read(picture);
    assertThat(read.cutOuts()).hasSize(46);
    assertThat(doubtful(read, Doubt.TOUCHING)).containsExactly("14");
    Box lowered = new Box(box.left(), box.top() + down, box.width(), box.height());
    assertThat(read.cutOuts())
        .anySatisfy(
            one -> {
              assertThat(one.label().label()).isEqualTo("14");
              assertThat(one.region().box().iou(lowered)).isGreaterThan(Measurement.GOOD);
              assertThat(one.warnings())
                  .anySatisfy(
                      warning ->
                          assertThat(warning.reason())
                              .isEqualTo("touched its number and was parted from it"));
            });
  }

  /** Draws what is in a box further down. */
  private static void lower(Graphics2D graphics, BufferedImage picture, Box box, int down) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(box.left() - 2, box.top() - 2, box.width() + 4, box.height() + 4);
    for (int y = box.top(); y < box.bottom(); y++) {
      for (int x = box.left(); x < box.right(); x++) {
        int level = picture.getRGB(x, y);
        if ((level & 0xff) < 225) {
          graphics.setColor(new Color(level));
          graphics.fillRect(x, y + down, 1, 1);
        }
      }
    }
  }

  private static Style withGap(Style style, double gap) {
    return new Style(
        style.layout(),
        style.font(),
        style.numbersAbove(),
        style.across(),
        style.down(),
        gap,
        style.placeGap(),
        style.lines(),
        style.letters(),
        style.title(),
        style.footer(),
        style.frames(),
        style.scale(),
        style.blur(),
        style.noise(),
        style.jpeg(),
        style.paper(),
        style.gradient(),
        style.black());
  }

  /** Draws on a copy of a picture. */
  private static Metaphase changed(DrawnKaryogram drawn, Consumer<Graphics2D> change) {
    BufferedImage copy =
        new BufferedImage(
            drawn.picture().getWidth(), drawn.picture().getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = copy.createGraphics();
    graphics.drawImage(drawn.picture(), 0, 0, null);
    change.accept(graphics);
    graphics.dispose();
    return Metaphase.of(copy);
  }

  private static Region first(DrawnKaryogram drawn, String label) {
    return drawn.chromosomes().stream()
        .filter(truth -> truth.label().equals(label))
        .findFirst()
        .orElseThrow()
        .region();
  }

  @Test
  void chromosomesOfANumberThatIsGoneAreDoubtful() throws IOException {
    DrawnKaryogram drawn = DrawnKaryogram.of(cell(SyntheticCells.FEMALE), PLAIN, 1);
    Region nine = first(drawn, "9");
    Metaphase picture =
        changed(
            drawn,
            graphics -> {
              graphics.setColor(Color.WHITE);
              graphics.fillRect(nine.box().left() - 10, nine.box().bottom() + 3, 80, 40);
            });
    ReadKaryogram read = KaryogramReader.read(picture);
    assertThat(read.cutOuts()).hasSize(46);
    assertThat(doubtful(read, Doubt.NUMBER)).contains("9");
    assertThat(read.cutOuts().stream().filter(one -> one.label().label().equals("9"))).hasSize(2);
  }

  @Test
  void aNumberThatContradictsTheOrderIsDoubtful() throws IOException {
    Style swapped =
        new Style(
            Style.LAYOUTS.get(0).replace("9,10", "10,9"),
            PLAIN.font(),
            false,
            PLAIN.across(),
            PLAIN.down(),
            PLAIN.gap(),
            PLAIN.placeGap(),
            false,
            false,
            false,
            false,
            Style.Frames.NONE,
            1.5,
            0,
            0,
            1,
            255,
            0,
            false);
    DrawnKaryogram drawn = DrawnKaryogram.of(cell(SyntheticCells.FEMALE), swapped, 1);
    ReadKaryogram read = read(drawn);
    assertThat(Measurement.of(drawn, read).wrongWithoutWarning).isZero();
    assertThat(doubtful(read, Doubt.NUMBER))
        .as("10 was left out, and those over it were given to 8 and 9")
        .contains("8", "9");
  }

  @Test
  void aPieceIsJoinedAndAStrokeAcrossIsNoHarm() throws IOException {
    DrawnKaryogram drawn = DrawnKaryogram.of(cell(SyntheticCells.FEMALE), PLAIN, 1);
    Region four = first(drawn, "4");
    Metaphase picture =
        changed(
            drawn,
            graphics -> {
              graphics.setColor(Color.WHITE);
              int y = four.box().top() + four.box().height() / 3;
              graphics.fillRect(four.box().left(), y, four.box().width(), 4);
            });
    ReadKaryogram read = KaryogramReader.read(picture);
    assertThat(read.cutOuts()).hasSize(46);
    assertThat(doubtful(read, Doubt.PIECES)).containsExactly("4");
  }

  @Test
  void aFluorescentKaryogramKeepsItsTone() throws IOException {
    Style black =
        new Style(
            PLAIN.layout(),
            PLAIN.font(),
            false,
            PLAIN.across(),
            PLAIN.down(),
            PLAIN.gap(),
            PLAIN.placeGap(),
            true,
            false,
            false,
            false,
            Style.Frames.ROWS,
            1.5,
            0,
            0,
            0.8,
            255,
            0,
            true);
    DrawnKaryogram drawn = DrawnKaryogram.of(cell(SyntheticCells.MALE), black, 1);
    ReadKaryogram read = read(drawn);
    assertThat(Measurement.of(drawn, read).right).isEqualTo(46);
    assertThat(read.cutOuts()).allMatch(one -> one.image().background() == Background.BLACK);
  }

  @Test
  void whatIsNoKaryogramIsRefused() {
    byte[] blank = new byte[300 * 200];
    Arrays.fill(blank, (byte) 250);
    assertThatThrownBy(() -> KaryogramReader.read(Metaphase.of(200, 300, blank).withName("a.png")))
        .isInstanceOf(NoKaryogramException.class)
        .hasMessage("a.png: must show chromosomes of at least 4 px across, found 0 px");
    Metaphase photograph =
        SyntheticMetaphase.scattered(
                SyntheticCells.builder().seed(6).rotation(180).build().cell(0), 6)
            .photograph();
    assertThatThrownBy(() -> KaryogramReader.read(photograph))
        .isInstanceOf(NoKaryogramException.class)
        .hasMessageContaining("must show a karyogram with numbers in rows, found");
    BufferedImage shades = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 400; x++) {
        int grey = (int) (127 + 60 * Math.sin(x / 17.0) + 60 * Math.cos(y / 11.0 + x / 40.0));
        shades.setRGB(x, y, grey * 0x010101);
      }
    }
    assertThatThrownBy(() -> KaryogramReader.read(Metaphase.of(shades)))
        .isInstanceOf(NoKaryogramException.class);
  }

  @Test
  void filesAreReadAndRefusedByName() throws IOException {
    DrawnKaryogram drawn = DrawnKaryogram.of(cell(SyntheticCells.FEMALE), PLAIN, 1);
    Path file = folder.resolve("karyogram.png");
    ImageIO.write(drawn.picture(), "png", file.toFile());
    assertThat(KaryogramReader.read(file).cutOuts()).hasSize(46);
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    assertThatThrownBy(() -> KaryogramReader.read(text))
        .isInstanceOf(UnreadableImageException.class)
        .hasMessageStartingWith(text + ": must be a PNG");
  }

  @Test
  void noPictureEndsInAnotherError() throws IOException {
    DrawnKaryogram drawn = DrawnKaryogram.of(cell(SyntheticCells.FEMALE), PLAIN, 1);
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < 12; i++) {
      Metaphase picture = changed(drawn, graphics -> damage(graphics, drawn.picture(), random));
      refused += isRefused(picture) ? 1 : 0;
    }
    assertThat(refused).isLessThan(12);
    for (int i = 0; i < 200; i++) {
      int width = 1 + random.nextInt(i % 10 == 0 ? 120 : 12);
      int height = 1 + random.nextInt(i % 10 == 0 ? 120 : 12);
      byte[] grey = new byte[width * height];
      for (int k = 0; k < grey.length; k++) {
        grey[k] = (byte) (i % 3 == 0 ? random.nextInt(256) : random.nextInt(4) == 0 ? 0 : 255);
      }
      assertThat(isRefused(Metaphase.of(height, width, grey))).isTrue();
    }
  }

  private static void damage(Graphics2D graphics, BufferedImage picture, SplittableRandom random) {
    for (int n = 0; n < 10; n++) {
      int x = random.nextInt(picture.getWidth());
      int y = random.nextInt(picture.getHeight());
      int width = 1 + random.nextInt(picture.getWidth() / 4);
      int height = 1 + random.nextInt(picture.getHeight() / 6);
      graphics.setColor(new Color(random.nextInt(256) * 0x010101));
      switch (random.nextInt(4)) {
        case 0 -> graphics.fillRect(x, y, width / 3 + 1, height / 3 + 1);
        case 1 -> graphics.drawLine(x, y, x + width, y + height);
        case 2 -> graphics.copyArea(x, y, width, height, -x / 2, -y / 3);
        default -> graphics.drawOval(x, y, width, height);
      }
    }
  }

  /** Returns whether a picture is refused; what is read instead must be within it. */
  private static boolean isRefused(Metaphase picture) {
    try {
      ReadKaryogram read = KaryogramReader.read(picture);
      for (CutOut cutOut : read.cutOuts()) {
        assertThat(cutOut.region().box().right()).isLessThanOrEqualTo(picture.width());
        assertThat(cutOut.region().box().bottom()).isLessThanOrEqualTo(picture.height());
      }
      return false;
    } catch (NoKaryogramException e) {
      assertThat(e).hasMessageContaining(": must show ");
      return true;
    }
  }
}
