package io.karyo.benchmarks;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.data.ChromosomeDataset;
import io.karyo.image.ChromosomeImage;
import io.karyo.onnx.OnnxEngine;
import io.karyo.siamese.SiameseEncoders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the answers and the speed of a model on ND4J and on ONNX Runtime. */
@Command(
    name = "engines",
    description = {
      "Compares a saved model on ND4J and on ONNX Runtime: answers, then speed in alternating"
          + " rounds.",
      "Both use as many threads as there are processors; taskset pins the process to one."
    },
    mixinStandardHelpOptions = true)
final class EnginesCommand implements Callable<Integer> {

  private static final Rounds ROUNDS = new Rounds(9, 1);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "A saved model.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "MANIFEST",
      description = "The manifest of a data set.")
  private Path data = Path.of("");

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description = "The split whose cells are read; default validation.")
  private String split = "validation";

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<Cell> cells = new ArrayList<>();
    for (var cell : ChromosomeDataset.fromManifest(data).split(split).cells()) {
      cells.add(cell.load());
    }
    try (Karyotyper nd4j = Karyotyper.load(model, 1, SiameseEncoders.providers());
        Karyotyper onnx = Karyotyper.load(model, 1, OnnxEngine.providers(options -> {}))) {
      answers(out, cells, nd4j, onnx);
      speed(out, cells, nd4j, onnx);
    }
    return 0;
  }

  private static void answers(PrintWriter out, List<Cell> cells, Karyotyper nd4j, Karyotyper onnx) {
    double most = 0;
    int images = 0;
    int alike = 0;
    int karyotypes = 0;
    int sameBits = 0;
    for (Cell cell : cells) {
      List<Classification> first = nd4j.classify(cell);
      List<Classification> second = onnx.classify(cell);
      for (int i = 0; i < first.size(); i++) {
        float[] a = first.get(i).embedding().toArray();
        float[] b = second.get(i).embedding().toArray();
        for (int j = 0; j < a.length; j++) {
          most = Math.max(most, Math.abs(a[j] - b[j]));
        }
        images++;
        alike +=
            first.get(i).type() == second.get(i).type()
                    && first.get(i).polarity() == second.get(i).polarity()
                ? 1
                : 0;
      }
      karyotypes += nd4j.karyotype(cell).iscn().equals(onnx.karyotype(cell).iscn()) ? 1 : 0;
      List<ChromosomeImage> all = cell.chromosomes();
      float[] alone = onnx.embed(all.subList(0, 1)).get(0).toArray();
      sameBits += Arrays.equals(alone, onnx.embed(all).get(0).toArray()) ? 1 : 0;
    }
    out.printf(
        Locale.ROOT,
        "%d images: embeddings differ by at most %.1e; type and polarity equal in %d%n"
            + "%d cells: karyotype equal in %d; the first image has the same bits alone in %d%n",
        images,
        most,
        alike,
        cells.size(),
        karyotypes,
        sameBits);
  }

  private static void speed(PrintWriter out, List<Cell> cells, Karyotyper nd4j, Karyotyper onnx)
      throws Exception {
    List<PreparedChromosome> chromosomes = prepared(cells, nd4j);
    for (int batch : new int[] {256, 46, 1}) {
      List<PreparedChromosome> some = chromosomes.subList(0, Math.min(batch, chromosomes.size()));
      print(
          out,
          "embedding, " + some.size() + " at once, images/s",
          ROUNDS.measure(
              Rounds.Contender.repeating(() -> nd4j.trainedEncoder().encode(some).size()),
              Rounds.Contender.repeating(() -> onnx.trainedEncoder().encode(some).size())));
    }
    Cell cell = cells.get(0);
    print(
        out,
        "karyotype of a cell, cells/s",
        ROUNDS.measure(
            Rounds.Contender.repeating(() -> nd4j.karyotype(cell).placements().isEmpty() ? 0 : 1),
            Rounds.Contender.repeating(() -> onnx.karyotype(cell).placements().isEmpty() ? 0 : 1)));
  }

  private static List<PreparedChromosome> prepared(List<Cell> cells, Karyotyper karyotyper)
      throws IOException {
    List<PreparedChromosome> prepared = new ArrayList<>();
    for (Cell cell : cells) {
      for (ChromosomeImage image : cell.chromosomes()) {
        if (karyotyper.straightener().straighten(image) instanceof Straightened straightened) {
          prepared.add(new PreparedChromosome(straightened, Optional.empty()));
        }
      }
    }
    return prepared;
  }

  private static void print(PrintWriter out, String what, List<Series> rates) {
    double nd4j = rates.get(0).median();
    double onnx = rates.get(1).median();
    out.printf(
        Locale.ROOT,
        "%s: ND4J %.0f, ONNX Runtime %.0f, ratio of the medians %.2f%n",
        what,
        nd4j,
        onnx,
        onnx / nd4j);
  }
}
