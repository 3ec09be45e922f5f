package io.karyo.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DrawTest {

  private static final Sizes WANTED = new Sizes(60, 20, 10);

  /** Thirty patients of ten images; the first twenty are for training if there are splits. */
  private static ChromosomeDataset data(boolean splits) {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      byte[] grey = new byte[12];
      grey[5] = (byte) i;
      int patient = i / 10;
      String split = patient < 20 ? "train" : patient < 25 ? "validation" : "test";
      LabelledChromosome item =
          LabelledChromosome.of(
                  ChromosomeImage.of(4, 3, grey).withSource("image " + i),
                  ChromosomeType.ALL.get(i % 5))
              .withCell("cell " + patient)
              .withPatient("patient " + patient);
      items.add(splits ? item.withSplit(split) : item);
    }
    return ChromosomeDataset.of(items);
  }

  private static Set<String> patients(Draw draw, String split) {
    return draw.dataset().split(split).items().stream()
        .flatMap(item -> item.patient().stream())
        .collect(Collectors.toSet());
  }

  private static List<String> names(Draw draw) {
    return draw.dataset().items().stream()
        .map(item -> item.split().orElse("") + " " + item.name())
        .toList();
  }

  @Test
  void byPatientEachPartIsDrawnFromTheSplitOfItsName() throws IOException {
    ChromosomeDataset data = data(true);
    Draw draw = Draw.of(data, Protocol.PATIENT, WANTED, 1);
    assertThat(draw.sizes()).isEqualTo(WANTED);
    Set<String> known =
        data.items().stream()
            .map(item -> item.split().orElse("") + " " + item.name())
            .collect(Collectors.toSet());
    assertThat(names(draw)).hasSize(90).doesNotHaveDuplicates().isSubsetOf(known);
  }

  @Test
  void withoutSplitsPatientsAreKeptApartAllTheSame() throws IOException {
    Draw draw = Draw.of(data(false), Protocol.PATIENT, WANTED, 1);
    Set<String> all = new HashSet<>(patients(draw, "train"));
    int count = all.size();
    all.addAll(patients(draw, "validation"));
    count += patients(draw, "validation").size();
    all.addAll(patients(draw, "test"));
    count += patients(draw, "test").size();
    assertThat(all).hasSize(count);
    assertThat(draw.sizes()).isEqualTo(WANTED);
  }

  @Test
  void byImagePatientsMayBeInSeveralParts() throws IOException {
    Draw draw = Draw.of(data(true), Protocol.IMAGE, WANTED, 1);
    assertThat(draw.sizes()).isEqualTo(WANTED);
    assertThat(names(draw).stream().map(name -> name.split(" ", 2)[1])).doesNotHaveDuplicates();
    assertThat(patients(draw, "train")).containsAnyElementsOf(patients(draw, "test"));
  }

  @Test
  void aSeedAlwaysDrawsTheSameAndAnotherOneOther() throws IOException {
    for (Protocol protocol : Protocol.values()) {
      Draw draw = Draw.of(data(true), protocol, WANTED, 1);
      Draw again = Draw.of(data(true), protocol, WANTED, 1);
      Draw other = Draw.of(data(true), protocol, WANTED, 2);
      assertThat(names(again)).isEqualTo(names(draw));
      assertThat(again.hash()).isEqualTo(draw.hash());
      assertThat(names(other)).isNotEqualTo(names(draw));
      assertThat(other.hash()).isNotEqualTo(draw.hash());
    }
  }

  @Test
  void thePixelsAreInTheHash() throws IOException {
    ChromosomeDataset data = data(true);
    List<LabelledChromosome> items = new ArrayList<>();
    data.items()
        .forEach(item -> items.add(item.withSource(() -> ChromosomeImage.of(4, 3, new byte[12]))));
    assertThat(Draw.of(ChromosomeDataset.of(items), Protocol.PATIENT, WANTED, 1).hash())
        .isNotEqualTo(Draw.of(data, Protocol.PATIENT, WANTED, 1).hash());
  }

  @Test
  void imagesAreLoneAndASmallSetIsTakenWhole() throws IOException {
    Draw draw = Draw.of(data(true), Protocol.PATIENT, Sizes.PAPER, 1);
    assertThat(draw.sizes()).isEqualTo(new Sizes(200, 50, 50));
    assertThat(draw.dataset().items()).allSatisfy(i -> assertThat(i.cell()).isEmpty());
    assertThat(draw.dataset().items().get(0).patient()).isNotEqualTo(Optional.empty());
    assertThat(draw.commonestShare()).isEqualTo(0.2);
  }
}
