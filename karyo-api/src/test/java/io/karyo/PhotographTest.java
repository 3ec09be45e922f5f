package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.Placement;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.LabelledMetaphase;
import io.karyo.image.Metaphase;
import io.karyo.metrics.FoundChromosome;
import io.karyo.model.Settings;
import io.karyo.model.internal.ModelFile;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Cancellation;
import io.karyo.spi.Segmenter;
import io.karyo.spi.Straightener;
import io.karyo.spi.TrainingListener;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a photograph to a karyotype, and to labelled pictures, with parts that see by size. */
class PhotographTest {

  private static final int SIDE = 120;

  /** A long bar, an empty place, a short bar, and two bars that touch. */
  private static final List<Box> BARS =
      List.of(
          new Box(5, 5, 5, 90),
          new Box(30, 5, 5, 40),
          new Box(60, 5, 5, 30),
          new Box(80, 5, 5, 60),
          new Box(85, 5, 5, 60));

  private static final int EMPTY = 1;

  static Metaphase photograph() {
    byte[] grey = new byte[SIDE * SIDE];
    Arrays.fill(grey, (byte) 255);
    for (Box bar : BARS) {
      for (int y = bar.top(); y < bar.bottom(); y++) {
        for (int x = bar.left(); x < bar.right(); x++) {
          grey[y * SIDE + x] = bar.equals(BARS.get(EMPTY)) ? (byte) 255 : 80;
        }
      }
    }
    return Metaphase.of(SIDE, SIDE, grey).withName("cell.png");
  }

  static Region region(Box box) {
    byte[] mask = new byte[box.width() * box.height()];
    Arrays.fill(mask, (byte) 1);
    return Region.of(box, mask);
  }

  /** Knows where the bars are. */
  static final class Knowing implements Segmenter {

    private final List<String> notes;

    Knowing(String... notes) {
      this.notes = List.of(notes);
    }

    @Override
    public Segmentation segment(Metaphase photograph) {
      Segmentation.Builder builder = Segmentation.builder(photograph).chromosomeWidth(5);
      for (Box bar : BARS.subList(0, 3)) {
        builder.add(new Cluster(region(bar), List.of(new Parting(List.of(region(bar)), 0))));
      }
      List<Region> touching = BARS.subList(3, 5).stream().map(PhotographTest::region).toList();
      Region both = region(new Box(80, 5, 10, 60));
      notes.forEach(builder::note);
      return builder
          .add(new Cluster(both, List.of(new Parting(touching, 1))))
          .add(new OtherRegion(region(new Box(100, 100, 4, 4)), OtherRegion.Kind.DEBRIS))
          .build();
    }

    @Override
    public String id() {
      return "test-knowing";
    }
  }

  static Karyotyper.Builder builder() {
    return Karyotyper.builder()
        .straightener(FakeParts.straightener())
        .pairSampler(FakeParts.sampler())
        .encoder(new FakeParts.SizeEncoder())
        .classifier(new FakeParts.NearestClassifier())
        .assigner(new FakeParts.EachByItself());
  }

  static ChromosomeDataset dataset() {
    List<LabelledChromosome> items = new ArrayList<>();
    Segmentation bars = new Knowing().segment(photograph());
    for (int cell = 0; cell < 3; cell++) {
      String split = cell < 2 ? "train" : "validation";
      for (int i : new int[] {0, 2, 3}) {
        ChromosomeType type = i == 0 ? ChromosomeType.C1 : ChromosomeType.C21;
        items.add(
            LabelledChromosome.of(bars.cutOut(i), type)
                .withCell("cell" + cell)
                .withPatient("patient" + cell)
                .withSplit(split));
      }
    }
    return ChromosomeDataset.of(items);
  }

  @Test
  void chromosomesKeepTheNumbersOfTheSegmentation() throws IOException {
    try (Karyotyper karyotyper = builder().segmenter(new Knowing()).train(dataset())) {
      Karyotype karyotype = karyotyper.karyotype(photograph());
      Segmentation found = karyotype.segmentation().orElseThrow();
      assertThat(found.chromosomes()).hasSize(BARS.size());
      assertThat(karyotype.cell()).isEqualTo("cell.png");
      assertThat(karyotype.placements())
          .as("all but the one in which the straightener saw nothing")
          .extracting(Placement::chromosome)
          .containsExactly(0, 2, 3, 4);
      assertThat(karyotype.placement(0).designation().type()).contains(ChromosomeType.C1);
      assertThat(karyotype.placement(2).designation().type()).contains(ChromosomeType.C21);
      assertThat(karyotype.image(3)).isEqualTo(found.cutOut(3));
      Karyotype corrected = karyotype.withPinned(2, ChromosomeType.X);
      assertThat(corrected.segmentation()).contains(found);
      assertThat(corrected.withPrecision(0.9).segmentation()).contains(found);
    }
  }

  @Test
  void theMetricsListWhatIsPartOfTheKaryotype() throws IOException {
    try (Karyotyper karyotyper = builder().segmenter(new Knowing()).train(dataset())) {
      Karyotype karyotype = karyotyper.karyotype(photograph());
      List<FoundChromosome> found = FoundChromosome.of(karyotype, 2);
      assertThat(found)
          .extracting(FoundChromosome::box)
          .containsExactly(
              BARS.get(0).widened(2),
              BARS.get(2).widened(2),
              BARS.get(3).widened(2),
              BARS.get(4).widened(2));
      Placement first = karyotype.placement(0);
      assertThat(found.get(0).type()).contains(ChromosomeType.C1);
      assertThat(found.get(0).confidence()).isEqualTo(first.probability());
      assertThat(found.get(0).probabilities())
          .containsEntry(ChromosomeType.C1, first.probability())
          .hasSizeGreaterThanOrEqualTo(1);
      Karyotype cutOuts = karyotyper.karyotype(new Cell("cut-outs", List.of(karyotype.image(0))));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> FoundChromosome.of(cutOuts, 2))
          .withMessage("karyotype: must be that of a photograph, found cut-outs of 'cut-outs'");
    }
  }

  /** Saves a karyotyper and loads it again. */
  private static Karyotyper loaded(Karyotyper karyotyper, Segmenter segmenter) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    karyotyper.save(file);
    return Karyotyper.load(
        new ByteArrayInputStream(file.toByteArray()),
        FakeParts.toLoad(segmenter, new FakeParts.EachByItself()));
  }

  @Test
  void theSegmenterIsSavedWithTheModel() throws IOException {
    try (Karyotyper karyotyper = builder().segmenter(new Knowing()).train(dataset());
        Karyotyper loaded = loaded(karyotyper, new Knowing())) {
      assertThat(loaded.segmenter().map(Segmenter::id)).contains("test-knowing");
      assertThat(loaded.segment(photograph()).chromosomes()).hasSize(BARS.size());
    }
  }

  @Test
  void withoutASegmenterTheErrorNamesTheKind() throws IOException {
    try (Karyotyper karyotyper = builder().train(dataset())) {
      assertThat(karyotyper.segmenter()).isEmpty();
      assertThatIllegalStateException()
          .isThrownBy(() -> karyotyper.karyotype(photograph()))
          .withMessageContaining("segmenter: must be set");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // Applications are not checked for it.
  void aSegmenterThatFailsIsNamedWithThePhotograph() throws IOException {
    Segmenter failing =
        photograph -> {
          throw new IllegalArgumentException("too dark");
        };
    try (Karyotyper karyotyper = builder().segmenter(failing).train(dataset())) {
      assertThatExceptionOfType(KaryoException.class)
          .isThrownBy(() -> karyotyper.segment(photograph()))
          .withMessageContaining("must return a result for cell.png")
          .withMessageContaining("too dark");
    }
    try (Karyotyper karyotyper = builder().segmenter(photograph -> null).train(dataset())) {
      assertThatExceptionOfType(KaryoException.class)
          .isThrownBy(() -> karyotyper.segment(photograph()))
          .withMessageContaining("gave null");
    }
  }

  @Test
  void aPhotographWithoutChromosomesIsForReview() throws IOException {
    Segmenter blind = photograph -> Segmentation.builder(photograph).note("too dark").build();
    try (Karyotyper karyotyper = builder().segmenter(blind).train(dataset())) {
      Karyotype karyotype = karyotyper.karyotype(photograph());
      assertThat(karyotype.placements()).isEmpty();
      assertThat(karyotype.iscn().total()).isZero();
      assertThat(karyotype.segmentation().orElseThrow().notes()).containsExactly("too dark");
      assertThat(karyotype.needsReview()).isTrue();
      assertThat(karyotype.toJson()).contains("\"review\": true");
    }
  }

  @Test
  void whatTheSegmenterNotesIsForReview() throws IOException {
    Segmenter noting = new Knowing("blurred");
    for (Segmenter segmenter : List.of(new Knowing(), noting)) {
      try (Karyotyper karyotyper = builder().segmenter(segmenter).train(dataset())) {
        Karyotype karyotype = karyotyper.karyotype(photograph()).withPrecision(0.01);
        assertThat(karyotype.needsReview()).isEqualTo(segmenter == noting);
      }
    }
  }

  @Test
  void tooManyChromosomesAreRefusedBeforeTheyAreLookedAt() throws IOException {
    byte[] mask = {1};
    Segmenter seesAll =
        photograph -> {
          Segmentation.Builder builder = Segmentation.builder(photograph);
          for (int i = 0; i < 1001; i++) {
            Region dot = Region.of(new Box(i % SIDE, i / SIDE, 1, 1), mask);
            builder.add(new Cluster(dot, List.of(new Parting(List.of(dot), 0))));
          }
          return builder.build();
        };
    AtomicInteger looks = new AtomicInteger();
    Straightener counting =
        image -> {
          looks.incrementAndGet();
          return FakeParts.straightener().straighten(image);
        };
    try (Karyotyper karyotyper =
        builder().segmenter(seesAll).straightener(counting).train(dataset())) {
      looks.set(0);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> karyotyper.karyotype(photograph()))
          .withMessage("cell 'cell.png': must have at most 1000 chromosomes, found 1001");
      assertThat(looks).hasValue(0);
    }
  }

  private static LabelledMetaphase annotated(Path file, List<LabelledBox> boxes) {
    return new LabelledMetaphase(
        "cell.png",
        file,
        Optional.empty(),
        boxes,
        Optional.of("case 1"),
        Optional.of("train"),
        false,
        Optional.empty());
  }

  private static Path file(Path folder) {
    Metaphase photograph = photograph();
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, SIDE, SIDE, photograph.greyLevels());
    try {
      Path file = Files.createDirectories(folder).resolve("cell.png");
      ImageIO.write(picture, "png", file.toFile());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LabelledBox box(int bar, ChromosomeType type) {
    return new LabelledBox(type, BARS.get(bar).widened(4));
  }

  private static List<LabelledChromosome> cut(Path folder, LabelledBox... boxes)
      throws IOException {
    return BoxedChromosomes.of(
            List.of(annotated(file(folder), List.of(boxes))), new Knowing(), 4, 2)
        .items();
  }

  /** Takes the two bars that touch for one, by shape. */
  private static final class Joining implements Segmenter {

    @Override
    public Segmentation segment(Metaphase photograph) {
      List<Region> touching = BARS.subList(3, 5).stream().map(PhotographTest::region).toList();
      Region both = region(new Box(80, 5, 10, 60));
      List<Parting> partings = List.of(new Parting(List.of(both), 0), new Parting(touching, 8));
      return Segmentation.builder(photograph)
          .chromosomeWidth(5)
          .add(new Cluster(both, partings))
          .build();
    }

    @Override
    public String id() {
      return "test-joining";
    }
  }

  private static Settings savedPartings(Karyotyper karyotyper) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    karyotyper.save(file);
    return ModelFile.read(
            new ByteArrayInputStream(file.toByteArray()), "saved", ModelFile.Limits.DEFAULT)
        .properties()
        .nested("partings");
  }

  private static List<Region> chromosomes(Karyotyper karyotyper) {
    return karyotyper.karyotype(photograph()).segmentation().orElseThrow().chromosomes();
  }

  @Test
  void photographsTeachHowMuchShapesCount(@TempDir Path folder) throws IOException {
    LabelledMetaphase parted =
        annotated(file(folder), List.of(box(3, ChromosomeType.C5), box(4, ChromosomeType.C6)));
    Set<TrainingListener.Stage> stages = EnumSet.noneOf(TrainingListener.Stage.class);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onProgress(Progress progress) {
            stages.add(progress.stage());
          }
        };
    Karyotyper.Builder builder = builder().segmenter(new Joining()).listener(listener);
    try (Karyotyper plain = builder.train(dataset());
        Karyotyper taught = builder.partings(Collections.nCopies(40, parted), 4).train(dataset())) {
      assertThat(savedPartings(plain)).isEqualTo(PartingRules.DEFAULT.settings());
      assertThat(chromosomes(plain)).hasSize(1);
      PartingRules learned = PartingRules.of(savedPartings(taught));
      assertThat(learned.alone().shape()).isLessThan(PartingRules.DEFAULT.alone().shape());
      assertThat(learned.inCell())
          .as("the assigner does not price cells")
          .isEqualTo(PartingRules.DEFAULT.inCell());
      assertThat(chromosomes(taught)).hasSize(2);
      assertThat(taught.partedByLooks(new Joining().segment(photograph())).chromosomes())
          .as("without regard to other clusters")
          .isEqualTo(chromosomes(taught));
      assertThat(stages).contains(TrainingListener.Stage.PARTINGS);
      try (Karyotyper loaded = loaded(taught, new Joining())) {
        assertThat(chromosomes(loaded)).hasSize(2);
      }
    }
  }

  /** Loads a model whose parts can be adapted. */
  private static Karyotyper adaptable(Karyotyper karyotyper) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    karyotyper.save(file);
    return Karyotyper.load(
        new ByteArrayInputStream(file.toByteArray()),
        FakeParts.straightener(),
        FakeParts.sampler(),
        new FakeParts.SizeEncoder(true),
        new FakeParts.NearestClassifier(),
        new FakeParts.EachByItself(),
        new Joining());
  }

  @Test
  void anAdaptedModelKeepsHowMuchShapesCountUntilItIsTaughtOtherwise(@TempDir Path folder)
      throws IOException {
    Path file = file(folder);
    LabelledMetaphase parted =
        annotated(file, List.of(box(3, ChromosomeType.C5), box(4, ChromosomeType.C6)));
    LabelledMetaphase joined =
        annotated(
            file, List.of(new LabelledBox(ChromosomeType.C5, new Box(80, 5, 10, 60).widened(4))));
    try (Karyotyper taught =
            builder()
                .segmenter(new Joining())
                .partings(Collections.nCopies(40, parted), 4)
                .train(dataset());
        Karyotyper loaded = adaptable(taught);
        Karyotyper adapted = loaded.adapt().train(dataset());
        Karyotyper retaught =
            loaded.adapt().partings(Collections.nCopies(40, joined), 4).train(dataset())) {
      Settings before = savedPartings(taught);
      assertThat(before).isNotEqualTo(PartingRules.DEFAULT.settings());
      assertThat(savedPartings(adapted)).isEqualTo(before);
      assertThat(chromosomes(adapted)).hasSize(2);
      assertThat(savedPartings(retaught)).isNotEqualTo(before);
      assertThat(chromosomes(retaught)).hasSize(1);
    }
  }

  @Test
  void theChosenPartingsDoNotMatterForTheNext(@TempDir Path folder) throws IOException {
    LabelledMetaphase parted =
        annotated(file(folder), List.of(box(3, ChromosomeType.C5), box(4, ChromosomeType.C6)));
    Segmenter twoClusters =
        photograph -> {
          Segmentation joined = new Joining().segment(photograph);
          Region first = region(BARS.get(0));
          return Segmentation.builder(photograph)
              .chromosomeWidth(5)
              .add(joined.clusters().get(0))
              .add(new Cluster(first, List.of(new Parting(List.of(first), 0))))
              .build();
        };
    try (Karyotyper taught =
        builder()
            .segmenter(twoClusters)
            .partings(Collections.nCopies(40, parted), 4)
            .train(dataset())) {
      Segmentation once = taught.partedByLooks(taught.segment(photograph()));
      assertThat(once.chromosomes()).hasSize(3);
      assertThat(taught.partedByLooks(once).chromosomes()).isEqualTo(once.chromosomes());
    }
  }

  @Test
  void learningFromPhotographsCanBeCancelledAndFinishedEarly(@TempDir Path folder)
      throws IOException {
    LabelledMetaphase photograph = annotated(file(folder), List.of(box(3, ChromosomeType.C5)));
    Cancellation cancellation = new Cancellation();
    AtomicInteger searched = new AtomicInteger();
    Segmenter cancelling =
        given -> {
          searched.incrementAndGet();
          cancellation.cancel();
          return new Joining().segment(given);
        };
    Karyotyper.Builder builder = builder().partings(List.of(photograph, photograph, photograph), 4);
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                builder
                    .segmenter(cancelling)
                    .threads(1)
                    .cancellation(cancellation)
                    .train(dataset()));
    assertThat(searched).hasValue(1);
    Cancellation early = new Cancellation();
    early.finishEarly();
    try (Karyotyper karyotyper =
        builder.segmenter(new Joining()).cancellation(early).train(dataset())) {
      assertThat(savedPartings(karyotyper)).isEqualTo(PartingRules.DEFAULT.settings());
    }
  }

  @Test
  void photographsThatCannotTeachAreRefusedOrPassedOver(@TempDir Path folder) throws IOException {
    LabelledMetaphase missing = annotated(folder.resolve("missing.png"), List.of());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> builder().segmenter(new Knowing()).partings(List.of(missing), 4).train(dataset()))
        .withMessageContaining("missing.png");
    List<String> skipped = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onSkipped(Skipped image) {
            skipped.add(image.image());
          }
        };
    builder()
        .segmenter(new Knowing())
        .partings(List.of(missing), 4)
        .strict(false)
        .listener(listener)
        .train(dataset())
        .close();
    assertThat(skipped).containsExactly("cell.png");
    LabelledMetaphase masked =
        new LabelledMetaphase(
            "cell.png",
            folder.resolve("missing.png"),
            Optional.of(folder.resolve("mask.png")),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
    try (Karyotyper karyotyper =
        builder().segmenter(new Knowing()).partings(List.of(masked), 4).train(dataset())) {
      assertThat(savedPartings(karyotyper)).isEqualTo(PartingRules.DEFAULT.settings());
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().partings(List.of(), -1))
        .withMessageContaining("margin");
  }

  @Test
  void chromosomesThatFitBoxesAreCutOut(@TempDir Path folder) throws IOException {
    List<LabelledChromosome> items =
        cut(
            folder,
            box(0, ChromosomeType.C1),
            box(2, ChromosomeType.Y),
            box(3, ChromosomeType.C5),
            box(4, ChromosomeType.C6));
    assertThat(items)
        .extracting(LabelledChromosome::type)
        .as("not the place without a box")
        .containsExactly(ChromosomeType.C1, ChromosomeType.Y, ChromosomeType.C5, ChromosomeType.C6);
    assertThat(items)
        .allSatisfy(
            item -> {
              assertThat(item.cell()).contains("cell.png");
              assertThat(item.patient()).contains("case 1");
              assertThat(item.split()).contains("train");
            });
    Segmentation found = new Knowing().segment(photograph());
    assertThat(items.get(0).load()).isEqualTo(found.cutOut(0));
    assertThat(items.get(3).load()).isEqualTo(found.cutOut(4));
  }

  @Test
  void aClusterWithAChromosomeThatFitsNoBoxIsLeftOut(@TempDir Path folder) throws IOException {
    assertThat(cut(folder, box(0, ChromosomeType.C1), box(3, ChromosomeType.C5)))
        .extracting(LabelledChromosome::type)
        .containsExactly(ChromosomeType.C1);
  }

  @Test
  void aChromosomeThatFitsTwoBoxesIsLeftOut(@TempDir Path folder) throws IOException {
    assertThat(
            cut(
                folder,
                box(0, ChromosomeType.C1),
                box(2, ChromosomeType.C2),
                box(2, ChromosomeType.C3)))
        .extracting(LabelledChromosome::type)
        .containsExactly(ChromosomeType.C1);
  }

  @Test
  void photographsThatGiveNothingAreRefused(@TempDir Path folder) {
    Path file = file(folder);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> BoxedChromosomes.of(List.of(annotated(file, List.of())), new Knowing(), 4, 1))
        .withMessageContaining("photographs: must be of at least one chromosome");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                BoxedChromosomes.of(
                    List.of(annotated(folder.resolve("none.png"), List.of())), new Knowing(), 4, 1))
        .withMessageContaining("none.png");
    assertThat(new Knowing().settings()).isEqualTo(Settings.EMPTY);
  }
}
