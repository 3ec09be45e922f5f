package io.karyo.benchmarks;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * karyo's recipe with PyTorch as the engine: batches of as many images of each type, karyo's
 * pictures and changes, drawn on another thread while a step runs, karyo's loss, optimizer and
 * schedule; of chromosomes that lie upright.
 */
final class TorchEncoder implements SiameseEncoder {

  private static final int BATCH = 192;
  private static final int EMBEDDED_AT_ONCE = 128;

  private final SameDiffEncoder recipe;
  private final int epochs;

  TorchEncoder(SameDiffEncoder recipe, int epochs) {
    this.recipe = recipe;
    this.epochs = epochs;
  }

  private record Drawn(PictureProbe.Drawn inputs, List<ChromosomeType> types) {}

  @Override
  public TrainedEncoder train(EncoderTraining training) {
    SplittableRandom random = new SplittableRandom(training.seed());
    PictureProbe pictures =
        new PictureProbe(
            recipe, training.training().stream().map(EncoderTraining.Example::chromosome).toList());
    List<ChromosomeType> types =
        training.training().stream().map(EncoderTraining.Example::type).toList();
    TorchNetwork network = network(training.seed());
    List<List<Integer>> batches = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      batches.addAll(batches(types, random.nextLong()));
    }
    CompletableFuture<Drawn> next = drawn(pictures, network, types, batches.get(0), random);
    for (int i = 0; i < batches.size(); i++) {
      Drawn batch = next.join();
      if (i + 1 < batches.size()) {
        next = drawn(pictures, network, types, batches.get(i + 1), random);
      }
      network.learningRate(StepProbe.learningRate(recipe, (i + 0.5) / batches.size()));
      network.step(batch.inputs(), batch.types());
    }
    return new Trained(network, pictures);
  }

  private TorchNetwork network(long seed) {
    try (StepProbe drawn = new StepProbe(recipe, seed)) {
      return new TorchNetwork(NetworkShape.STANDARD, drawn.weights(), 0);
    }
  }

  private static CompletableFuture<Drawn> drawn(
      PictureProbe pictures,
      TorchNetwork network,
      List<ChromosomeType> types,
      List<Integer> places,
      SplittableRandom random) {
    SplittableRandom own = random.split();
    return CompletableFuture.supplyAsync(
        () ->
            new Drawn(
                network.turned(pictures.augmented(places, own)),
                places.stream().map(types::get).toList()));
  }

  /** Batches of an epoch: of each type as many, dealt from a shuffled stack again and again. */
  private static List<List<Integer>> batches(List<ChromosomeType> types, long seed) {
    Random random = new Random(seed);
    Map<ChromosomeType, List<Integer>> stacks = new EnumMap<>(ChromosomeType.class);
    IntStream.range(0, types.size())
        .forEach(i -> stacks.computeIfAbsent(types.get(i), t -> new ArrayList<>()).add(i));
    stacks.values().forEach(stack -> Collections.shuffle(stack, random));
    int each = BATCH / stacks.size();
    List<List<Integer>> batches = new ArrayList<>();
    for (int b = 0; b < Math.max(1, types.size() / BATCH); b++) {
      List<Integer> batch = new ArrayList<>();
      for (List<Integer> stack : stacks.values()) {
        for (int k = 0; k < Math.min(each, stack.size()); k++) {
          batch.add(stack.get((b * each + k) % stack.size()));
        }
      }
      batches.add(batch);
    }
    return batches;
  }

  /** The mean over a chromosome and its mirror image, as karyo takes it. */
  private record Trained(TorchNetwork network, PictureProbe pictures) implements TrainedEncoder {

    @Override
    public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
      List<Embedding> embeddings = new ArrayList<>();
      for (int from = 0; from < chromosomes.size(); from += EMBEDDED_AT_ONCE) {
        int to = Math.min(chromosomes.size(), from + EMBEDDED_AT_ONCE);
        float[][] views =
            network.embed(network.turned(pictures.bothSides(chromosomes.subList(from, to))));
        for (int i = 0; i < views.length; i += 2) {
          embeddings.add(new Embedding(mean(views[i], views[i + 1])));
        }
      }
      return embeddings;
    }

    private static float[] mean(float[] a, float[] b) {
      float[] mean = new float[a.length];
      double squares = 0;
      for (int j = 0; j < mean.length; j++) {
        mean[j] = (a[j] + b[j]) / 2;
        squares += (double) mean[j] * mean[j];
      }
      for (int j = 0; j < mean.length; j++) {
        mean[j] /= (float) Math.sqrt(squares + 1e-12);
      }
      return mean;
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
