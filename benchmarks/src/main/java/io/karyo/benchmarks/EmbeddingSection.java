package io.karyo.benchmarks;

import io.karyo.chromosome.PreparedChromosome;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import java.util.List;
import java.util.Map;

/** How fast the default network embeds, from arrays of pixels to arrays of embeddings. */
final class EmbeddingSection implements Section {

  private static final Map<Integer, Goal> GOALS =
      Map.of(256, Goal.atLeast(1.6, 2.5), 46, Goal.atLeast(1.2, 2), 1, Goal.atLeast(1, 2));

  @Override
  public void run(Context context) throws Exception {
    PictureProbe.Drawn all = TrainingSection.batch(context.training(), 256).inputs();
    try (StepProbe karyo = new StepProbe(SiameseEncoders.sameDiff(), 1);
        TorchNetwork torch = new TorchNetwork(NetworkShape.STANDARD, karyo.weights(), 0);
        OnnxNetwork onnx =
            new OnnxNetwork(NetworkShape.STANDARD, karyo.weights(), Machine.processors())) {
      for (int batch : new int[] {256, 46, 1}) {
        PictureProbe.Drawn inputs = all.take(batch);
        PictureProbe.Drawn turned = torch.turned(inputs);
        List<Series> rates =
            context.rounds.measure(
                Rounds.Contender.repeating(
                    () -> karyo.embed(inputs.images(), inputs.sizes(), batch).length),
                Rounds.Contender.repeating(() -> torch.embed(turned).length),
                Rounds.Contender.repeating(() -> onnx.embed(inputs).length));
        String what = "embedding, batch " + batch;
        context.table.ratio(
            what, "images/s", rates.get(0), "PyTorch", rates.get(1), GOALS.get(batch));
        context.table.ratio("– ONNX", "images/s", rates.get(0), "ONNX Runtime", rates.get(2), null);
      }
    }
    api(context);
  }

  /** The same through the public API: with drawing, and each chromosome also mirrored. */
  private static void api(Context context) throws Exception {
    List<EncoderTraining.Example> some = Material.every(context.training(), 256);
    List<PreparedChromosome> chromosomes =
        some.stream().map(EncoderTraining.Example::chromosome).toList();
    try (TrainedEncoder encoder =
        SiameseEncoders.sameDiff()
            .polarity(SameDiffEncoder.Polarity.UPRIGHT)
            .epochs(1)
            .train(
                new EncoderTraining(
                    some,
                    List.of(),
                    PairSamplers.inBatch(),
                    1,
                    Machine.processors(),
                    TrainingListener.NONE,
                    new Cancellation()))) {
      List<Series> rates =
          context.rounds.measure(
              Rounds.Contender.repeating(() -> encoder.encode(chromosomes).size()));
      context.table.figure(
          "embedding through the API, 256 at once, two views each",
          "chromosomes/s",
          rates.get(0),
          null);
    }
  }
}
