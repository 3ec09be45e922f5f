package io.karyo;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.Outcome;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.chromosome.Unclassified;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.image.ChromosomeImage;
import io.karyo.iscn.Iscn;
import io.karyo.model.ModelFormatException;
import io.karyo.model.internal.ModelFile;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.Cancellation;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.Checkpoints;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.Straightener;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads chromosomes: straightens, embeds and classifies them.
 *
 * <pre>{@code
 * try (Karyotyper karyotyper = Karyotyper.builder().seed(42).train(dataset)) {
 *   Classification c = karyotyper.classify(ChromosomeImage.read(path));
 *   System.out.println(c.type() + " " + c.probability());
 *   karyotyper.save(Path.of("model.karyo"));
 * }
 * }</pre>
 *
 * <p><b>Which way up</b> a chromosome lies is found out: every image is looked at as it is and
 * turned by 180 degrees, unless it {@linkplain ChromosomeImage#withPolarity says} which way up it
 * lies. An encoder that {@linkplain TrainedEncoder#ignoresPolarity does not heed that} looks once.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls; {@link #close()} waits for those under way.
 * <b>Determinism:</b> the answer for an image does not depend on the number of threads.
 */
public final class Karyotyper implements AutoCloseable {

  private static final int REPORTED_REJECTIONS = 5;

  private static final String TRAINED_ENCODER = "a trained encoder";
  private static final String TRAINED_CLASSIFIER = "a trained classifier";
  private static final String TRAINED_ASSIGNER = "a trained assigner";

  private final Straightener straightener;
  private final PairSampler pairSampler;
  private final SiameseEncoder encoder;
  private final EmbeddingClassifier classifier;
  private final @Nullable KaryotypeAssigner assigner;
  private final TrainedEncoder trainedEncoder;
  private final TrainedClassifier trainedClassifier;
  private final @Nullable TrainedAssigner trainedAssigner;
  private final TrainingReport report;
  private volatile int threads;
  private final CallsUnderWay calls = new CallsUnderWay();

  Karyotyper(
      Builder parts,
      TrainedEncoder trainedEncoder,
      TrainedClassifier trainedClassifier,
      @Nullable TrainedAssigner trainedAssigner,
      TrainingReport report) {
    this.straightener = parts.straightener();
    this.pairSampler = parts.pairSampler();
    this.encoder = parts.encoder();
    this.classifier = parts.classifier();
    this.assigner = parts.assigner().orElse(null);
    this.trainedEncoder = trainedEncoder;
    this.trainedClassifier = trainedClassifier;
    this.trainedAssigner = trainedAssigner;
    this.report = report;
    this.threads = parts.threads;
  }

  /**
   * Starts the configuration of a training.
   *
   * @return a builder that takes the default part of each kind from the class path
   */
  public static Builder builder() {
    return new Builder(null);
  }

  /**
   * Starts an adaptation of this model to another laboratory: a short training on a few of its
   * labelled cells that begins with what this model knows and stays near it. Needs no image of the
   * first training. {@link Builder#train} gives a new karyotyper; this one stays as it is.
   *
   * <p>All images of the data set's training part are learned from; none is lent to a validation
   * part. They may lie either way up: those that seem to lie upside down to this model, which is
   * given their types, are turned first.
   *
   * @return a builder with this model's parts, which cannot be exchanged
   */
  public Builder adapt() {
    return new Builder(this);
  }

  /**
   * Loads a saved model.
   *
   * @param path a {@code .karyo} file
   * @param parts parts that are not announced on the class path, for example {@link
   *     Straightener#named named} lambdas; each must be named by the file and have the settings
   *     that it was saved with
   * @return the karyotyper that was saved
   * @throws IOException if the file cannot be read
   * @throws ModelFormatException if it is no model file, is damaged or too new, or needs a part
   *     that is neither given nor announced
   * @throws IllegalArgumentException if the file does not name a given part, or with other settings
   * @throws IllegalStateException if there is no ND4J backend for a part that needs one
   * @throws UnsupportedOperationException if a given part does not override {@code restore}
   */
  public static Karyotyper load(Path path, Part... parts) throws IOException {
    return restore(ModelFile.read(path), path.toString(), List.of(parts));
  }

  /**
   * Loads a saved model from a stream, which stays open.
   *
   * @param in what {@link #save(OutputStream)} or {@link #save(Path)} wrote
   * @param parts as for {@link #load(Path, Part...)}
   * @return the karyotyper that was saved
   * @throws IOException if the stream cannot be read
   * @throws ModelFormatException as for {@link #load(Path, Part...)}
   * @throws IllegalArgumentException as for {@link #load(Path, Part...)}
   * @throws IllegalStateException as for {@link #load(Path, Part...)}
   * @throws UnsupportedOperationException as for {@link #load(Path, Part...)}
   */
  public static Karyotyper load(InputStream in, Part... parts) throws IOException {
    return restore(
        ModelFile.read(in, "model stream", ModelFile.Limits.DEFAULT),
        "model stream",
        List.of(parts));
  }

  private static Karyotyper restore(ModelFile model, String name, List<Part> given) {
    TrainingReport report;
    try {
      report = TrainingReport.of(model.properties());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(name + ": " + e.getMessage(), e);
    }
    List<Part> unused = new ArrayList<>(given);
    Builder parts =
        new Builder(null)
            .straightener(part(model, name, PartKind.STRAIGHTENER, Straightener.class, unused))
            .pairSampler(part(model, name, PartKind.PAIR_SAMPLER, PairSampler.class, unused))
            .encoder(part(model, name, PartKind.ENCODER, SiameseEncoder.class, unused))
            .classifier(part(model, name, PartKind.CLASSIFIER, EmbeddingClassifier.class, unused));
    boolean assigns = model.has(PartKind.ASSIGNER);
    if (assigns) {
      parts.assigner(part(model, name, PartKind.ASSIGNER, KaryotypeAssigner.class, unused));
    } else {
      parts.withoutAssigner();
    }
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "parts: must be named by " + name + ", found '" + unused.get(0).id() + "'");
    }
    TrainedEncoder encoder = null;
    TrainedClassifier classifier = null;
    try {
      encoder =
          PartAnswers.made(
              PartKind.ENCODER,
              parts.encoder(),
              TRAINED_ENCODER,
              parts.encoder().restore(model.source(PartKind.ENCODER)));
      classifier =
          PartAnswers.made(
              PartKind.CLASSIFIER,
              parts.classifier(),
              TRAINED_CLASSIFIER,
              parts.classifier().restore(model.source(PartKind.CLASSIFIER)));
      TrainedAssigner assigner = null;
      if (assigns) {
        KaryotypeAssigner part = parts.assigner().orElseThrow();
        assigner =
            PartAnswers.made(
                PartKind.ASSIGNER,
                part,
                TRAINED_ASSIGNER,
                part.restore(model.source(PartKind.ASSIGNER)));
      }
      return new Karyotyper(parts, encoder, classifier, assigner, report);
    } catch (RuntimeException | Error e) {
      if (encoder != null) {
        encoder.close();
      }
      if (classifier != null) {
        classifier.close();
      }
      boolean unnamed =
          e instanceof ModelFormatException && !String.valueOf(e.getMessage()).startsWith(name);
      if (unnamed || e instanceof IllegalArgumentException) {
        throw new ModelFormatException(name + ": " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private static <P extends Part> P part(
      ModelFile model, String name, PartKind kind, Class<P> type, List<Part> unused) {
    ModelFile.SavedPart saved = model.part(kind);
    for (Part part : unused) {
      if (type.isInstance(part) && part.id().equals(saved.id())) {
        if (!part.settings().equals(saved.settings())) {
          throw new IllegalArgumentException(
              kind.property()
                  + " '"
                  + part.id()
                  + "': must have the settings of the model, "
                  + saved.settings()
                  + ", found "
                  + part.settings());
        }
        unused.remove(part);
        return type.cast(part);
      }
    }
    if (!Parts.ids(kind).contains(saved.id())) {
      throw new ModelFormatException(
          name
              + ": needs "
              + kind.property()
              + " '"
              + saved.id()
              + "', which is neither given nor on the class path; found "
              + Parts.ids(kind));
    }
    try {
      return Parts.create(kind, type, saved.id(), saved.settings());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          name + ": settings of " + kind.property() + " '" + saved.id() + "': " + e.getMessage(),
          e);
    }
  }

  /**
   * Sets on how many threads lists of more than 32 images are read and straightened, from the next
   * call on: the calling one and threads that all karyotypers share, of which there are as many as
   * processors, or as the largest number that was set. In a program that answers several requests
   * at a time, 1 keeps each within its own thread. How many threads an encoder uses is the
   * encoder's own matter.
   *
   * @param threads at least 1; {@link Builder#threads} at first, and after loading the number of
   *     processors
   * @throws IllegalArgumentException if there are fewer
   */
  public void setThreads(int threads) {
    this.threads = requireThreads(threads);
  }

  private static int requireThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: must be at least 1, found " + threads);
    }
    return threads;
  }

  private ModelFile openModelFile() throws IOException {
    try {
      return whileOpen(
          () -> {
            try {
              return modelFile();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private ModelFile modelFile() throws IOException {
    ModelFile.Builder file =
        ModelFile.builder()
            .part(PartKind.STRAIGHTENER, straightener)
            .part(PartKind.PAIR_SAMPLER, pairSampler)
            .part(PartKind.ENCODER, encoder, trainedEncoder::save)
            .part(PartKind.CLASSIFIER, classifier, trainedClassifier::save)
            .properties(report.toSettings());
    if (assigner != null && trainedAssigner != null) {
      file.part(PartKind.ASSIGNER, assigner, trainedAssigner::save);
    }
    return file.build();
  }

  /**
   * Classifies a lone chromosome, of whose cell nothing is known. It may lie either way up, unless
   * the image {@linkplain ChromosomeImage#withPolarity says} which.
   *
   * @param image the picture of one chromosome
   * @return its type and polarity, with alternatives
   * @throws NoChromosomeException if the image shows no chromosome
   * @throws IllegalStateException if this is closed
   */
  public Classification classify(ChromosomeImage image) {
    return classify(List.of(image)).get(0);
  }

  /**
   * Classifies lone chromosomes; the images need not be of one cell. Each may lie either way up,
   * unless its image {@linkplain ChromosomeImage#withPolarity says} which. One that shows no
   * chromosome fails them all; {@link #tryClassify} goes on without it.
   *
   * @param images pictures of one chromosome each
   * @return a classification each, in the same order
   * @throws NoChromosomeException if some images show no chromosome; the message names them
   * @throws IllegalStateException if this is closed
   */
  public List<Classification> classify(List<ChromosomeImage> images) {
    return whileOpen(() -> reader().classifyLone(straighten(images)));
  }

  /**
   * Classifies the chromosomes of one cell, each by itself but knowing the sizes of the others, and
   * how most of them lie. Each may lie either way up, unless its image {@linkplain
   * Cell#withPolarity says} which.
   *
   * @param cell a cell
   * @return a classification each, in the cell's order
   * @throws NoChromosomeException if some images show no chromosome; the message names them
   * @throws IllegalStateException if this is closed
   */
  public List<Classification> classify(Cell cell) {
    return whileOpen(() -> reader().classifyCell(straighten(cell.chromosomes())));
  }

  /**
   * Reads and classifies lone chromosomes, which may lie either way up, unless a source {@linkplain
   * ImageSource#withPolarity says} which. An image that cannot be read or shows no chromosome is
   * reported in its place, and the others are classified.
   *
   * @param images where the images come from; they need not be of one cell
   * @return what came of each, in the same order
   * @throws IllegalStateException if this is closed
   */
  public List<Outcome> tryClassify(List<? extends ImageSource> images) {
    return tryClassify(images, ChromosomeReader::classifyLone);
  }

  /**
   * Reads and classifies the chromosomes of one cell, each by itself but knowing the sizes of the
   * others, and how most of them lie. Each may lie either way up, unless its source {@linkplain
   * ImageSource#withPolarity says} which. An image that cannot be read or shows no chromosome is
   * reported in its place, and the others are classified as if the cell were without it.
   *
   * @param images where the images of the cell come from
   * @return what came of each, in the same order
   * @throws IllegalStateException if this is closed
   */
  public List<Outcome> tryClassifyCell(List<? extends ImageSource> images) {
    return tryClassify(images, ChromosomeReader::classifyCell);
  }

  private List<Outcome> tryClassify(
      List<? extends ImageSource> images,
      BiFunction<ChromosomeReader, List<ChromosomeReader.Seen>, List<Classification>> classify) {
    return whileOpen(
        () -> {
          List<Object> results = map(images.size(), i -> tryStraighten(images.get(i)));
          List<ChromosomeReader.Seen> good = new ArrayList<>(results.size());
          for (Object result : results) {
            if (result instanceof ChromosomeReader.Seen seen) {
              good.add(seen);
            }
          }
          Iterator<Classification> classified = classify.apply(reader(), good).iterator();
          List<Outcome> outcomes = new ArrayList<>(results.size());
          for (Object result : results) {
            outcomes.add(result instanceof Unclassified bad ? bad : classified.next());
          }
          return outcomes;
        });
  }

  /** Returns what was straightened, or the image as {@link Unclassified}. */
  private Object tryStraighten(ImageSource source) {
    try {
      ChromosomeImage image = source.load();
      Straightening result = PartAnswers.straighten(straightener, image);
      return result instanceof Rejected rejected
          ? new Unclassified(
              new NoChromosomeException(
                  image.source() + ": shows no chromosome: " + rejected.reason()))
          : new ChromosomeReader.Seen((Straightened) result, image.polarity());
    } catch (IOException e) {
      return new Unclassified(e);
    }
  }

  /**
   * Finds the karyotype of a cell: the most probable designation of all its chromosomes at once.
   * Each may lie either way up, unless its image {@linkplain Cell#withPolarity says} which.
   *
   * @param cell a cell, complete or not, of at most 1000 chromosomes; may have none
   * @return its karyotype, in which each chromosome has one designation
   * @throws IllegalArgumentException if the cell has too many chromosomes
   * @throws NoChromosomeException if some images show no chromosome; the message names them
   * @throws IllegalStateException if this is closed, or the model has no assigner
   */
  public Karyotype karyotype(Cell cell) {
    if (cell.chromosomes().size() > Iscn.MAX_COPIES) {
      throw new IllegalArgumentException(
          "cell '"
              + cell.id()
              + "': must have at most "
              + Iscn.MAX_COPIES
              + " chromosomes, found "
              + cell.chromosomes().size());
    }
    return whileOpen(
        () -> {
          TrainedAssigner trained = trainedAssigner;
          if (trained == null) {
            throw new IllegalStateException(
                "assigner: the model must have one to find karyotypes, found none; train it with"
                    + " karyo-classify on the class path, or with an assigner of your own");
          }
          List<ChromosomeReader.Seen> seen = straighten(cell.chromosomes());
          return Karyotype.of(
              cell,
              new CellEvidence(
                  reader().classifyBothWays(seen, ChromosomeReader.scaleOf(seen)),
                  Karyotype.DEFAULT_PRECISION),
              trained,
              (embedding, count) -> whileOpen(() -> trainedClassifier.nearest(embedding, count)));
        });
  }

  private List<ChromosomeReader.Seen> straighten(List<ChromosomeImage> images) {
    List<Straightening> results =
        map(images.size(), i -> PartAnswers.straighten(straightener, images.get(i)));
    List<ChromosomeReader.Seen> straightened = new ArrayList<>(images.size());
    List<String> rejected = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) instanceof Straightened good) {
        straightened.add(new ChromosomeReader.Seen(good, images.get(i).polarity()));
      } else if (results.get(i) instanceof Rejected bad) {
        rejected.add(images.get(i).source() + " (number " + (i + 1) + "): " + bad.reason());
      }
    }
    if (!rejected.isEmpty()) {
      throw new NoChromosomeException(summary("no chromosome", rejected, images.size()));
    }
    return straightened;
  }

  static String summary(String what, List<String> cases, int of) {
    String more =
        cases.size() > REPORTED_REJECTIONS
            ? "; and " + (cases.size() - REPORTED_REJECTIONS) + " more"
            : "";
    return what
        + " in "
        + cases.size()
        + " of "
        + of
        + (of == 1 ? " image: " : " images: ")
        + String.join("; ", cases.subList(0, Math.min(cases.size(), REPORTED_REJECTIONS)))
        + more;
  }

  private ChromosomeReader reader() {
    return new ChromosomeReader(
        encoder, classifier, trainedEncoder, trainedClassifier, trainedAssigner);
  }

  private <T> T whileOpen(Supplier<T> work) {
    return calls.make(work);
  }

  /** Computes a list on several threads, all of which belong to the call under way. */
  private <T> List<T> map(int count, IntFunction<T> step) {
    return Parallel.map(count, threads, i -> calls.within(() -> step.apply(i)), done -> {});
  }

  /**
   * Saves the model. An existing file is replaced at once or, if anything fails, left as it was.
   *
   * @param path where to, by custom with the ending {@code .karyo}
   * @throws IOException if the file cannot be written
   * @throws IllegalStateException if a part has no id, or this is closed
   * @throws UnsupportedOperationException if a trained part cannot be saved
   */
  public void save(Path path) throws IOException {
    openModelFile().write(path);
  }

  /**
   * Writes the model to a stream, which stays open.
   *
   * @param out where to
   * @throws IOException if the stream cannot be written
   * @throws IllegalStateException if a part has no id, or this is closed
   * @throws UnsupportedOperationException if a trained part cannot be saved
   */
  public void save(OutputStream out) throws IOException {
    openModelFile().write(out);
  }

  /**
   * Returns where this model comes from.
   *
   * @return the report of its training
   */
  public TrainingReport report() {
    return report;
  }

  /**
   * Returns the ids of the parts.
   *
   * @return for example {@code Karyotyper[straightener auto, pairSampler in-batch, encoder
   *     concatenated, classifier class-means, assigner optimal]}
   */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "Karyotyper[", "]");
    describe(PartKind.STRAIGHTENER, straightener, text);
    describe(PartKind.PAIR_SAMPLER, pairSampler, text);
    describe(PartKind.ENCODER, encoder, text);
    describe(PartKind.CLASSIFIER, classifier, text);
    if (assigner != null) {
      describe(PartKind.ASSIGNER, assigner, text);
    }
    return text.toString();
  }

  private static void describe(PartKind kind, Part part, StringJoiner text) {
    text.add(kind.property() + " " + (part.id().equals(Part.ANONYMOUS) ? "without id" : part.id()));
  }

  /**
   * Returns the part that straightens.
   *
   * @return the straightener
   */
  public Straightener straightener() {
    return straightener;
  }

  /**
   * Returns the part that drew the pairs of the training.
   *
   * @return the pair sampler
   */
  public PairSampler pairSampler() {
    return pairSampler;
  }

  /**
   * Returns the configuration of the encoder.
   *
   * @return the encoder as it was before its training
   */
  public SiameseEncoder encoder() {
    return encoder;
  }

  /**
   * Returns the configuration of the classifier.
   *
   * @return the classifier as it was before its training
   */
  public EmbeddingClassifier classifier() {
    return classifier;
  }

  /**
   * Returns the configuration of the assigner.
   *
   * @return the assigner as it was before its training, empty if the model has none
   */
  public Optional<KaryotypeAssigner> assigner() {
    return Optional.ofNullable(assigner);
  }

  /**
   * Frees native memory, after the calls under way; a second call does nothing. Calls of other
   * threads that come while this waits are refused as after it, so that a part that has another
   * thread ask this karyotyper cannot keep it from ending.
   *
   * @throws IllegalStateException if a part or a listener asks for it within a call of this
   *     karyotyper, which would wait for itself
   */
  @Override
  public void close() {
    calls.end(
        () -> {
          try {
            trainedEncoder.close();
          } finally {
            trainedClassifier.close();
          }
        });
  }

  /**
   * Configures a training. Parts that are not set are the defaults of the class path. Not
   * thread-safe.
   */
  public static final class Builder {

    private final @Nullable Karyotyper adapted;

    private @Nullable Straightener straightener;
    private @Nullable PairSampler pairSampler;
    private @Nullable SiameseEncoder encoder;
    private @Nullable EmbeddingClassifier classifier;
    private @Nullable KaryotypeAssigner assigner;
    private boolean withoutAssigner;
    private long seed;
    private int threads = Runtime.getRuntime().availableProcessors();
    private boolean strict = true;
    private @Nullable Path checkpoints;
    private TrainingListener listener = TrainingListener.NONE;
    private Cancellation cancellation = new Cancellation();

    private Builder(@Nullable Karyotyper adapted) {
      this.adapted = adapted;
      if (adapted != null) {
        straightener = adapted.straightener;
        pairSampler = adapted.pairSampler;
        encoder = adapted.encoder;
        classifier = adapted.classifier;
        assigner = adapted.assigner;
        withoutAssigner = assigner == null;
      }
    }

    private void requireFree(PartKind kind) {
      if (adapted != null) {
        throw new IllegalStateException(
            kind.property() + ": must stay the model's own when it is adapted");
      }
    }

    /**
     * Sets the part that straightens. {@code io.karyo.straighten.Straighteners} makes those of
     * karyo-straighten.
     *
     * @param straightener the part
     * @return this
     */
    public Builder straightener(Straightener straightener) {
      requireFree(PartKind.STRAIGHTENER);
      this.straightener = Objects.requireNonNull(straightener, "straightener");
      return this;
    }

    /**
     * Sets the part that draws the pairs. {@code io.karyo.siamese.pairs.PairSamplers} makes those
     * of karyo-siamese.
     *
     * @param pairSampler the part
     * @return this
     */
    public Builder pairSampler(PairSampler pairSampler) {
      requireFree(PartKind.PAIR_SAMPLER);
      this.pairSampler = Objects.requireNonNull(pairSampler, "pairSampler");
      return this;
    }

    /**
     * Sets the part that learns the embedding. {@code io.karyo.siamese.SiameseEncoders} makes those
     * of karyo-siamese: the presets fast, balanced and best, networks of other sizes, losses and
     * numbers of epochs.
     *
     * @param encoder the part
     * @return this
     */
    public Builder encoder(SiameseEncoder encoder) {
      requireFree(PartKind.ENCODER);
      this.encoder = Objects.requireNonNull(encoder, "encoder");
      return this;
    }

    /**
     * Sets the part that classifies embeddings. {@code io.karyo.classify.EmbeddingClassifiers}
     * makes those of karyo-classify.
     *
     * @param classifier the part
     * @return this
     */
    public Builder classifier(EmbeddingClassifier classifier) {
      requireFree(PartKind.CLASSIFIER);
      this.classifier = Objects.requireNonNull(classifier, "classifier");
      return this;
    }

    /**
     * Sets the part that finds the karyotype of a whole cell. Unlike the other parts it may be
     * missing, if none is set and none on the class path is the default. {@code
     * io.karyo.classify.karyotype.KaryotypeAssigners} makes that of karyo-classify.
     *
     * @param assigner the part
     * @return this
     */
    public Builder assigner(KaryotypeAssigner assigner) {
      requireFree(PartKind.ASSIGNER);
      this.assigner = Objects.requireNonNull(assigner, "assigner");
      return this;
    }

    private void withoutAssigner() {
      withoutAssigner = true;
    }

    /**
     * Sets the seed of all draws.
     *
     * @param seed any number; 0 unless set
     * @return this
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Sets how many threads read and straighten images, in training and after, and how many train.
     * How many a native engine uses for predictions is set where it is configured: ND4J's by the
     * environment variable {@code OMP_NUM_THREADS}.
     *
     * @param threads at least 1; as many as the machine has processors unless set
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder threads(int threads) {
      this.threads = requireThreads(threads);
      return this;
    }

    /**
     * Sets whether an image that cannot be read or shows no chromosome fails the training. If not,
     * the training goes on without it, and the listener is told of each.
     *
     * @param strict true unless set
     * @return this
     */
    public Builder strict(boolean strict) {
      this.strict = strict;
      return this;
    }

    /**
     * Sets where the training writes down how far it has come, after each epoch of the encoder. A
     * training of the same data, parts, seed and library that is given the same folder goes on from
     * there, and gives the same model, to the last bit, as one that was never interrupted. What is
     * not written down is done again: reading, straightening and the classifier.
     *
     * <p>There is one file for each network, replaced as a whole; the folder may be deleted when
     * the model is saved. An encoder of your own trains from the start unless it heeds {@link
     * Checkpoints}. Parts without an id are taken for the same.
     *
     * @param folder made if it is not there; no two trainings may use it at a time
     * @return this
     * @throws IllegalStateException if a model is adapted, which takes seconds
     */
    public Builder checkpoints(Path folder) {
      if (adapted != null) {
        throw new IllegalStateException(
            "checkpoints: must not be set when a model is adapted, which takes seconds");
      }
      this.checkpoints = Objects.requireNonNull(folder, "folder");
      return this;
    }

    /**
     * Sets who is told how the training goes; nobody unless set. A training takes minutes, and
     * {@link TrainingListener#logging()} logs how far it has come.
     *
     * @param listener called by the training thread
     * @return this
     */
    public Builder listener(TrainingListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Sets what can stop the training.
     *
     * @param cancellation asked between steps
     * @return this
     */
    public Builder cancellation(Cancellation cancellation) {
      this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
      return this;
    }

    /**
     * Trains on the training part of a data set and chooses on its validation part. A data set
     * without a validation part lends a tenth of its training part, by patient or cell where known.
     *
     * @param dataset labelled chromosomes of at least two types
     * @return a karyotyper that is ready for use
     * @throws IOException if an image cannot be read, unless {@link #strict} is false; the message
     *     names the first few
     * @throws NoChromosomeException if an image shows no chromosome, unless {@link #strict} is
     *     false; the message names the first few
     * @throws IllegalArgumentException if the data set cannot be learned from, or the {@link
     *     #checkpoints} are of another training
     * @throws IllegalStateException if a part is not set and has no default, or cannot work here,
     *     or another training uses the folder of the checkpoints
     * @throws TrainingDivergedException if the training comes to nothing
     * @throws UnsupportedOperationException if a trained part cannot be {@link Karyotyper#adapt()
     *     adapted}
     * @throws ModelFormatException if a checkpoint is damaged
     * @throws KaryoException if a part throws something, gives null or not one result for each
     *     image; the message names the part and, where one image is to blame, the image
     * @throws java.util.concurrent.CancellationException if the training was cancelled, or the
     *     calling thread was interrupted
     */
    public Karyotyper train(ChromosomeDataset dataset) throws IOException {
      // Parts first: what is missing should not be found after minutes of straightening.
      for (Part part : List.of(straightener(), pairSampler(), encoder(), classifier())) {
        part.check();
      }
      assigner().ifPresent(Part::check);
      Training training =
          new Training(this, seed, threads, strict, checkpoints, listener, cancellation);
      if (adapted == null) {
        return training.run(dataset);
      }
      try {
        return adapted.whileOpen(
            () -> {
              try {
                return training.run(dataset);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }

    TrainedEncoder train(EncoderTraining training) {
      return PartAnswers.made(
          PartKind.ENCODER,
          encoder(),
          TRAINED_ENCODER,
          adapted == null ? encoder().train(training) : adapted.trainedEncoder.adapt(training));
    }

    TrainedClassifier train(ClassifierTraining training) {
      return PartAnswers.made(
          PartKind.CLASSIFIER,
          classifier(),
          TRAINED_CLASSIFIER,
          adapted == null
              ? classifier().train(training)
              : adapted.trainedClassifier.adapt(training));
    }

    Optional<TrainedAssigner> train(AssignerTraining training) {
      TrainedAssigner known = adapted == null ? null : adapted.trainedAssigner;
      return assigner()
          .map(
              part ->
                  PartAnswers.made(
                      PartKind.ASSIGNER,
                      part,
                      TRAINED_ASSIGNER,
                      known == null ? part.train(training) : known.adapt(training)));
    }

    boolean adapts() {
      return adapted != null;
    }

    /** What the model that is adapted sees, if one is. */
    Optional<ChromosomeReader> adaptedReader() {
      return Optional.ofNullable(adapted).map(Karyotyper::reader);
    }

    Straightener straightener() {
      if (straightener == null) {
        straightener = Parts.defaultPart(PartKind.STRAIGHTENER, Straightener.class);
      }
      return straightener;
    }

    PairSampler pairSampler() {
      if (pairSampler == null) {
        pairSampler = Parts.defaultPart(PartKind.PAIR_SAMPLER, PairSampler.class);
      }
      return pairSampler;
    }

    SiameseEncoder encoder() {
      if (encoder == null) {
        encoder = Parts.defaultPart(PartKind.ENCODER, SiameseEncoder.class);
      }
      return encoder;
    }

    EmbeddingClassifier classifier() {
      if (classifier == null) {
        classifier = Parts.defaultPart(PartKind.CLASSIFIER, EmbeddingClassifier.class);
      }
      return classifier;
    }

    Optional<KaryotypeAssigner> assigner() {
      if (assigner == null && !withoutAssigner) {
        assigner = Parts.findDefaultPart(PartKind.ASSIGNER, KaryotypeAssigner.class).orElse(null);
        withoutAssigner = assigner == null;
      }
      return Optional.ofNullable(assigner);
    }
  }
}
