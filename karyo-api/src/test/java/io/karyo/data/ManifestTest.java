package io.karyo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.UnreadableImageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {

  private Path folder = Path.of("");

  @BeforeEach
  void threeFiles(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectory(folder.resolve("images"));
    for (String name : new String[] {"a.png", "b.png", "c, \"d\".png"}) {
      Files.write(folder.resolve("images").resolve(name), new byte[] {1});
    }
  }

  private ChromosomeDataset read(String text) throws IOException {
    Path csv = folder.resolve("manifest.csv");
    Files.writeString(csv, text, StandardCharsets.UTF_8);
    return ChromosomeDataset.fromManifest(csv);
  }

  private void assertRefused(String text, String problem) {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> read(text))
        .withMessage(folder.resolve("manifest.csv") + ", " + problem)
        .satisfies(e -> assertThat(e.problems()).containsExactly(problem));
  }

  @Test
  void allColumnsAreRead() throws IOException {
    ChromosomeDataset dataset =
        read(
            """
            path,label,cell,patient,split,laboratory
            images/a.png,1,c1,p1,train,Padova
            images/b.png,X,c2,p2,test,
            """);

    assertThat(dataset.laboratories()).containsExactly("Padova");

    assertThat(dataset.items()).hasSize(2);
    LabelledChromosome first = dataset.items().get(0);
    assertThat(first.name()).isEqualTo("images/a.png");
    assertThat(first.type()).isEqualTo(ChromosomeType.C1);
    assertThat(first.cell()).contains("c1");
    assertThat(first.patient()).contains("p1");
    assertThat(first.split()).contains("train");
    assertThat(dataset.items().get(1).type()).isEqualTo(ChromosomeType.X);
  }

  @Test
  void aSplitThatIsMeantForAKnownOneIsRefusedOnceAndAnyOtherIsRead() throws IOException {
    assertRefused(
        "path,label,split\nimages/a.png,1,val\nimages/b.png,X,val\n",
        "line 2: split: must be 'train', 'validation' or 'test', or a name unlike them, found"
            + " 'val'; did you mean 'validation'?");
    assertThat(read("path,label,split\nimages/a.png,1,abnormal\n").split("abnormal").size())
        .isEqualTo(1);
  }

  @Test
  void aFolderIsNamed() {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> ChromosomeDataset.fromManifest(folder))
        .withMessage(folder + ", must be a CSV file, found a folder");
  }

  @Test
  void theColumnsMayComeInAnyOrderAndThreeOfThemMayBeMissingOrBlank() throws IOException {
    LabelledChromosome two = read("label,path\ny,images/a.png\n").items().get(0);
    assertThat(two.type()).isEqualTo(ChromosomeType.Y);
    assertThat(two.cell()).isEmpty();
    assertThat(two.patient()).isEmpty();
    assertThat(two.split()).isEmpty();

    LabelledChromosome blank =
        read("split,patient,label,cell,path\n,,22, ,images/a.png\n").items().get(0);
    assertThat(blank.type()).isEqualTo(ChromosomeType.C22);
    assertThat(blank.cell()).isEmpty();
    assertThat(blank.patient()).isEmpty();
    assertThat(blank.split()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void linesMayEndAsTheyLikeAndBlankOnesAreSkipped(String end) throws IOException {
    ChromosomeDataset dataset =
        read(
            "\uFEFF"
                + String.join(
                    end, "", "path,label,cell", "", "images/a.png,1,c", end, "images/b.png,2,é"));

    assertThat(dataset.items()).extracting(item -> item.type().label()).containsExactly("1", "2");
    assertThat(dataset.items().get(1).cell()).contains("é");
  }

  @Test
  void quotedFieldsMayHoldCommasQuotesAndLines() throws IOException {
    ChromosomeDataset dataset =
        read("\"path\",label,cell\r\n\"images/c, \"\"d\"\".png\",\"7\",\"two\r\nlines\"\r\n");

    assertThat(dataset.items().get(0).name()).isEqualTo("images/c, \"d\".png");
    assertThat(dataset.items().get(0).cell()).contains("two\nlines");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    String text = "path,label,cell,patient,split\nimages/a.png,Y,\"cell, \"\"7\"\"\",p,train\n";
    assertThat(read(text).toManifest()).isEqualTo(text);
    assertThat(read("label,path,laboratory\nx,images/a.png,here\n").toManifest())
        .isEqualTo("path,label,cell,patient,split,laboratory\nimages/a.png,X,,,,here\n");
  }

  @Test
  void imagesMayLieInAnotherFolder(@TempDir Path elsewhere) throws IOException {
    Path csv = elsewhere.resolve("list.csv");
    Files.writeString(csv, "path,label\na.png,1\n");
    assertThat(ChromosomeDataset.fromManifest(csv, folder.resolve("images")).size()).isEqualTo(1);
  }

  @Test
  void imagesAreLoadedWhenTheyAreWanted() throws IOException {
    Path file = folder.resolve("images/a.png");
    LabelledChromosome item = read("path,label\nimages/a.png,1\n").items().get(0);
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(item::load)
        .withMessageContaining("a.png: must be a PNG");

    ImageIO.write(new BufferedImage(5, 6, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    assertThat(item.load().height()).isEqualTo(6);
  }

  @Test
  void anUnknownLabelIsRefused() {
    for (String label : new String[] {"23", "0", "", " 1", "x1", "01"}) {
      assertRefused(
          "path,label\nimages/a.png,1\nimages/b.png," + label + "\n",
          "line 3: label: must be 1 to 22, X or Y, found '" + label + "'");
    }
  }

  @Test
  void aMissingFileIsRefused() {
    assertRefused(
        "path,label\n\nimages/z.png,1\n",
        "line 3: path: must be an existing file, found 'images/z.png'");
    assertRefused(
        "path,label\nimages,1\n", "line 2: path: must be an existing file, found 'images'");
  }

  @Test
  void aPathThatLeavesTheFolderIsRefused() {
    for (String path : new String[] {"../a.png", "images/../../a.png", "/a.png", "", " "}) {
      assertRefused(
          "label,path\n1," + path + "\n",
          "line 2: path: must lie within the folder of the images, found '" + path + "'");
    }
    assertRefused(
        "label,path\n1,a\0.png\n", "line 2: path: must be a file's path, found 'a\0.png'");
  }

  @Test
  void aFileNamedTwiceIsRefusedHoweverItIsWritten() {
    assertRefused(
        "path,label\nimages/a.png,1\nimages/b.png,1\nimages/./a.png,2\n",
        "line 4: path: must not occur twice, found 'images/./a.png' after line 2");
  }

  @Test
  void aCellOfTwoPatientsIsRefused() {
    assertRefused(
        "path,label,cell,patient\nimages/a.png,1,c,p\nimages/b.png,1,c,q\n",
        "line 3: patient: must be one for all of cell 'c', found 'q' after 'p' in line 2");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertRefused("path,label\nimages/a.png,1,2\n", "line 2: fields: must be 2, found 3");
    assertRefused("path,label\nimages/a.png\n", "line 2: fields: must be 2, found 1");
  }

  @Test
  void anotherHeaderIsRefused() {
    for (String header :
        new String[] {
          "images/a.png,1",
          "path",
          "label",
          "path,label,path",
          "path,label,size",
          "path;label",
          "Path,Label",
          "path, label"
        }) {
      assertRefused(
          header + "\nimages/a.png,1\n",
          "line 1: header: must be path,label[,cell][,patient][,split][,laboratory] in any order,"
              + " found '"
              + header
              + "'");
    }
  }

  @Test
  void aManifestOfNothingIsRefused() {
    for (String text : new String[] {"", "\n\n", "\uFEFF"}) {
      assertRefused(
          text,
          "line 1: header: must be path,label[,cell][,patient][,split][,laboratory], found"
              + " nothing");
    }
    assertRefused("path,label\n\n", "must have at least one image, found only a header");
  }

  @Test
  void brokenQuotesAreRefusedWithTheLineTheyBeginIn() {
    assertRefused(
        "path,label\nimages/a.png,1\n\"images/b.png,2\nimages/c.png,3\n",
        "line 3: quotes: must be closed, found the end of the file");
    assertRefused(
        "path,label\n\"images/a.png\"x,1\n",
        "line 2: quotes: must be followed by a comma, found 'x'");
    assertRefused(
        "path,label\nimages/\"a\".png,1\n",
        "line 2: quotes: must enclose a whole field and be doubled within, found \"");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() throws IOException {
    Path csv = folder.resolve("latin.csv");
    Files.write(csv, "path,label,cell\nimages/a.png,1,é\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> ChromosomeDataset.fromManifest(csv))
        .withMessage(csv + ", must be UTF-8 text, found other bytes");
  }

  @Test
  void aMissingManifestIsAnIoException() {
    assertThatThrownBy(() -> ChromosomeDataset.fromManifest(folder.resolve("none.csv")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void allProblemsAreToldTogetherUpToTen() {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> read("path,label\nimages/a.png,99\nimages/z.png,1\nimages/b.png\n"))
        .withMessage(
            folder.resolve("manifest.csv")
                + ": 3 problems\n"
                + "  line 2: label: must be 1 to 22, X or Y, found '99'\n"
                + "  line 3: path: must be an existing file, found 'images/z.png'\n"
                + "  line 4: fields: must be 2, found 1");

    StringJoiner rows = new StringJoiner("\n");
    for (int i = 0; i < 14; i++) {
      rows.add("only one field");
    }
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> read("path,label\n" + rows))
        .withMessageContaining(": 14 problems\n  line 2: ")
        .withMessageEndingWith("line 11: fields: must be 2, found 1\n  and 4 more")
        .satisfies(e -> assertThat(e.problems()).hasSize(10));
  }
}
