package io.karyo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.model.Settings;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkSettingsTest {

  @Test
  void allIsReadAsItWasWritten() {
    for (EncoderNetwork network : List.of(EncoderNetwork.compact(), EncoderNetwork.paper(3, 5))) {
      assertThat(EncoderNetwork.of(network.settings())).isEqualTo(network);
    }
    for (Optimizer optimizer : List.of(Optimizer.STANDARD, Optimizer.nesterov(0.1, 0.9, 0.01))) {
      assertThat(Optimizer.of(optimizer.settings())).isEqualTo(optimizer);
    }
    for (PairLoss loss : List.of(PairLoss.contrastive(0.5), PairLoss.supervisedContrastive(0.2))) {
      assertThat(PairLoss.of(loss.settings())).isEqualTo(loss);
    }
    Augmentation own = Augmentation.none().with(Augmentation.GAMMA, 0.2);
    assertThat(Augmentation.of(own.settings())).isEqualTo(own);
    assertThat(own.get(Augmentation.GAMMA)).isEqualTo(0.2);
    Settings settings = Settings.EMPTY.with(NetworkSettings.EMBEDDING_SIZE, 7);
    assertThat(settings.get(NetworkSettings.EMBEDDING_SIZE)).isEqualTo(7);
    assertThat(settings.get(NetworkSettings.NETWORK)).isEqualTo(EncoderNetwork.compact());
    assertThat(settings.get(NetworkSettings.NORMALISED)).isTrue();
  }

  @Test
  void weightsHaveTheShapesOfTheLayers() {
    EncoderNetwork network = EncoderNetwork.paper(3, 5);
    // 60 px, halved twice: 15 x 15 of 5 filters.
    assertThat(network.flat()).isEqualTo(1125);
    assertThat(network.weights(9))
        .containsOnlyKeys("kernel0", "bias0", "kernel1", "bias1", "dense", "dense_bias")
        .containsEntry("kernel0", new int[] {3, 3, 1, 3})
        .containsEntry("kernel1", new int[] {3, 3, 3, 5})
        .containsEntry("bias1", new int[] {5})
        .containsEntry("dense", new int[] {1125, 9})
        .containsEntry("dense_bias", new int[] {9});
    assertThat(EncoderNetwork.compact().denseInputs()).isEqualTo(8 * 3 * 128 + 6);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Optimizer(Optimizer.Kind.ADAM, 0.1, 0, 0.5, false))
        .withMessage("momentum: must be 0 for Adam, found 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new EncoderNetwork(
                    8, 8, List.of(new EncoderNetwork.Convolution(1, 3, 9, true)), false, false, 0))
        .withMessage("convolutions: must leave at least 1 x 1 pixels, found 0 x 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairLoss.supervisedContrastive(0))
        .withMessage("temperature: must be 0.01 to 10, found 0.0");
  }

  @Test
  void theLearningRateRisesAndFallsAlongACosine() {
    Optimizer adam = Optimizer.adam(0.1, 0);
    assertThat(adam.learningRateAt(0.05)).isCloseTo(0.05, within(1e-12));
    assertThat(adam.learningRateAt(0.1)).isCloseTo(0.1, within(1e-12));
    assertThat(adam.learningRateAt(0.55)).isCloseTo(0.05, within(1e-12));
    assertThat(adam.learningRateAt(1)).isCloseTo(1e-4, within(1e-12));
    assertThat(Optimizer.nesterov(0.1, 0.9, 0).learningRateAt(1)).isEqualTo(0.1);
  }
}
