package io.karyo;

import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.SplitUnit;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.laboratory.internal.CellTraits;
import io.karyo.laboratory.internal.KnownLaboratories;
import io.karyo.laboratory.internal.TypeSizes;
import io.karyo.model.Settings;
import io.karyo.model.internal.ModelFile;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.Cancellation;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.Checkpoints;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.Segmenter;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Skipped;
import io.karyo.spi.TrainingListener.Stage;
import io.karyo.training.EpochLoop;
import io.karyo.training.SafeListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of {@link Karyotyper.Builder#train}: read, straighten, embed, classify. */
final class Training {

  private static final Logger LOG = LoggerFactory.getLogger(Karyotyper.class);

  private static final double LENT_FOR_VALIDATION = 0.1;

  private final Start start;
  private final Pipeline parts;
  private final long seed;
  private final int threads;
  private final boolean strict;
  private final @Nullable Path checkpoints;
  private final PartingPhotographs photographs;
  private final TrainingListener listener;
  private final Cancellation cancellation;

  Training(
      Start start,
      long seed,
      int threads,
      boolean strict,
      @Nullable Path checkpoints,
      PartingPhotographs photographs,
      TrainingListener listener,
      Cancellation cancellation) {
    this.start = start;
    this.parts = start.parts();
    this.seed = seed;
    this.threads = threads;
    this.strict = strict;
    this.checkpoints = checkpoints;
    this.photographs = photographs;
    this.listener = new SafeListener(listener);
    this.cancellation = cancellation;
  }

  /** An image that was read and straightened. */
  private record Ready(int place, LabelledChromosome item, Prepared prepared) {}

  /** What one image gave; its p arm is known to be up, or may be at either end. */
  private record Prepared(Straightened straightened, String digest, boolean upright) {}

  /**
   * One part of the data, with and without the scale of its cells.
   *
   * @param cells all chromosomes of each known cell, by its name
   * @param labelled the images, first those with and then those without
   */
  private record Examples(
      List<LabelledChromosome> items,
      List<Straightened> straightened,
      Map<String, List<Straightened>> cells,
      List<EncoderTraining.Example> known,
      List<EncoderTraining.Example> lone,
      List<LabelledChromosome> labelled) {}

  Karyotyper run(ChromosomeDataset dataset) throws IOException {
    return run(dataset, Map.of());
  }

  /**
   * Trains.
   *
   * @param wholeCells all chromosomes of cells of which the data set has a part, by the name of the
   *     cell: they show the cell's scale and how it looks
   */
  Karyotyper run(ChromosomeDataset dataset, Map<String, List<Straightened>> wholeCells)
      throws IOException {
    long begin = System.nanoTime();
    if (dataset.training().isEmpty()) {
      throw new IllegalArgumentException(nothingToLearnFrom(dataset));
    }
    parts.forEach(Training::warnWithoutId);
    ChromosomeDataset parted =
        dataset.validation().isEmpty() && start.known().isEmpty() ? lend(dataset) : dataset;
    List<LabelledChromosome> all = new ArrayList<>(parted.training().items());
    int first = all.size();
    checkTypes(all);
    all.addAll(parted.validation().items());
    List<Ready> ready = straighten(all);
    int split = (int) ready.stream().filter(one -> one.place() < first).count();
    return train(ready, split, wholeCells, begin);
  }

  /** Trains with the first images and chooses the best epochs with the others. */
  private Karyotyper train(
      List<Ready> ready, int split, Map<String, List<Straightened>> wholeCells, long begin)
      throws IOException {
    List<LabelledChromosome> items = ready.stream().map(Ready::item).toList();
    checkTypes(items.subList(0, split));
    List<Straightened> straightened =
        start
            .known()
            .map(reader -> upright(reader, ready))
            .orElseGet(() -> ready.stream().map(one -> one.prepared().straightened()).toList());
    Examples training =
        examples(items.subList(0, split), straightened.subList(0, split), wholeCells);
    Examples validation =
        examples(
            items.subList(split, items.size()),
            straightened.subList(split, straightened.size()),
            wholeCells);

    TrainedEncoder encoder = trainEncoder(training, validation, ready);
    TrainedClassifier classifier = null;
    try {
      List<ClassifierTraining.Example> embedded = embed(encoder, training);
      List<ClassifierTraining.Example> embeddedValidation = embed(encoder, validation);
      classifier =
          start.train(
              new ClassifierTraining(
                  LaboratoryBalance.of(training.labelled()).balanced(embedded),
                  embeddedValidation,
                  seed,
                  threads,
                  listener,
                  cancellation));
      Learned before = learnedBefore(training);
      ChromosomeReader reader =
          new ChromosomeReader(
              parts.encoder(), parts.classifier(), encoder, classifier, null, before);
      List<AssignerTraining.KnownCell> cells = knownCells(reader, validation);
      TrainedAssigner assigner = trainAssigner(reader, training, embedded.subList(0, split), cells);
      ChromosomeReader complete = reader.with(assigner);
      Learned learned =
          new Learned(
              learnPartings(complete),
              learnLaboratories(complete, training, validation, cells),
              before.adjusts(),
              before.sizes());
      TrainingReport report =
          report(
              training, validation, classifier, embeddedValidation, ready.subList(0, split), begin);
      return new Karyotyper(parts, encoder, classifier, assigner, learned, report, threads);
    } catch (IOException | RuntimeException | Error e) {
      encoder.close();
      if (classifier != null) {
        classifier.close();
      }
      throw e;
    }
  }

  private TrainingReport report(
      Examples training,
      Examples validation,
      TrainedClassifier classifier,
      List<ClassifierTraining.Example> embeddedValidation,
      List<Ready> trained,
      long begin) {
    int known = validation.known().size();
    return new TrainingReport(
        training.items().size(),
        (int) training.items().stream().flatMap(i -> i.cell().stream()).distinct().count(),
        known,
        accuracy(classifier, embeddedValidation.subList(0, known)),
        accuracy(
            classifier,
            // Where no cell is known the second half is missing: all images are lone then.
            embeddedValidation.subList(
                validation.lone().isEmpty() ? 0 : known, embeddedValidation.size())),
        types(training.items()),
        DataHash.of(
            trained.stream().map(one -> one.item().type()).toList(),
            trained.stream().map(one -> one.prepared().digest()).toList()),
        seed,
        (System.nanoTime() - begin) / 1e9);
  }

  private static String nothingToLearnFrom(ChromosomeDataset dataset) {
    if (dataset.isEmpty()) {
      return "dataset: must have images, found none";
    }
    return "dataset: must have images in the split '"
        + ChromosomeDataset.TRAIN
        + "' or no splits at all, found "
        + dataset.size()
        + " images in "
        + dataset.splits()
        + "; ChromosomeDataset.ofSplits makes any of them the split '"
        + ChromosomeDataset.TRAIN
        + "'";
  }

  /** What keeps a model from being saved should be known before its training, not after. */
  private static void warnWithoutId(PartKind<?> kind, Part part) {
    if (part.id().equals(Part.ANONYMOUS)) {
      LOG.warn(
          "{}: must have an id to be saved, found none; the training goes on",
          Parts.name(kind, part));
    }
  }

  private TrainedEncoder trainEncoder(Examples training, Examples validation, List<Ready> ready)
      throws IOException {
    if (checkpoints == null) {
      return start.train(encoderTraining(training, validation, Checkpoints.NONE));
    }
    Settings identity = identity(training, validation, ready);
    try (CheckpointFolder folder = CheckpointFolder.open(checkpoints, identity)) {
      return start.train(
          encoderTraining(training, validation, folder.of(PartKind.ENCODER.property())));
    }
  }

  private EncoderTraining encoderTraining(Examples training, Examples validation, Checkpoints to) {
    return new EncoderTraining(
        LaboratoryBalance.of(training.items()).balanced(training.known()),
        validation.known(),
        parts.pairSampler(),
        seed,
        threads,
        listener,
        cancellation,
        to);
  }

  /** Tells this training from every other one that would give another encoder. */
  private Settings identity(Examples training, Examples validation, List<Ready> ready) {
    MessageDigest digest = ModelFile.sha256();
    for (Ready one : ready) {
      digest.update(
          (one.prepared().digest()
                  + one.item().type()
                  + one.item().cell()
                  + one.item().laboratory()
                  + "\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    return Settings.EMPTY
        .with("seed", seed)
        .with("trainingImages", training.items().size())
        .with("validationImages", validation.items().size())
        .with("dataHash", HexFormat.of().formatHex(digest.digest()))
        .with(PartKind.STRAIGHTENER.property(), identity(parts.straightener()))
        .with(PartKind.PAIR_SAMPLER.property(), identity(parts.pairSampler()))
        .with(PartKind.ENCODER.property(), identity(parts.encoder()));
  }

  private static Settings identity(Part part) {
    return Settings.EMPTY.with("id", part.id()).with("settings", part.settings());
  }

  private @Nullable TrainedAssigner trainAssigner(
      ChromosomeReader reader,
      Examples training,
      List<ClassifierTraining.Example> embedded,
      List<AssignerTraining.KnownCell> known) {
    if (parts.assigner().isEmpty()) {
      return null;
    }
    List<Classification> classified =
        reader.classify(
            training.straightened(),
            embedded.stream().map(ClassifierTraining.Example::embedding).toList());
    List<AssignerTraining.Example> examples = new ArrayList<>(classified.size());
    for (int i = 0; i < classified.size(); i++) {
      LabelledChromosome item = training.items().get(i);
      examples.add(
          new AssignerTraining.Example(
              classified.get(i), item.type(), item.cell(), item.patient()));
    }
    AssignerListener progress = new AssignerListener(listener, known.size());
    progress.cellsRead(known.size());
    TrainedAssigner trained =
        start
            .train(new AssignerTraining(examples, known, seed, progress, cancellation))
            .orElse(null);
    progress.trained();
    return trained;
  }

  /** Classifies the cells that were not trained on. */
  private List<AssignerTraining.KnownCell> knownCells(
      ChromosomeReader reader, Examples validation) {
    List<List<Integer>> cells = cells(validation.items());
    List<AssignerTraining.KnownCell> known = new ArrayList<>(cells.size());
    AssignerListener progress = new AssignerListener(listener, cells.size());
    for (List<Integer> places : cells) {
      cancellation.shouldFinish();
      if (parts.assigner().isPresent()) {
        progress.cellsRead(known.size());
      }
      List<ChromosomeReader.Seen> cell =
          places.stream()
              .map(
                  place ->
                      new ChromosomeReader.Seen(
                          validation.straightened().get(place), Optional.empty()))
              .toList();
      known.add(
          new AssignerTraining.KnownCell(
              reader.classifyBothWays(
                  cell, ChromosomeReader.Setup.of(ChromosomeReader.scaleOf(cell))),
              places.stream().map(place -> validation.items().get(place).type()).toList(),
              validation.items().get(places.get(0)).patient()));
    }
    return known;
  }

  /**
   * What is learned before partings and laboratories are. Sizes are nearly the same in each
   * laboratory, so an adaptation keeps those of its model.
   */
  private Learned learnedBefore(Examples training) {
    TypeSizes sizes =
        start.known().isPresent()
            ? start.learned().sizes()
            : TypeSizes.of(
                cells(training.items()).stream()
                    .map(
                        places ->
                            new TypeSizes.KnownCell(
                                places.stream().map(training.straightened()::get).toList(),
                                places.stream().map(i -> training.items().get(i).type()).toList()))
                    .toList());
    return new Learned(start.learned().partings(), KnownLaboratories.NONE, true, sizes);
  }

  /** Learns how cells look; an adaptation without other cells learns how pictures look. */
  private KnownLaboratories learnLaboratories(
      ChromosomeReader reader,
      Examples training,
      Examples validation,
      List<AssignerTraining.KnownCell> others) {
    Map<String, List<double[]>> pictures =
        traits(
            training.items(),
            (number, cell) ->
                CellTraits.ofPictures(training.cells().getOrDefault(cell, List.of())));
    Map<String, List<double[]>> unlearned =
        traits(
            validation.items(),
            (number, cell) ->
                CellTraits.isEnough(others.get(number).chromosomes().size())
                    ? CellTraits.of(reader.weighed(others.get(number).chromosomes(), true))
                    : Optional.empty());
    KnownLaboratories learned = KnownLaboratories.of(pictures, unlearned);
    return learned.profiles().isEmpty()
        ? start
            .learned()
            .laboratories()
            .movedTo(pictures.values().stream().flatMap(List::stream).toList())
        : learned;
  }

  /** Measures the cells of each laboratory, by their number and their name. */
  private static Map<String, List<double[]>> traits(
      List<LabelledChromosome> items, BiFunction<Integer, String, Optional<double[]>> measure) {
    Map<String, List<double[]>> traits = new HashMap<>();
    List<List<Integer>> cells = cells(items);
    for (int i = 0; i < cells.size(); i++) {
      LabelledChromosome first = items.get(cells.get(i).get(0));
      String laboratory = first.laboratory().orElse(KnownLaboratories.UNNAMED);
      measure
          .apply(i, first.cell().orElseThrow())
          .ifPresent(
              cell -> traits.computeIfAbsent(laboratory, name -> new ArrayList<>()).add(cell));
    }
    return traits;
  }

  private PartingRules learnPartings(ChromosomeReader reader) throws IOException {
    Learned before = start.learned();
    TrainedAssigner assigner = reader.trainedAssigner();
    if (assigner == null || photographs.isEmpty() || cancellation.shouldFinish()) {
      return before.partings();
    }
    CellReading cells =
        new CellReading(
            parts.straightener(),
            reader,
            assigner,
            reader.trainedClassifier(),
            new CallsUnderWay(),
            1);
    Segmenter segmenter = parts.segmenterOrDefault();
    return photographs.learn(
        photograph -> PartAnswers.segment(segmenter, photograph),
        cells,
        new PartingPhotographs.Run(threads, listener, cancellation, strict, this::skip));
  }

  /** The places of each cell's images, and of those of no known cell. */
  private static Map<Optional<String>, List<Integer>> places(List<LabelledChromosome> items) {
    return IntStream.range(0, items.size())
        .boxed()
        .collect(
            Collectors.groupingBy(
                i -> items.get(i).cell(), LinkedHashMap::new, Collectors.toList()));
  }

  /** The places of the images of each known cell. */
  private static List<List<Integer>> cells(List<LabelledChromosome> items) {
    Map<Optional<String>, List<Integer>> places = places(items);
    places.remove(Optional.<String>empty());
    return List.copyOf(places.values());
  }

  private static List<ChromosomeType> types(List<LabelledChromosome> training) {
    return training.stream().map(LabelledChromosome::type).distinct().sorted().toList();
  }

  /** Splits by patients or, if they are too few for two parts, by cells or images. */
  private ChromosomeDataset lend(ChromosomeDataset dataset) {
    ChromosomeDataset training = dataset.training();
    Set<String> splits = dataset.splits();
    ChromosomeDataset lent = training;
    for (SplitUnit unit : SplitUnit.values()) {
      lent =
          (unit == SplitUnit.PATIENT ? training : training.allowSharedPatients())
              .splitBy(unit, 1 - LENT_FOR_VALIDATION, LENT_FOR_VALIDATION, 0, seed);
      if (!lent.validation().isEmpty()) {
        LOG.info(
            "no split '{}' in {}: {} of {} training images, split by {}, choose the best epochs",
            ChromosomeDataset.VALIDATION,
            splits,
            lent.validation().size(),
            training.size(),
            unit.name().toLowerCase(Locale.ROOT));
        return lent;
      }
    }
    return lent;
  }

  private static void checkTypes(List<LabelledChromosome> training) {
    int types = types(training).size();
    if (types < 2) {
      throw new IllegalArgumentException(
          "dataset: the training part must have at least two types, found "
              + types
              + " in "
              + training.size()
              + " images");
    }
  }

  private List<Ready> straighten(List<LabelledChromosome> items) throws IOException {
    List<Readied<Prepared>> results;
    try {
      results =
          Parallel.map(
              items.size(),
              threads,
              i -> Readied.of(items.get(i)::load, parts.straightener(), Training::prepared),
              done -> {
                cancellation.shouldFinish();
                listener.onProgress(new Progress(Stage.STRAIGHTENING, done, items.size()));
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (KaryoException e) {
      // Waiting for other threads ends with an interrupt, too.
      cancellation.shouldFinish();
      throw e;
    }
    List<Ready> ready = new ArrayList<>(items.size());
    List<String> unreadable = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      String name = items.get(i).name();
      Readied<Prepared> result = results.get(i);
      if (result instanceof Readied.Good<Prepared> good) {
        ready.add(new Ready(i, items.get(i), good.value()));
      } else if (result instanceof Readied.Empty<Prepared> empty) {
        rejected.add(name + ": " + empty.reason());
        skip(name, empty.cause(name));
      } else if (result instanceof Readied.Unreadable<Prepared> bad) {
        unreadable.add(String.valueOf(bad.cause().getMessage()));
        skip(name, bad.cause());
      }
    }
    if (strict && !unreadable.isEmpty()) {
      String others = rejected.isEmpty() ? "" : ". Also " + noChromosome(rejected, items.size());
      throw new IOException(Karyotyper.summary("cannot read", unreadable, items.size()) + others);
    }
    if (strict && !rejected.isEmpty()) {
      throw new NoChromosomeException(noChromosome(rejected, items.size()));
    }
    return ready;
  }

  private static String noChromosome(List<String> rejected, int of) {
    return Karyotyper.summary("no chromosome", rejected, of);
  }

  private void skip(String name, Exception cause) {
    if (!strict) {
      LOG.warn("the training goes on without {}: {}", name, cause.getMessage());
      listener.onSkipped(new Skipped(name, cause));
    }
  }

  private static Prepared prepared(ChromosomeImage image, Straightened straightened) {
    return new Prepared(
        image.polarity().equals(Optional.of(Polarity.P_DOWN))
            ? straightened.turned()
            : straightened,
        DataHash.of(image),
        image.polarity().isPresent());
  }

  /**
   * Turns what lies upside down to a model that takes p arms to be up. Of chromosomes whose types
   * are known it can tell even in another laboratory; those of one cell, or of no known one, share
   * a habit of lying.
   */
  private List<Straightened> upright(ChromosomeReader reader, List<Ready> ready) {
    List<Straightened> upright =
        new ArrayList<>(ready.stream().map(one -> one.prepared().straightened()).toList());
    if (reader.trainedEncoder().ignoresPolarity()) {
      return upright;
    }
    int turned = 0;
    for (Map.Entry<Optional<String>, List<Integer>> cell :
        places(ready.stream().map(Ready::item).toList()).entrySet()) {
      cancellation.shouldFinish();
      List<Integer> places = cell.getValue();
      double[] logits =
          uprightLogits(
              reader, places.stream().map(ready::get).toList(), cell.getKey().isPresent());
      double prior = Polarity.prior(logits);
      for (int n = 0; n < logits.length; n++) {
        if (logits[n] + prior < 0) {
          upright.set(places.get(n), upright.get(places.get(n)).turned());
          turned++;
        }
      }
    }
    LOG.info("{} of {} chromosomes seem to lie upside down and are turned", turned, ready.size());
    return upright;
  }

  private static double[] uprightLogits(
      ChromosomeReader reader, List<Ready> ready, boolean oneCell) {
    List<ChromosomeReader.Seen> seen =
        ready.stream().map(Ready::prepared).map(Training::seen).toList();
    List<CellEvidence.Chromosome> chromosomes =
        reader.classifyBothWays(
            seen,
            oneCell
                ? ChromosomeReader.Setup.of(ChromosomeReader.scaleOf(seen))
                : ChromosomeReader.Setup.LONE);
    double[] logits = new double[ready.size()];
    for (int i = 0; i < logits.length; i++) {
      Designation known = Designation.of(ready.get(i).item().type());
      logits[i] = reader.uprightLogit(chromosomes.get(i).withPinned(Optional.of(known)));
    }
    return logits;
  }

  private static ChromosomeReader.Seen seen(Prepared prepared) {
    return new ChromosomeReader.Seen(
        prepared.straightened(),
        prepared.upright() ? Optional.of(Polarity.P_UP) : Optional.empty());
  }

  private static Examples examples(
      List<LabelledChromosome> items,
      List<Straightened> straightened,
      Map<String, List<Straightened>> wholeCells) {
    Map<String, List<Straightened>> cells = new HashMap<>();
    Map<Optional<String>, Optional<CellScale>> scales = new HashMap<>();
    for (List<Integer> places : cells(items)) {
      String cell = items.get(places.get(0)).cell().orElseThrow();
      cells.put(
          cell, wholeCells.getOrDefault(cell, places.stream().map(straightened::get).toList()));
      scales.put(Optional.of(cell), CellScale.of(cells.get(cell)));
    }
    List<EncoderTraining.Example> known = new ArrayList<>();
    List<EncoderTraining.Example> lone = new ArrayList<>();
    List<LabelledChromosome> loneItems = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      ChromosomeType type = items.get(i).type();
      Optional<CellScale> scale = scales.getOrDefault(items.get(i).cell(), Optional.empty());
      known.add(
          new EncoderTraining.Example(new PreparedChromosome(straightened.get(i), scale), type));
      if (scale.isPresent()) {
        lone.add(
            new EncoderTraining.Example(
                new PreparedChromosome(straightened.get(i), Optional.empty()), type));
        loneItems.add(items.get(i));
      }
    }
    List<LabelledChromosome> labelled = new ArrayList<>(items);
    labelled.addAll(loneItems);
    return new Examples(items, straightened, cells, known, lone, labelled);
  }

  /** Embeds the examples with, then without their cells' scales: a classifier meets both. */
  private List<ClassifierTraining.Example> embed(TrainedEncoder encoder, Examples examples) {
    List<EncoderTraining.Example> both = new ArrayList<>(examples.known());
    both.addAll(examples.lone());
    List<ClassifierTraining.Example> embedded = new ArrayList<>(both.size());
    int step = 1024;
    for (int from = 0; from < both.size(); from += step) {
      cancellation.shouldFinish();
      List<EncoderTraining.Example> chunk = both.subList(from, Math.min(both.size(), from + step));
      int start = from;
      List<Embedding> embeddings =
          PartAnswers.embed(
              parts.encoder(),
              encoder,
              chunk.stream().map(EncoderTraining.Example::chromosome).toList(),
              i -> examples.labelled().get(start + i).name());
      for (int i = 0; i < chunk.size(); i++) {
        embedded.add(new ClassifierTraining.Example(embeddings.get(i), chunk.get(i).type()));
      }
      listener.onProgress(new Progress(Stage.EMBEDDING, from + chunk.size(), both.size()));
    }
    return embedded;
  }

  private double accuracy(TrainedClassifier classifier, List<ClassifierTraining.Example> examples) {
    if (examples.isEmpty()) {
      return Double.NaN;
    }
    List<TypeProbabilities> answers =
        PartAnswers.classify(
            parts.classifier(),
            classifier,
            examples.stream().map(ClassifierTraining.Example::embedding).toList());
    return EpochLoop.accuracy(answers.size(), i -> answers.get(i).best() == examples.get(i).type());
  }

  /** The stage of the assigner: half of it reads the validation cells, half is its own training. */
  private static final class AssignerListener implements TrainingListener {
    private final TrainingListener listener;
    private final long half;

    AssignerListener(TrainingListener listener, int cells) {
      this.listener = listener;
      this.half = Math.max(1, cells);
    }

    void cellsRead(int cells) {
      tell(cells);
    }

    void trained() {
      tell(2 * half);
    }

    @Override
    public void onProgress(Progress progress) {
      long total = Math.max(1, progress.total());
      tell(half + half * Math.min(progress.done(), total) / total);
    }

    @Override
    public void onEpoch(Epoch epoch) {
      listener.onEpoch(epoch);
    }

    private void tell(long done) {
      listener.onProgress(new Progress(Stage.ASSIGNER, done, 2 * half));
    }
  }
}
