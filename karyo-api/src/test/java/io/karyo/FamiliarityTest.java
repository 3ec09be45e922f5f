package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.laboratory.Familiarity;
import io.karyo.laboratory.Trait;
import io.karyo.model.internal.Json;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of cells of bars, asked about others. */
class FamiliarityTest {

  private static final int CHROMOSOMES = 24;

  @TempDir Path folder = Path.of("");

  /** A bar, of which one laboratory has paler pictures than the other. */
  private static ChromosomeImage bar(int length, int grey) {
    int width = 9;
    byte[] picture = new byte[width * length];
    Arrays.fill(picture, (byte) 255);
    for (int y = 2; y < length - 2; y++) {
      for (int x = 3; x < 6; x++) {
        picture[y * width + x] = (byte) (grey + 20 * (y / 4 % 2));
      }
    }
    return ChromosomeImage.of(length, width, picture);
  }

  private static List<LabelledChromosome> chromosomes(int cell, int grey) {
    Random random = new Random(cell);
    int stain = grey + random.nextInt(20);
    return IntStream.range(0, CHROMOSOMES)
        .mapToObj(
            i -> {
              ChromosomeType type = i % 2 == 0 ? ChromosomeType.C1 : ChromosomeType.C21;
              int length = (i % 2 == 0 ? 80 : 25) + random.nextInt(8);
              return LabelledChromosome.of(bar(length, stain), type)
                  .withCell("cell " + cell)
                  .withSplit(cell < 8 ? "train" : "validation");
            })
        .toList();
  }

  private static ChromosomeDataset dataset(int cells) {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int cell = 0; cell < cells; cell++) {
      items.addAll(chromosomes(cell, 60));
    }
    return ChromosomeDataset.of(items);
  }

  private static Cell cell(int number, int grey) throws IOException {
    List<ChromosomeImage> images = new ArrayList<>();
    for (LabelledChromosome chromosome : chromosomes(number, grey)) {
      images.add(chromosome.load());
    }
    return new Cell("cell " + number, images);
  }

  private static Karyotyper.Builder builder() {
    return Karyotyper.builder()
        .straightener(FakeParts.straightener())
        .pairSampler(FakeParts.sampler())
        .encoder(new FakeParts.SizeEncoder(true))
        .classifier(new FakeParts.NearestClassifier())
        .assigner(new FakeParts.EachByItself());
  }

  @Test
  void aModelOfSeveralLaboratoriesKnowsEachAndSeesSmallOnesMoreOften() throws IOException {
    List<LabelledChromosome> pale = new ArrayList<>();
    for (int cell = 6; cell < 16; cell++) {
      pale.addAll(chromosomes(cell, 160));
    }
    ChromosomeDataset both =
        ChromosomeDataset.ofLaboratories(
            Map.of("dark", dataset(16), "pale", ChromosomeDataset.of(pale)));
    List<Integer> shown = new ArrayList<>();
    SiameseEncoder encoder =
        new FakeParts.SizeEncoder(true) {
          @Override
          public TrainedEncoder train(EncoderTraining training) {
            shown.add(training.training().size());
            return super.train(training);
          }
        };
    try (Karyotyper karyotyper = builder().encoder(encoder).train(both)) {
      assertThat(shown).as("2 cells of pale, 4 times").containsExactly((8 + 4 * 2) * CHROMOSOMES);
      assertThat(karyotyper.report().trainingImages()).isEqualTo((8 + 2) * CHROMOSOMES);
      for (int grey : new int[] {60, 160}) {
        Familiarity known =
            karyotyper.familiarity(List.of(cell(20, grey), cell(21, grey))).orElseThrow();
        assertThat(known.isForeign()).as(known.toString()).isFalse();
      }
      Familiarity between =
          karyotyper.familiarity(List.of(cell(20, 110), cell(21, 110))).orElseThrow();
      assertThat(between.isForeign()).as(between.toString()).isTrue();
    }
  }

  @Test
  void cellsOfAnotherLaboratoryAreForeignUntilTheModelIsAdapted() throws IOException {
    Path file = folder.resolve("model.karyo");
    try (Karyotyper karyotyper = builder().train(dataset(16))) {
      karyotyper.save(file);
    }
    try (Karyotyper karyotyper =
        Karyotyper.load(
            file,
            FakeParts.straightener(),
            FakeParts.sampler(),
            new FakeParts.SizeEncoder(true),
            new FakeParts.NearestClassifier(),
            new FakeParts.EachByItself())) {
      Familiarity own = karyotyper.familiarity(List.of(cell(20, 60), cell(21, 60))).orElseThrow();
      assertThat(own.isForeign()).as(own.toString()).isFalse();
      assertThat(own.cells()).isEqualTo(2);
      Familiarity foreign =
          karyotyper.familiarity(List.of(cell(20, 160), cell(21, 160))).orElseThrow();
      assertThat(foreign.isForeign()).as(foreign.toString()).isTrue();
      assertThat(foreign.deviations().get(Trait.STAIN)).isLessThan(-3);

      Karyotype karyotype = karyotyper.karyotype(cell(20, 160));
      assertThat(karyotype.isUnfamiliar()).isTrue();
      assertThat(karyotype.needsReview()).isTrue();
      assertThat(karyotype.vouchedPrecision()).isEmpty();
      assertThat(karyotype.withFlipped(0).familiarity()).isEqualTo(karyotype.familiarity());
      assertThat(karyotyper.karyotype(cell(20, 60)).isUnfamiliar()).isFalse();
      Map<?, ?> json = (Map<?, ?>) Objects.requireNonNull(Json.parse(karyotype.toJson()));
      assertThat(json.get("unfamiliar")).isEqualTo(true);
      Map<?, ?> written = (Map<?, ?>) Objects.requireNonNull(json.get("familiarity"));
      assertThat((Double) Objects.requireNonNull(written.get("score")))
          .isLessThan(Familiarity.FOREIGN);
      assertThat((Map<?, ?>) Objects.requireNonNull(written.get("deviations")))
          .hasSize(Trait.values().length);

      List<LabelledChromosome> few = new ArrayList<>();
      IntStream.range(0, 5).forEach(cell -> few.addAll(chromosomes(cell, 160)));
      try (Karyotyper adapted = karyotyper.adapt().train(ChromosomeDataset.of(few))) {
        Familiarity at = adapted.familiarity(List.of(cell(20, 160), cell(21, 160))).orElseThrow();
        assertThat(at.isForeign()).as(at.toString()).isFalse();
      }
    }
  }

  @Test
  void withoutEnoughCellsNothingIsKnown() throws IOException {
    try (Karyotyper karyotyper = builder().train(dataset(12))) {
      assertThat(karyotyper.familiarity(List.of(cell(20, 160)))).isEmpty();
      assertThat(karyotyper.karyotype(cell(20, 160)).familiarity()).isEmpty();
      assertThat(karyotyper.karyotype(cell(20, 160)).isUnfamiliar()).isFalse();
    }
    try (Karyotyper karyotyper = builder().train(dataset(16))) {
      Cell incomplete = new Cell("part", cell(20, 160).chromosomes().subList(0, 19));
      assertThat(karyotyper.familiarity(List.of(incomplete))).isEmpty();
      assertThat(karyotyper.familiarity(List.of())).isEmpty();
    }
  }
}
