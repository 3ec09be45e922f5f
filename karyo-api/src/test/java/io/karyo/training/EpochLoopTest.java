package io.karyo.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.spi.TrainingListener;
import io.karyo.spi.TrainingListener.Epoch;
import io.karyo.spi.TrainingListener.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EpochLoopTest {

  private final List<Epoch> epochs = new ArrayList<>();
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void onEpoch(Epoch epoch) {
          epochs.add(epoch);
        }
      };

  private EpochLoop run(EpochLoop loop, double... scores) {
    while (loop.next()) {
      loop.isBest(scores[loop.done()]);
      loop.report(1, 0.5, 2, 3);
    }
    return loop;
  }

  private EpochLoop loop(int most, int patience) {
    return new EpochLoop(Stage.ENCODER, most, patience, listener);
  }

  @Test
  void equalsAreTakenButDoNotExtendThePatience() {
    EpochLoop loop = run(loop(10, 1), 0.5, 0.7, 0.7);
    assertThat(epochs).extracting(Epoch::best).containsExactly(true, true, true);
    assertThat(epochs).extracting(Epoch::epoch).containsExactly(1, 2, 3);
    assertThat(loop.bestEpoch()).isEqualTo(1);
    assertThat(loop.bestScore()).isEqualTo(0.7);
  }

  @Test
  void worseEpochsAreNotTaken() {
    run(loop(3, 5), 0.5, 0.4, 0.6);
    assertThat(epochs).extracting(Epoch::best).containsExactly(true, false, true);
  }

  @Test
  void theLastIsTakenWithoutScores() {
    EpochLoop loop = run(loop(3, 1), Double.NaN, Double.NaN, Double.NaN);
    assertThat(epochs).extracting(Epoch::best).containsExactly(true, true, true);
    assertThat(loop.bestEpoch()).isEqualTo(2);
  }

  @Test
  void goesOnWhereItWasAndFinishesWhenAsked() {
    EpochLoop loop = loop(9, 4);
    loop.resume(5, 3, 0.6);
    assertThat(loop.next()).isTrue();
    loop.finishIf(true);
    loop.finishIf(false);
    assertThat(loop.finishing()).isTrue();
    assertThat(loop.isBest(0.5)).isFalse();
    loop.report(1, 0.5, 2, 3);
    assertThat(loop.next()).isFalse();
    assertThat(epochs)
        .singleElement()
        .extracting(Epoch::epoch, Epoch::epochs)
        .containsExactly(6, 9);
  }

  @Test
  void countsAndShuffles() {
    assertThat(EpochLoop.accuracy(4, i -> i == 2)).isEqualTo(0.25);
    assertThat(EpochLoop.accuracy(0, i -> true)).isNaN();
    int[] order = {0, 1, 2, 3, 4};
    EpochLoop.shuffle(order, new SplittableRandom(1));
    assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }
}
