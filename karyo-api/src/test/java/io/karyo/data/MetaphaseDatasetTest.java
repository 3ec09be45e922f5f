package io.karyo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.spi.SegmenterTraining;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetaphaseDatasetTest {

  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void drawTwoPhotographs() throws IOException {
    for (String name : List.of("a.png", "b.png", "mask.png")) {
      ImageIO.write(picture(), "png", folder.resolve(name).toFile());
    }
  }

  private static BufferedImage picture() {
    return new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
  }

  private MetaphaseDataset read(String photographs, String boxes) throws IOException {
    Files.writeString(folder.resolve("boxes.csv"), boxes);
    return read(photographs);
  }

  private MetaphaseDataset read(String photographs) throws IOException {
    return MetaphaseDataset.read(Files.writeString(folder.resolve("metaphases.csv"), photographs));
  }

  private static final String HEADER = "image,label,xmin,ymin,xmax,ymax\n";

  @Test
  void photographsAndBoxesAreRead() throws IOException {
    MetaphaseDataset data =
        read(
            """
            image,case,split,difficult,chromosomes,abnormality
            a.png,7,train,1,46,number 21
            b.png,8,test,0,46,
            """,
            HEADER + "a.png,21,1,2,11,22\na.png,x,0,0,40,30\r\n");
    LabelledMetaphase first = data.photographs().get(0);
    assertThat(first.name()).isEqualTo("a.png");
    assertThat(first.patient()).contains("7");
    assertThat(first.split()).contains("train");
    assertThat(first.difficult()).isTrue();
    assertThat(first.finding()).contains("number 21");
    assertThat(first.boxes())
        .containsExactly(
            new LabelledBox(ChromosomeType.C21, new Box(1, 2, 10, 20)),
            new LabelledBox(ChromosomeType.X, new Box(0, 0, 40, 30)));
    assertThat(first.load().width()).isEqualTo(WIDTH);
    assertThat(first.loadPixels()).isEmpty();
    assertThat(first.loadBoxes()).isEqualTo(first.boxes());
    LabelledMetaphase second = data.split("test").photographs().get(0);
    assertThat(second.boxes()).isEmpty();
    assertThat(second.finding()).isEmpty();
    assertThatThrownBy(second::loadRegions)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("b.png: must have a mask, found none");
    assertThatThrownBy(() -> data.split("validation"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("split: must be that of at least one photograph, found 'validation'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.png,23,1,2,11,22   | label: must be 1 to 22, X or Y, found '23'
          c.png,1,1,2,11,22    | image: must be one of the photographs, found 'c.png'
          a.png,1,5,2,5,22     | xmax, ymax: must be more than xmin, ymin = 5, 2, found 5, 22
          a.png,1,5,9,6,8      | xmax, ymax: must be more than xmin, ymin = 5, 9, found 6, 8
          a.png,1,-3,2,11,22   | xmin: must be a whole number, -2 to 1048576, found '-3'
          a.png,1,1,2,1e3,22   | xmax: must be a whole number, -2 to 1048576, found '1e3'
          a.png,1,1,2,,22      | xmax: must be a whole number, -2 to 1048576, found ''
          a.png,1,1,2,9999999999,22 | xmax: must be a whole number, -2 to 1048576, found '9999999999'
          a.png,1,1,2,11       | fields: must be 6, found 5
          """)
  void aWrongBoxIsRefusedWithItsLine(String row, String problem) {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> read("image\na.png\n", HEADER + row + "\n"))
        .withMessageStartingWith(folder.resolve("boxes.csv") + "")
        .satisfies(e -> assertThat(e.problems()).contains("line 2: " + problem));
  }

  @Test
  void aBoxMustLieInItsPhotograph() throws IOException {
    MetaphaseDataset data =
        read("image\na.png\nb.png\n", HEADER + "a.png,1,-2,-1,42,32\nb.png,2,30,10,43,20\n");
    assertThat(data.photographs().get(0).load().height()).isEqualTo(HEIGHT);
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> data.photographs().get(1).load())
        .withMessage(
            "b.png, box: must lie within the photograph of 40 x 30, found "
                + new Box(30, 10, 13, 10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image~c.png                            | line 2: image: must be an existing file, found 'c.png'
          image~../a.png                         | line 2: image: must lie within the folder of the images, found '../a.png'
          image~a.png~a.png                      | line 3: image: must not occur twice, found 'a.png' after line 2
          image,difficult~a.png,2                | line 2: difficult: must be a whole number, 0 to 1, found '2'
          image,chromosomes~a.png,many           | line 2: chromosomes: must be a whole number, 0 to 1048576, found 'many'
          image,case,split~a.png,1,train~b.png,1,test | line 3: split: must be one for all of case '1', found 'test' after 'train'
          image                                  | must have at least one photograph, found only a header
          """)
  void aWrongPhotographIsRefused(String csv, String problem) {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> read(csv.replace('~', '\n') + "\n", HEADER))
        .withMessage(folder.resolve("metaphases.csv") + ", " + problem);
  }

  @Test
  void anUnknownColumnAndAMisspeltSplitAreRefused() {
    assertThatThrownBy(() -> read("picture\na.png\n", HEADER))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("line 1: header: must be image[,mask][,case]")
        .hasMessageEndingWith("in any order, found 'picture'");
    assertThatThrownBy(() -> read("image,split\na.png,val\n", HEADER))
        .hasMessageEndingWith("found 'val'; did you mean 'validation'?");
    assertThatThrownBy(() -> read("", HEADER)).hasMessageEndingWith("[,karyotype], found nothing");
  }

  @Test
  void boxesOrMasksMustBeThere() {
    assertThatThrownBy(() -> read("image\na.png\n"))
        .isInstanceOf(DatasetException.class)
        .hasMessageEndingWith(
            "must have a mask for each photograph, or boxes.csv beside it, found neither");
  }

  private MetaphaseDataset withMask(BufferedImage mask) throws IOException {
    ImageIO.write(mask, "png", folder.resolve("mask.png").toFile());
    return read("image,mask,code,karyotype\na.png,mask.png,02,\"45,XY,-2\"\n");
  }

  private static void fill(BufferedImage mask, Box box, int value) {
    for (int y = box.top(); y < box.bottom(); y++) {
      for (int x = box.left(); x < box.right(); x++) {
        mask.getRaster().setSample(x, y, 0, value);
      }
    }
  }

  @Test
  void regionsOfAMaskHaveTheOverlapsAtThem() throws IOException {
    BufferedImage mask = picture();
    fill(mask, new Box(2, 10, 20, 5), 1);
    fill(mask, new Box(10, 2, 5, 20), 24);
    fill(mask, new Box(10, 10, 5, 5), 255);
    fill(mask, new Box(30, 20, 5, 6), 1);
    fill(mask, new Box(38, 28, 2, 2), 7);
    LabelledMetaphase photo = withMask(mask).photographs().get(0);
    assertThat(photo.finding()).contains("45,XY,-2");
    List<LabelledRegion> regions = photo.loadRegions();
    assertThat(regions)
        .extracting(LabelledRegion::type)
        .containsExactly(ChromosomeType.C1, ChromosomeType.C1, ChromosomeType.Y);
    assertThat(regions.get(0).region().area()).isEqualTo(100);
    assertThat(regions.get(1).region().box()).isEqualTo(new Box(30, 20, 5, 6));
    assertThat(regions.get(2).region().area()).isEqualTo(100);
    assertThat(regions.get(2).region().contains(12, 12)).isTrue();
  }

  @Test
  void aLoneAutosomeOfAMaskIsUncertain() throws IOException {
    BufferedImage mask = picture();
    fill(mask, new Box(2, 2, 5, 6), 3);
    fill(mask, new Box(10, 2, 5, 6), 3);
    fill(mask, new Box(20, 2, 5, 6), 23);
    fill(mask, new Box(30, 2, 5, 6), 24);
    Box lone = new Box(2, 20, 10, 6);
    fill(mask, lone, 7);
    LabelledMetaphase photo = withMask(mask).photographs().get(0);
    SegmenterTraining.KnownPixels pixels = photo.loadPixels().orElseThrow();
    assertThat(pixels.chromosomes()).hasSize(4).noneMatch(region -> region.box().equals(lone));
    assertThat(pixels.uncertain()).extracting(Region::box).containsExactly(lone);
    assertThat(photo.loadBoxes())
        .extracting(LabelledBox::type)
        .containsExactly(ChromosomeType.C3, ChromosomeType.C3, ChromosomeType.X, ChromosomeType.Y);
  }

  @Test
  void aMaskOfOtherValuesOrSizeIsRefused() throws IOException {
    BufferedImage mask = picture();
    fill(mask, new Box(3, 4, 1, 1), 25);
    LabelledMetaphase photo = withMask(mask).photographs().get(0);
    assertThatThrownBy(photo::loadRegions)
        .isInstanceOf(DatasetException.class)
        .hasMessageEndingWith(
            "mask.png, value: must be 0 to 24 or 255, found 25 in column 3, row 4");
    LabelledMetaphase other =
        withMask(new BufferedImage(3, 3, BufferedImage.TYPE_BYTE_GRAY)).photographs().get(0);
    assertThatThrownBy(other::loadRegions)
        .isInstanceOf(DatasetException.class)
        .hasMessageEndingWith("size: must be that of the photograph, 40 x 30, found 3 x 3");
  }
}
