package io.karyo.testkit.reference;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Placement;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.Assignment;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.CellEvidence.Chromosome;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.TrainedAssigner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes each chromosome by itself for what is most probable, knowing how frequent the types are. So
 * the best karyotype with other numbers differs in one chromosome: the most doubtful one.
 */
final class ReferenceAssigner implements KaryotypeAssigner {

  private static final int TYPES = ChromosomeType.ALL.size();

  @Override
  public TrainedAssigner train(AssignerTraining training) {
    training.cancellation().shouldFinish();
    float[] counts = new float[TYPES];
    for (int type = 0; type < TYPES; type++) {
      counts[type] = 1;
    }
    return new Trained(counts).adapt(training);
  }

  @Override
  public TrainedAssigner restore(ModelSource source) {
    return new Trained(source.array("counts", TYPES));
  }

  private static final class Trained implements TrainedAssigner {

    private final float[] counts;

    Trained(float[] counts) {
      this.counts = counts;
    }

    @Override
    public Assignment assign(CellEvidence cell) {
      List<Placement> placements = new ArrayList<>();
      int[] numbers = new int[TYPES];
      int markers = 0;
      Placement doubtful = null;
      for (Chromosome chromosome : cell.chromosomes()) {
        Placement placement = place(chromosome, cell.precision());
        placements.add(placement);
        if (placement.designation().isMarker()) {
          markers++;
        } else {
          numbers[ordinal(placement.designation())]++;
        }
        if (!placement.pinned() && (doubtful == null || placement.margin() < doubtful.margin())) {
          doubtful = placement;
        }
      }
      if (doubtful == null) {
        return new Assignment(
            placements, Double.POSITIVE_INFINITY, Iscn.of(numbers, markers), false);
      }
      numbers[ordinal(doubtful.designation())]--;
      numbers[ordinal(doubtful.alternatives().get(0).designation())]++;
      return new Assignment(
          placements, doubtful.margin(), Iscn.of(numbers, markers), doubtful.review());
    }

    private static int ordinal(Designation designation) {
      return designation.type().orElseThrow().ordinal();
    }

    private Placement place(Chromosome chromosome, double precision) {
      double up = chromosome.asItLies().probability();
      double down = chromosome.turned().probability();
      Polarity polarity =
          chromosome.polarity().orElse(up >= down ? Polarity.P_UP : Polarity.P_DOWN);
      double ofPolarity =
          chromosome.polarity().isPresent()
              ? 1
              : (polarity == Polarity.P_UP ? up : down) / (up + down);
      if (chromosome.pinned().isPresent()) {
        return new Placement(
            chromosome.number(),
            chromosome.pinned().get(),
            1,
            Double.POSITIVE_INFINITY,
            List.of(),
            polarity,
            ofPolarity,
            true,
            false);
      }
      List<Placement.Alternative> ranked = ranked(chromosome, polarity);
      double probability = ranked.get(0).probability();
      return new Placement(
          chromosome.number(),
          ranked.get(0).designation(),
          probability,
          Math.log(probability / ranked.get(1).probability()),
          ranked.subList(1, TYPES),
          polarity,
          ofPolarity,
          false,
          probability < precision);
    }

    private List<Placement.Alternative> ranked(Chromosome chromosome, Polarity polarity) {
      float[] probabilities = chromosome.upright(polarity).probabilities().toArray();
      double[] products =
          IntStream.range(0, TYPES).mapToDouble(i -> counts[i] * probabilities[i]).toArray();
      double sum = IntStream.range(0, TYPES).mapToDouble(i -> products[i]).sum();
      return ChromosomeType.ALL.stream()
          .map(
              type ->
                  new Placement.Alternative(Designation.of(type), products[type.ordinal()] / sum))
          .sorted(Comparator.comparing(Placement.Alternative::probability).reversed())
          .toList();
    }

    @Override
    public void save(ModelSink sink) throws IOException {
      sink.array("counts", counts, TYPES);
    }

    @Override
    public TrainedAssigner adapt(AssignerTraining training) {
      float[] more = counts.clone();
      training.training().forEach(example -> more[example.type().ordinal()]++);
      return new Trained(more);
    }
  }
}
