package io.karyo.metrics;

import static io.karyo.metrics.Answers.prediction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {

  /** Twice the binomial tail in whole numbers. */
  private static double exactly(int onlyFirst, int onlySecond) {
    int n = onlyFirst + onlySecond;
    BigInteger ways = BigInteger.ONE;
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i <= Math.min(onlyFirst, onlySecond); i++) {
      sum = sum.add(ways);
      ways = ways.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
    }
    return new BigDecimal(sum.shiftLeft(1))
        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(n)), MathContext.DECIMAL64)
        .min(BigDecimal.ONE)
        .doubleValue();
  }

  @Test
  void onlyImagesThatOneOfThemToldRightCount() {
    List<Prediction> first =
        List.of(
            prediction("a", true),
            prediction("b", true),
            prediction("c", false),
            prediction("d", false),
            prediction("e", true));
    List<Prediction> second =
        List.of(
            prediction("a", true),
            prediction("b", false),
            prediction("c", true),
            prediction("d", false),
            prediction("e", false));

    assertThat(McNemar.of(first, second)).isEqualTo(new McNemar(2, 1));
    assertThat(McNemar.of(second, first)).isEqualTo(new McNemar(1, 2));
    assertThat(McNemar.of(first, first)).isEqualTo(new McNemar(0, 0));
    assertThat(McNemar.of(List.of(), List.of()).pValue()).isEqualTo(1);
  }

  @Test
  void theProbabilityIsTheOneReckonedByHand() {
    assertThat(new McNemar(0, 0).pValue()).isEqualTo(1);
    assertThat(new McNemar(1, 0).pValue()).isEqualTo(1);
    assertThat(new McNemar(6, 6).pValue()).isEqualTo(1);
    assertThat(new McNemar(5, 0).pValue()).isCloseTo(2 / 32.0, within(1e-14));
    assertThat(new McNemar(8, 2).pValue()).isCloseTo(2 * (1 + 10 + 45) / 1024.0, within(1e-14));
    assertThat(new McNemar(2, 8).pValue()).isEqualTo(new McNemar(8, 2).pValue());
  }

  @ParameterizedTest
  @CsvSource({"3, 17", "40, 40", "41, 40", "500, 600", "1400, 1600", "0, 60"})
  void theProbabilityIsThatOfWholeNumbers(int onlyFirst, int onlySecond) {
    double expected = exactly(onlyFirst, onlySecond);
    assertThat(new McNemar(onlyFirst, onlySecond).pValue())
        .isCloseTo(expected, within(1e-9 * expected));
  }

  @Test
  void otherImagesAreRefused() {
    List<Prediction> one = List.of(prediction("a", true));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> McNemar.of(one, List.of()))
        .withMessage("second: must be 1 predictions as first, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> McNemar.of(one, List.of(prediction("b", true))))
        .withMessage("second[0]: must be of 'a' of type 1 as first, found 'b' of type 1");
    Prediction other =
        new Prediction(
            "a", ChromosomeType.X, Answers.uniform(), Optional.empty(), Optional.empty());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> McNemar.of(one, List.of(other)))
        .withMessage("second[0]: must be of 'a' of type 1 as first, found 'a' of type X");
  }

  @Test
  void negativeCountsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new McNemar(-1, 0))
        .withMessage("onlyFirst: must be at least 0, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new McNemar(0, -1))
        .withMessage("onlySecond: must be at least 0, found -1");
  }
}
