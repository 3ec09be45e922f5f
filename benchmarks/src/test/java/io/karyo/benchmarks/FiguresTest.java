package io.karyo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.network.EncoderNetwork;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of measurements. */
class FiguresTest {

  @Test
  void ratiosAreTakenRoundByRound() {
    Series ratio = new Series(10, 2, 30).over(new Series(5, 2, 10));
    assertThat(ratio.values()).containsExactly(2, 1, 3);
    assertThat(ratio.median()).isEqualTo(2);
    assertThat(ratio.least()).isEqualTo(1);
    assertThat(ratio.most()).isEqualTo(3);
    assertThat(ratio.quantile(0.75)).isEqualTo(2.5);
  }

  @Test
  void aGoalIsMissedReachedOrSurpassedEitherWay() {
    Goal more = Goal.atLeast(1, 1.3);
    assertThat(List.of(more.verdict(0.99), more.verdict(1), more.verdict(1.3)))
        .containsExactly("missed", "ok", "ok, aim");
    Goal less = Goal.atMost(40, 20);
    assertThat(List.of(less.verdict(41), less.verdict(40), less.verdict(20)))
        .containsExactly("missed", "ok", "ok, aim");
    assertThat(less.verdict(Double.NaN)).isEqualTo("missed");
  }

  @Test
  void contendersTakeTurnsAndTheFirstRoundOnlyWarmsUp() throws Exception {
    List<String> calls = new ArrayList<>();
    List<Series> rates =
        new Rounds(2, 0.5)
            .measure(
                seconds -> {
                  calls.add("a" + seconds);
                  return calls.size();
                },
                seconds -> {
                  calls.add("b" + seconds);
                  return calls.size();
                });
    assertThat(calls).containsExactly("a1.0", "b1.0", "a0.5", "b0.5", "b0.5", "a0.5");
    assertThat(rates.get(0).values()).containsExactly(3, 6);
    assertThat(rates.get(1).values()).containsExactly(4, 5);
  }

  @Test
  void numbersHaveThreeDigitsThatCount() {
    assertThat(List.of(0, 0.0123456, 1.0, 1.3, 12.34, 123.4, 1234.4))
        .extracting(number -> Table.number(number.doubleValue()))
        .containsExactly("0", "0.0123", "1", "1.3", "12.3", "123", "1,234");
  }

  @Test
  void aRowShowsBothTheirRatioAndWhetherItWillDo() {
    StringWriter text = new StringWriter();
    new Table(new PrintWriter(text))
        .ratio("x", "/s", new Series(30), "PyTorch", new Series(20), Goal.atLeast(1, 2));
    assertThat(text.toString().lines().toList().get(2))
        .isEqualTo("| x | 30 /s | PyTorch: 20 /s | 1.5 | 1.5–1.5 | ≥ 1; 2 | ok |");
  }

  @Test
  void operationsAreThoseCountedByHand() {
    EncoderNetwork small =
        new EncoderNetwork(
            8, 8, List.of(new EncoderNetwork.Convolution(2, 3, 2, false)), true, false, 0);
    // 9 · 2 multiplications at 4 · 4 places, forward and for the kernel's gradient; a dense layer
    // from 32 + 6 to 3 and the products of 5 embeddings of 3, forward and twice back.
    assertThat(new NetworkShape(small, 3).flopsOfStep(5))
        .isEqualTo(2.0 * (2 * 9 * 2 * 16 + 3 * 38 * 3 + 3 * 5 * 3));
  }

  @Test
  void aSampleIsTakenEvenly() {
    assertThat(Material.every(List.of(0, 1, 2, 3, 4, 5), 3)).containsExactly(0, 2, 4);
    assertThat(Material.every(List.of(0, 1), 3)).containsExactly(0, 1);
  }
}
