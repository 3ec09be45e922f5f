package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaboratoryBalanceTest {

  private static final LabelledChromosome ITEM =
      LabelledChromosome.of(ChromosomeImage.of(2, 2, new byte[4]), ChromosomeType.C1);

  @Test
  void imagesOfSmallerLaboratoriesAreSeenUpToFourTimes() {
    List<LabelledChromosome> items = new ArrayList<>();
    items.addAll(Collections.nCopies(1, ITEM.withLaboratory("tiny")));
    items.addAll(Collections.nCopies(30, ITEM.withLaboratory("large")));
    items.addAll(Collections.nCopies(14, ITEM.withLaboratory("half")));
    LaboratoryBalance balance = LaboratoryBalance.of(items);
    assertThat(balance.times().get(0)).isEqualTo(4);
    assertThat(balance.times().subList(1, 31)).containsOnly(1);
    assertThat(balance.times().subList(31, 45)).containsOnly(2);
    assertThat(balance.balanced(items)).hasSize(4 + 30 + 2 * 14);
  }

  @Test
  void oneLaboratoryIsSeenAsItIs() {
    List<LabelledChromosome> items = List.of(ITEM, ITEM);
    assertThat(LaboratoryBalance.of(items).balanced(items)).isEqualTo(items);
  }
}
