package io.karyo.data;

import static io.karyo.chromosome.ChromosomeType.C1;
import static io.karyo.chromosome.ChromosomeType.C2;
import static io.karyo.chromosome.ChromosomeType.X;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.Leakage.Shared;
import io.karyo.image.ChromosomeImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeakageTest {

  /** A white picture with one dot, which tells it from those of other places. */
  private static ChromosomeImage picture(int place) {
    byte[] grey = new byte[100];
    Arrays.fill(grey, (byte) 255);
    grey[place] = 50;
    return ChromosomeImage.of(10, 10, grey);
  }

  private static LabelledChromosome item(String name, int place, ChromosomeType type) {
    return LabelledChromosome.of(name, ImageSource.of(picture(place)), type);
  }

  private static List<List<String>> names(Leakage leakage) {
    return leakage.duplicates().stream()
        .map(same -> same.chromosomes().stream().map(LabelledChromosome::name).toList())
        .toList();
  }

  @Test
  void disjointSplitsOfDifferentPicturesAreClean() throws IOException {
    Leakage leakage =
        Leakage.check(
            ChromosomeDataset.of(
                List.of(
                    item("a", 1, C1).withCell("1").withPatient("p").withSplit("train"),
                    item("b", 2, C1).withCell("1").withPatient("p").withSplit("train"),
                    item("c", 3, C1).withCell("2").withPatient("q").withSplit("test"))));

    assertThat(leakage).isEqualTo(new Leakage(3, List.of(), List.of(), List.of()));
    assertThat(leakage.betweenSplits()).isFalse();
    assertThat(leakage)
        .hasToString(
            """
            3 images
            0 patients in more than one split
            0 cells in more than one split
            0 pictures in more than one split
            0 pictures more than once within a split or outside of any
            0 pictures of more than one type\
            """);
  }

  @Test
  void patientsAndCellsInTwoSplitsAreCountedBySplit() throws IOException {
    Leakage leakage =
        Leakage.check(
            ChromosomeDataset.of(
                    List.of(
                        item("a", 1, C1).withCell("1").withPatient("p").withSplit("train"),
                        item("b", 2, C1).withCell("1").withPatient("p").withSplit("test"),
                        item("c", 3, C1).withCell("2").withPatient("p").withSplit("train"),
                        item("d", 4, C1).withCell("3").withPatient("q").withSplit("train"),
                        item("e", 5, C1).withCell("3").withPatient("q"),
                        item("f", 6, C1).withSplit("test")))
                .allowSharedPatients());

    assertThat(leakage.patients()).containsExactly(new Shared("p", Map.of("test", 1, "train", 2)));
    assertThat(leakage.cells()).containsExactly(new Shared("1", Map.of("test", 1, "train", 1)));
    assertThat(leakage.duplicates()).isEmpty();
    assertThat(leakage.betweenSplits()).isTrue();
    assertThat(leakage.toString())
        .contains(
            """
            1 patients in more than one split
              Shared[name=p, imagesBySplit={test=1, train=2}]
            1 cells in more than one split
            """);
  }

  @Test
  void aCellAloneInTwoSplitsIsLeakage() throws IOException {
    Leakage leakage =
        Leakage.check(
            ChromosomeDataset.of(
                List.of(
                    item("a", 1, C1).withCell("1").withSplit("train"),
                    item("b", 2, C1).withCell("1").withSplit("test"))));

    assertThat(leakage.patients()).isEmpty();
    assertThat(leakage.betweenSplits()).isTrue();
  }

  @Test
  void samePicturesAreFoundBetweenSplitsAndWithinThemAndUnderTwoTypes() throws IOException {
    Leakage leakage =
        Leakage.check(
            ChromosomeDataset.of(
                List.of(
                    item("a", 1, C1).withSplit("train"),
                    item("b", 2, C1).withSplit("train"),
                    item("c", 1, C1).withSplit("test"),
                    item("d", 3, X).withSplit("test"),
                    item("e", 3, C2).withSplit("test"),
                    item("f", 4, C1),
                    item("g", 4, C1),
                    item("h", 1, C1).withSplit("train"))));

    assertThat(names(leakage))
        .containsExactly(List.of("a", "c", "h"), List.of("d", "e"), List.of("f", "g"));
    assertThat(leakage.duplicates().get(0).splits()).containsExactly("test", "train");
    assertThat(leakage.duplicates().get(0).types()).containsExactly(C1);
    assertThat(leakage.duplicates().get(1).types()).containsExactly(C2, X);
    assertThat(leakage.duplicates().get(2).splits()).isEmpty();
    assertThat(leakage.betweenSplits()).isTrue();
    assertThat(leakage)
        .hasToString(
            """
            8 images
            0 patients in more than one split
            0 cells in more than one split
            1 pictures in more than one split
              a (1, train) = c (1, test) = h (1, train)
            2 pictures more than once within a split or outside of any
              d (X, test) = e (2, test)
              f (1) = g (1)
            1 pictures of more than one type
              d (X, test) = e (2, test)\
            """);
  }

  @Test
  void picturesTwiceWithinASplitAreNoLeakageBetweenSplits() throws IOException {
    Leakage leakage =
        Leakage.check(
            ChromosomeDataset.of(
                List.of(item("a", 1, C1).withSplit("train"), item("b", 1, C1).withSplit("train"))));

    assertThat(names(leakage)).containsExactly(List.of("a", "b"));
    assertThat(leakage.betweenSplits()).isFalse();
  }

  @Test
  void theSamePixelsInOtherFormatsAreTheSamePicture(@TempDir Path folder) throws IOException {
    BufferedImage grey = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(3, 2, 0, 200);
    for (String ending : List.of("png", "bmp")) {
      assertThat(ImageIO.write(grey, ending, folder.resolve("a." + ending).toFile())).isTrue();
    }
    Leakage leakage =
        Leakage.check(
            ChromosomeDataset.of(
                List.of(
                    LabelledChromosome.of(folder.resolve("a.png"), C1).withSplit("train"),
                    LabelledChromosome.of(folder.resolve("a.bmp"), C1).withSplit("test"))));

    assertThat(leakage.duplicates()).hasSize(1);
    assertThat(leakage.betweenSplits()).isTrue();
  }

  @Test
  void picturesOfOtherSizesOrBackgroundsAreOthers() throws IOException {
    byte[] white = new byte[12];
    Arrays.fill(white, (byte) 255);
    byte[] dot = white.clone();
    dot[5] = 0;
    byte[] inverted = new byte[12];
    inverted[5] = (byte) 255;
    assertThat(ChromosomeImage.of(3, 4, inverted).stainLevels())
        .isEqualTo(ChromosomeImage.of(3, 4, dot).stainLevels());

    List<LabelledChromosome> items = new ArrayList<>();
    items.add(LabelledChromosome.of(ChromosomeImage.of(4, 3, white), C1));
    items.add(LabelledChromosome.of(ChromosomeImage.of(3, 4, white), C1));
    items.add(LabelledChromosome.of(ChromosomeImage.of(3, 4, dot), C1));
    items.add(LabelledChromosome.of(ChromosomeImage.of(3, 4, inverted), C1));

    assertThat(Leakage.check(ChromosomeDataset.of(items)).duplicates()).isEmpty();
  }

  @Test
  void everyImageIsLoadedOnceInOrder() throws IOException {
    List<Integer> loaded = new ArrayList<>();
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int place = i;
      items.add(
          LabelledChromosome.of(
              "i" + i,
              () -> {
                loaded.add(place);
                return picture(place);
              },
              C1));
    }
    assertThat(Leakage.check(ChromosomeDataset.of(items)).duplicates()).isEmpty();
    assertThat(loaded).hasSize(20).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void ofManyFindingsTheFirstAreListed() throws IOException {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      items.add(item("i" + i, i / 2, C1));
    }
    assertThat(Leakage.check(ChromosomeDataset.of(items)).toString())
        .contains(
            """
            7 pictures more than once within a split or outside of any
              i0 (1) = i1 (1)
            """)
        .contains("\n  i8 (1) = i9 (1)\n  and 2 more\n")
        .doesNotContain("i10 ");
  }

  @Test
  void noImageIsClean() throws IOException {
    assertThat(Leakage.check(ChromosomeDataset.of(List.of())))
        .isEqualTo(new Leakage(0, List.of(), List.of(), List.of()));
  }

  @Test
  void anImageThatCannotBeReadIsSaid(@TempDir Path folder) {
    Path missing = folder.resolve("none.png");
    ChromosomeDataset dataset = ChromosomeDataset.of(List.of(LabelledChromosome.of(missing, C1)));

    assertThatThrownBy(() -> Leakage.check(dataset))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.png");
  }

  @Test
  void aRealDataSetThatKeepsPatientsApartSharesNoPicture() throws IOException {
    Path manifest = Path.of(System.getProperty("karyo.data", ""), "cir", "manifest.csv");
    assumeTrue(Files.exists(manifest), "the real images are not there");

    Leakage leakage = Leakage.check(ChromosomeDataset.fromManifest(manifest));
    assertThat(leakage.images()).isGreaterThan(1000);
    assertThat(leakage.betweenSplits()).as("%s", leakage).isFalse();
  }
}
