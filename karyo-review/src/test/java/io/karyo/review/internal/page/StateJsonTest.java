package io.karyo.review.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.Designation;
import io.karyo.review.Review;
import io.karyo.review.TestCells;
import io.karyo.review.action.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateJsonTest {

  @Test
  void whatAPersonPlacedIsNotAmongTheDoubtful() throws Exception {
    Review review = Review.of(TestCells.whole(0));
    List<Integer> doubtful = StateJson.order(review.karyotype());
    assertThat(doubtful).isNotEmpty();
    int first = doubtful.get(0);
    double least = review.karyotype().placement(first).probability();
    assertThat(doubtful)
        .allMatch(number -> review.karyotype().placement(number).probability() >= least);
    review.apply(new Action.Confirm(first));
    assertThat(StateJson.order(review.karyotype())).doesNotContain(first);
    review.apply(new Action.Pin(doubtful.get(1), Designation.MARKER));
    assertThat(StateJson.order(review.karyotype())).doesNotContain(doubtful.get(1));
  }
}
