package io.karyo.benchmarks;

import io.karyo.Karyotyper;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.data.ChromosomeDataset;
import io.karyo.network.EncoderNetwork;
import io.karyo.onnx.OnnxExport;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.EncoderTraining;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How fast the default network embeds, from arrays of pixels to arrays of embeddings. */
final class EmbeddingSection implements Section {

  private static final Map<Integer, Goal> GOALS =
      Map.of(256, Goal.atLeast(1.6, 2.5), 46, Goal.atLeast(1.4, 2), 1, Goal.atLeast(4, 5));

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

  /**
   * A saved model of one network, as {@code Karyotyper.load} chooses its engine, from straightened
   * chromosomes to embeddings: with drawing, and each chromosome also mirrored.
   */
  private static void api(Context context) throws Exception {
    List<EncoderTraining.Example> some = Material.every(context.training(), 256);
    Path file = context.folder().resolve("one-network.karyo");
    try (Karyotyper trained =
        Karyotyper.builder()
            .encoder(
                SiameseEncoders.sameDiff().polarity(SameDiffEncoder.Polarity.UPRIGHT).epochs(1))
            .train(Material.synthetic().dataset().split(ChromosomeDataset.TRAIN))) {
      trained.save(file);
    }
    PictureProbe.Drawn all = TrainingSection.batch(context.training(), 256).inputs();
    try (Karyotyper chosen = Karyotyper.load(file, 1);
        Karyotyper nd4j = Karyotyper.load(file, 1, SiameseEncoders.providers());
        OnnxNetwork onnx =
            new OnnxNetwork(
                EncoderNetwork.compact(), OnnxExport.of(chosen).toBytes(), Machine.processors())) {
      for (int batch : new int[] {256, 46, 1}) {
        List<PreparedChromosome> chromosomes =
            some.subList(0, batch).stream().map(EncoderTraining.Example::chromosome).toList();
        PictureProbe.Drawn inputs = all.take(batch);
        List<Series> rates =
            context.rounds.measure(
                Rounds.Contender.repeating(
                    () -> chosen.trainedEncoder().encode(chromosomes).size()),
                Rounds.Contender.repeating(() -> nd4j.trainedEncoder().encode(chromosomes).size()),
                Rounds.Contender.repeating(() -> onnx.embed(inputs).length));
        String what = "embedding by a loaded model, two views each, batch " + batch;
        context.table.ratio(
            what, "chromosomes/s", rates.get(0), "its ND4J engine", rates.get(1), null);
        context.table.ratio(
            "– its graph on ONNX Runtime, inputs drawn before",
            "chromosomes/s",
            rates.get(0),
            "ONNX Runtime",
            rates.get(2),
            Goal.atLeast(0.95, 1));
      }
    }
  }
}
