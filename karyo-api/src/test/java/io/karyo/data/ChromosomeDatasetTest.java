package io.karyo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChromosomeDatasetTest {

  private static final ChromosomeImage IMAGE = ChromosomeImage.of(2, 2, new byte[] {1, 2, 3, 4});

  private static LabelledChromosome item(String name) {
    return LabelledChromosome.of(name, ImageSource.of(IMAGE), ChromosomeType.C1);
  }

  /** 30 patients of 1 to 3 cells of 4 to 7 images, in no split. */
  private static ChromosomeDataset patients() {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int patient = 0; patient < 30; patient++) {
      for (int cell = 0; cell <= patient % 3; cell++) {
        for (int image = 0; image < 4 + (patient + cell) % 4; image++) {
          String id = patient + "." + cell;
          items.add(item(id + "." + image).withCell(id).withPatient("p" + patient));
        }
      }
    }
    return ChromosomeDataset.of(items);
  }

  @Test
  void laboratoriesMayUseTheSameNames() {
    LabelledChromosome item = item("1.png").withCell("c").withPatient("p");
    ChromosomeDataset both =
        ChromosomeDataset.ofLaboratories(
            Map.of(
                "pale", ChromosomeDataset.of(List.of(item.withSplit("test"))),
                "dark", ChromosomeDataset.of(List.of(item))));
    assertThat(both.laboratories()).containsExactly("dark", "pale");
    assertThat(both.items().get(0))
        .hasToString(
            "LabelledChromosome[dark/1.png, type 1, cell dark/c, patient dark/p, split train,"
                + " laboratory dark]");
    assertThat(names(both.split("test"))).containsExactly("pale/1.png");
    both.requireDisjointSplits();
    assertThat(patients().laboratories()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChromosomeDataset.ofLaboratories(Map.of(" ", both)))
        .withMessageContaining("laboratory: must not be blank");
    ChromosomeDataset shared =
        ChromosomeDataset.ofLaboratories(Map.of("one", both.allowSharedPatients(), "two", both));
    assertThat(shared.sharedPatientsAllowed()).isTrue();
  }

  private static List<String> names(ChromosomeDataset dataset) {
    return dataset.items().stream().map(LabelledChromosome::name).toList();
  }

  private static Map<String, Set<String>> splitsOf(
      ChromosomeDataset dataset, Function<LabelledChromosome, String> key) {
    Map<String, Set<String>> splits = new HashMap<>();
    for (LabelledChromosome item : dataset.items()) {
      splits
          .computeIfAbsent(key.apply(item), absent -> new HashSet<>())
          .add(item.split().orElseThrow());
    }
    return splits;
  }

  @Test
  void aLabelledChromosomeHasAShortText() {
    assertThat(item("7.png")).hasToString("LabelledChromosome[7.png, type 1]");
    assertThat(item("7.png").withCell("c").withPatient("p").withSplit("test"))
        .hasToString("LabelledChromosome[7.png, type 1, cell c, patient p, split test]");
  }

  @Test
  void splitsAreHandedOutInOrder() {
    ChromosomeDataset dataset =
        ChromosomeDataset.of(
            List.of(
                item("a").withSplit("train"),
                item("b").withSplit("test"),
                item("c"),
                item("d").withSplit("train"),
                item("e").withSplit("validation")));

    assertThat(dataset.size()).isEqualTo(5);
    assertThat(dataset.splits()).containsExactly("train", "test", "validation");
    assertThat(dataset)
        .hasToString("ChromosomeDataset[5 images, splits [train, test, validation]]");
    assertThat(names(dataset.training())).containsExactly("a", "d");
    assertThat(names(dataset.validation())).containsExactly("e");
    assertThat(names(dataset.split("test"))).containsExactly("b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.split("tset"))
        .withMessage("split: must be one of [train, test, validation], found 'tset'");
  }

  @Test
  void withoutSplitsEverythingIsForTraining() {
    ChromosomeDataset dataset = ChromosomeDataset.of(List.of(item("a"), item("b")));

    assertThat(dataset.splits()).isEmpty();
    assertThat(dataset.training().size()).isEqualTo(2);
    assertThat(dataset.validation().isEmpty()).isTrue();
  }

  @Test
  void aDataSetOfOtherSplitsOnlyHasNoTrainingPart() {
    assertThat(ChromosomeDataset.of(List.of(item("a").withSplit("test"))).training().isEmpty())
        .isTrue();
  }

  @Test
  void cellsComeInTheOrderOfTheirFirstImageWithTheirPatient() throws IOException {
    ChromosomeDataset dataset =
        ChromosomeDataset.of(
            List.of(
                item("a").withCell("2").withPatient("p"),
                item("b").withCell("1"),
                item("c"),
                item("d").withCell("2")));

    assertThat(dataset.cells()).extracting(LabelledCell::id).containsExactly("2", "1");
    LabelledCell first = dataset.cells().get(0);
    assertThat(first.chromosomes()).extracting(LabelledChromosome::name).containsExactly("a", "d");
    assertThat(first.patient()).contains("p");
    assertThat(dataset.cells().get(1).patient()).isEmpty();
    assertThat(first.types()).containsExactly(ChromosomeType.C1, ChromosomeType.C1);
    assertThat(first.load().id()).isEqualTo("2");
    assertThat(first.load().chromosomes()).containsExactly(IMAGE, IMAGE);
  }

  @Test
  void aPatientInTwoSplitsIsRefusedUnlessAllowed() {
    ChromosomeDataset shared =
        ChromosomeDataset.of(
            List.of(
                item("a").withCell("1").withPatient("p7").withSplit("train"),
                item("b").withCell("2").withPatient("p7"),
                item("c").withCell("3").withPatient("p7").withSplit("test")));
    String message =
        "patient: must be in one split, found 'p7' in 'train' (a) and 'test' (c); accuracy would"
            + " look better than it is, allowSharedPatients() accepts that";

    assertThatIllegalStateException().isThrownBy(shared::training).withMessage(message);
    assertThatIllegalStateException().isThrownBy(shared::validation).withMessage(message);
    assertThatIllegalStateException().isThrownBy(() -> shared.split("test")).withMessage(message);
    assertThatIllegalStateException()
        .isThrownBy(shared::requireDisjointSplits)
        .withMessage(message);

    ChromosomeDataset allowed = shared.allowSharedPatients();
    assertThat(allowed.sharedPatientsAllowed()).isTrue();
    assertThat(names(allowed.training())).containsExactly("a");
    assertThat(names(allowed.filter(item -> true).split("test"))).containsExactly("c");
    assertThat(names(allowed.sample(3, 1).training())).containsExactly("a");
  }

  @Test
  void aCellInTwoSplitsIsRefusedWhetherThePatientIsKnownOrNot() {
    ChromosomeDataset unknown =
        ChromosomeDataset.of(
            List.of(
                item("a").withCell("1").withSplit("validation"),
                item("b").withCell("1").withSplit("train")));
    assertThatIllegalStateException()
        .isThrownBy(unknown::training)
        .withMessageStartingWith(
            "cell: must be in one split, found '1' in 'validation' (a) and 'train' (b); ");

    ChromosomeDataset halfKnown =
        ChromosomeDataset.of(
            List.of(
                item("a").withCell("1").withPatient("p").withSplit("validation"),
                item("b").withCell("1").withSplit("train")));
    assertThatIllegalStateException()
        .isThrownBy(halfKnown::training)
        .withMessageStartingWith("cell: must be in one split, found '1' in ");
  }

  @Test
  void partsPutTogetherAreCheckedLikeAnyDataSet() {
    ChromosomeDataset some =
        ChromosomeDataset.of(List.of(item("a").withPatient("p").withSplit("ignored")));
    ChromosomeDataset same = ChromosomeDataset.of(List.of(item("b").withPatient("p")));
    ChromosomeDataset other = ChromosomeDataset.of(List.of(item("c").withPatient("q")));

    ChromosomeDataset good = ChromosomeDataset.ofSplits(Map.of("validation", other, "train", some));
    assertThat(names(good)).containsExactly("a", "c");
    assertThat(names(good.training())).containsExactly("a");
    assertThat(names(good.validation())).containsExactly("c");

    ChromosomeDataset bad = ChromosomeDataset.ofSplits(Map.of("validation", same, "train", some));
    assertThatIllegalStateException()
        .isThrownBy(bad::training)
        .withMessageContaining("found 'p' in 'train' (a) and 'validation' (b)");
    assertThat(bad.allowSharedPatients().training().size()).isEqualTo(1);
    ChromosomeDataset allowed =
        ChromosomeDataset.ofSplits(Map.of("validation", same, "train", some.allowSharedPatients()));
    assertThat(allowed.training().size()).isEqualTo(1);
  }

  @Test
  void aCellOfTwoPatientsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ChromosomeDataset.of(
                    List.of(
                        item("a").withCell("1").withPatient("p"),
                        item("b").withCell("1").withPatient("q"))))
        .withMessage("patient: must be one for all of cell '1', found 'p' and 'q'");
  }

  @ParameterizedTest
  @CsvSource({
    "Train, train",
    "training, train",
    "tain, train",
    "val, validation",
    "Validation, validation",
    "validaton, validation",
    "valdiation, validation",
    "dev, validation",
    "TEST, test",
    "testing, test",
    "' test', test",
    "rest, ''",
    "text, ''",
    "test2, ''",
    "abnormal, ''",
    "holdout, ''"
  })
  void aNameThatIsMeantForAKnownSplitIsRefusedAndAnyOtherIsTaken(String name, String meant) {
    List<LabelledChromosome> items =
        List.of(item("a").withSplit("train"), item("b").withSplit(name));
    if (meant.isEmpty()) {
      assertThat(names(ChromosomeDataset.of(items).split(name))).containsExactly("b");
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ChromosomeDataset.of(items))
          .withMessage(
              "b: split: must be 'train', 'validation' or 'test', or a name unlike them, found '"
                  + name
                  + "'; did you mean '"
                  + meant
                  + "'?");
    }
  }

  @Test
  void aSplitThatIsAskedForByAnotherNameIsSuggested() {
    ChromosomeDataset dataset =
        ChromosomeDataset.of(
            List.of(item("a").withSplit("train"), item("b").withSplit("validation")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.split("val"))
        .withMessage(
            "split: must be one of [train, validation], found 'val'; did you mean 'validation'?");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.split("tests"))
        .withMessage("split: must be one of [train, validation], found 'tests'");
  }

  @Test
  void blankNamesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> item("a").withCell(" "))
        .withMessage("cell: must not be blank, found ' '");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> item("a").withPatient(""))
        .withMessage("patient: must not be blank, found ''");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> item("a").withSplit(""))
        .withMessage("split: must not be blank, found ''");
  }

  @Test
  void sampleDrawsEachImageEquallyOftenAndKeepsTheOrder() {
    ChromosomeDataset ten =
        ChromosomeDataset.of(
            List.of(
                item("0"), item("1"), item("2"), item("3"), item("4"), item("5"), item("6"),
                item("7"), item("8"), item("9")));
    int[] drawn = new int[10];
    for (int seed = 0; seed < 2000; seed++) {
      List<String> names = names(ten.sample(3, seed));
      assertThat(names).hasSize(3).isSorted().doesNotHaveDuplicates();
      names.forEach(name -> drawn[Integer.parseInt(name)]++);
    }
    // 600 each is expected, standard deviation sqrt(2000 * 0.3 * 0.7) = 20.5.
    for (int count : drawn) {
      assertThat(count).isBetween(500, 700);
    }
    assertThat(names(ten.sample(5, 1))).isEqualTo(names(ten.sample(5, 1)));
    assertThat(names(ten.sample(5, 1))).isNotEqualTo(names(ten.sample(5, 2)));
    assertThat(names(ten.sample(10, 1))).isEqualTo(names(ten));
    assertThat(ten.sample(0, 1).isEmpty()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ten.sample(11, 1))
        .withMessage("count: must be 0 to 10, found 11");
    assertThatIllegalArgumentException().isThrownBy(() -> ten.sample(-1, 1));
  }

  @Test
  void cellsAreDrawnWhole() {
    ChromosomeDataset all = patients();
    ChromosomeDataset drawn = all.sampleCells(2, 5);
    assertThat(drawn.cells()).hasSize(2);
    for (LabelledCell cell : drawn.cells()) {
      assertThat(all.cells()).contains(cell);
    }
    assertThat(drawn.items()).isEqualTo(all.sampleCells(2, 5).items());
    Set<String> found = new HashSet<>();
    for (int seed = 0; seed < 20 * all.cells().size(); seed++) {
      found.add(all.sampleCells(1, seed).cells().get(0).id());
    }
    assertThat(found).hasSameSizeAs(all.cells());
    assertThat(all.sampleCells(all.cells().size(), 1).cells()).isEqualTo(all.cells());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.sampleCells(all.cells().size() + 1, 1))
        .withMessageContaining("cells, found " + (all.cells().size() + 1));
  }

  @ParameterizedTest
  @EnumSource(SplitUnit.class)
  void aRandomSplitKeepsItsUnitTogetherAndMeetsItsShares(SplitUnit unit) {
    ChromosomeDataset all = patients();
    Function<LabelledChromosome, String> key =
        switch (unit) {
          case PATIENT -> item -> item.patient().orElseThrow();
          case CELL -> item -> item.cell().orElseThrow();
          case IMAGE -> LabelledChromosome::name;
        };
    int largest =
        all.items().stream()
            .collect(Collectors.groupingBy(key, Collectors.summingInt(item -> 1)))
            .values()
            .stream()
            .mapToInt(Integer::intValue)
            .max()
            .orElseThrow();
    Set<List<String>> outcomes = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      ChromosomeDataset split = all.splitBy(unit, 0.6, 0.15, 0.25, seed);
      assertThat(names(split)).isEqualTo(names(all));
      assertThat(splitsOf(split, key).values()).allSatisfy(set -> assertThat(set).hasSize(1));
      ChromosomeDataset counted = split.allowSharedPatients();
      assertThat(Math.abs(counted.training().size() - 0.6 * all.size())).isLessThan(largest);
      assertThat(Math.abs(counted.validation().size() - 0.15 * all.size())).isLessThan(largest);
      assertThat(Math.abs(counted.split("test").size() - 0.25 * all.size())).isLessThan(largest);
      outcomes.add(names(counted.training()));
      assertThat(names(all.splitBy(unit, 0.6, 0.15, 0.25, seed).allowSharedPatients().training()))
          .isEqualTo(names(counted.training()));
    }
    assertThat(outcomes).hasSizeGreaterThan(15);
  }

  @Test
  void aSplitByPatientPassesTheCheckAndOneByCellOrImageDoesNot() {
    ChromosomeDataset all = patients();

    all.splitBy(SplitUnit.PATIENT, 0.6, 0.2, 0.2, 1).requireDisjointSplits();
    assertThatIllegalStateException()
        .isThrownBy(all.splitBy(SplitUnit.CELL, 0.6, 0.2, 0.2, 1)::training);
    assertThatIllegalStateException()
        .isThrownBy(all.splitBy(SplitUnit.IMAGE, 0.6, 0.2, 0.2, 1)::training);
  }

  @Test
  void withoutPatientsASplitByPatientKeepsCellsTogetherAndWithoutCellsItDealsImages() {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      items.add(i < 60 ? item("i" + i).withCell("c" + i / 6) : item("i" + i));
    }
    ChromosomeDataset split =
        ChromosomeDataset.of(items).splitBy(SplitUnit.PATIENT, 0.5, 0, 0.5, 3);

    split.requireDisjointSplits();
    assertThat(split.splits()).containsExactlyInAnyOrder("train", "test");
    assertThat(split.training().size()).isBetween(45, 55);
  }

  @Test
  void aSplitByImageGivesTheVeryCountsOfAnExperiment() {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < 1740; i++) {
      items.add(item("i" + i));
    }
    ChromosomeDataset split =
        ChromosomeDataset.of(items)
            .splitBy(SplitUnit.IMAGE, 1296 / 1740.0, 235 / 1740.0, 209 / 1740.0, 42);

    assertThat(split.training().size()).isEqualTo(1296);
    assertThat(split.validation().size()).isEqualTo(235);
    assertThat(split.split("test").size()).isEqualTo(209);
  }

  @Test
  void sharesThatAreNoneAreRefused() {
    ChromosomeDataset all = patients();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.splitBy(SplitUnit.PATIENT, 0.5, 0.2, 0.2, 1))
        .withMessageStartingWith("shares: must add up to 1, found 0.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.splitBy(SplitUnit.PATIENT, 1.5, -0.5, 0, 1))
        .withMessage("shares: must be 0 to 1, found 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all.splitBy(SplitUnit.PATIENT, Double.NaN, 0, 1, 1))
        .withMessage("shares: must be 0 to 1, found NaN");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 30})
  void everyImageIsInTheTestPartOfOneFold(int count) {
    ChromosomeDataset all = patients();
    List<ChromosomeDataset> folds = all.folds(SplitUnit.PATIENT, count, 0, 9);

    List<String> tested = new ArrayList<>();
    for (ChromosomeDataset fold : folds) {
      assertThat(names(fold)).isEqualTo(names(all));
      assertThat(fold.training().size() + fold.split("test").size()).isEqualTo(all.size());
      tested.addAll(names(fold.split("test")));
    }
    assertThat(folds).hasSize(count);
    assertThat(tested).containsExactlyInAnyOrderElementsOf(names(all));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.15, 0.5})
  void whatIsNotTestedIsDividedIntoTrainingAndValidationByPatient(double validation) {
    ChromosomeDataset all = patients();
    List<ChromosomeDataset> folds = all.folds(SplitUnit.PATIENT, 5, validation, 9);
    List<ChromosomeDataset> without = all.folds(SplitUnit.PATIENT, 5, 0, 9);

    Set<List<String>> outcomes = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      ChromosomeDataset fold = folds.get(i);
      assertThat(names(fold)).isEqualTo(names(all));
      assertThat(splitsOf(fold, item -> item.patient().orElseThrow()).values())
          .allSatisfy(splits -> assertThat(splits).hasSize(1));
      assertThat(names(fold.split("test"))).isEqualTo(names(without.get(i).split("test")));
      int rest = all.size() - fold.split("test").size();
      // The largest patient has 18 images.
      assertThat((double) fold.validation().size())
          .isBetween(validation * rest - 18, validation * rest + 18)
          .isPositive();
      assertThat(fold.training().size()).isEqualTo(rest - fold.validation().size());
      assertThat(without.get(i).splits()).containsExactlyInAnyOrder("train", "test");
      outcomes.add(names(fold.validation()));
    }
    assertThat(outcomes).hasSize(5);
    assertThat(names(all.folds(SplitUnit.PATIENT, 5, validation, 9).get(2).validation()))
        .isEqualTo(names(folds.get(2).validation()));
    assertThat(names(all.folds(SplitUnit.PATIENT, 5, validation, 10).get(2).validation()))
        .isNotEqualTo(names(folds.get(2).validation()));
  }

  @Test
  void foldsByCellKeepCellsTogetherAndOwnUpToSharedPatients() {
    for (ChromosomeDataset fold : patients().folds(SplitUnit.CELL, 4, 0.2, 1)) {
      assertThat(splitsOf(fold, item -> item.cell().orElseThrow()).values())
          .allSatisfy(splits -> assertThat(splits).hasSize(1));
      assertThatIllegalStateException().isThrownBy(fold::training);
    }
    assertThat(patients().allowSharedPatients().folds(SplitUnit.CELL, 4, 0.2, 1).get(0).training())
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void aShareOfValidationThatIsNoneIsRefused(double validation) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> patients().folds(SplitUnit.PATIENT, 5, validation, 1))
        .withMessage("validation: must be 0 to below 1, found " + validation);
  }

  @Test
  void moreFoldsThanPatientsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> patients().folds(SplitUnit.PATIENT, 31, 0, 1))
        .withMessage("count: must be 2 to the number of groups, 30, found 31");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> patients().folds(SplitUnit.PATIENT, 1, 0, 1));
  }

  @Test
  void foldersOfTypesAreADataSet(@TempDir Path root) throws IOException {
    for (String file :
        new String[] {
          "X/b.PNG",
          "X/a.tiff",
          "2/1.bmp",
          "10/1.jpg",
          "2/notes.txt",
          "2/.hidden.png",
          ".git/config",
          "readme.md",
          "Y/nothing.csv"
        }) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.write(root.resolve(file), new byte[] {1});
    }
    ChromosomeDataset dataset = ChromosomeDataset.fromFolders(root);

    assertThat(dataset.items())
        .extracting(item -> item.type().label())
        .containsExactly("2", "10", "X", "X");
    assertThat(names(dataset))
        .containsExactly(
            Path.of("2", "1.bmp").toString(),
            Path.of("10", "1.jpg").toString(),
            Path.of("X", "a.tiff").toString(),
            Path.of("X", "b.PNG").toString());
    assertThat(dataset.splits()).isEmpty();
  }

  @Test
  void foldersOfOtherNamesAreRefusedTogether(@TempDir Path root) throws IOException {
    for (String folder : new String[] {"1", "23", "chr2", "X"}) {
      Files.createDirectory(root.resolve(folder));
    }
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> ChromosomeDataset.fromFolders(root))
        .withMessage(
            root
                + ": 2 problems\n"
                + "  folder: must be named 1 to 22, X or Y, found '23'\n"
                + "  folder: must be named 1 to 22, X or Y, found 'chr2'");
  }

  @Test
  void foldersWithoutAnImageAreRefused(@TempDir Path root) throws IOException {
    Files.createDirectory(root.resolve("1"));
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> ChromosomeDataset.fromFolders(root))
        .withMessage(root + ", must have one folder of images per type, found no image");
    assertThatThrownBy(() -> ChromosomeDataset.fromFolders(root.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
