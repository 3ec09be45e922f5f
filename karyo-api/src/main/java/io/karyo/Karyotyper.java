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
import io.karyo.model.Require;
import io.karyo.model.internal.ModelFile;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.Checkpoints;
import io.karyo.spi.EmbeddingClassifier;
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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
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
 * turned by 180 degrees, unless it {@linkplain ChromosomeImage#withPolarity states} which way up it
 * lies. An encoder that {@linkplain TrainedEncoder#ignoresPolarity does not heed that} looks once.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls; {@link #close()} waits for those under way.
 * <b>Determinism:</b> the answer for an image does not depend on the number of threads.
 */
public final class Karyotyper implements AutoCloseable {

  private static final int REPORTED_REJECTIONS = 5;

  private final Pipeline parts;
  private final TrainedEncoder trainedEncoder;
  private final TrainedClassifier trainedClassifier;
  private final @Nullable TrainedAssigner trainedAssigner;
  private final TrainingReport report;
  private final int threads;
  private final CallsUnderWay calls = new CallsUnderWay();

  Karyotyper(
      Pipeline parts,
      TrainedEncoder trainedEncoder,
      TrainedClassifier trainedClassifier,
      @Nullable TrainedAssigner trainedAssigner,
      TrainingReport report,
      int threads) {
    this.parts = parts;
    this.trainedEncoder = trainedEncoder;
    this.trainedClassifier = trainedClassifier;
    this.trainedAssigner = trainedAssigner;
    this.report = report;
    this.threads = threads;
  }

  /**
   * Starts the configuration of a training.
   *
   * @return a builder that takes the default part of each kind from the class path
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts an adaptation of this model to another laboratory: a short training on a few of its
   * labelled cells that begins with what this model knows and stays near it. It gives a new
   * karyotyper; this one stays as it is.
   *
   * @return an adaptation with this model's parts
   */
  public Adaptation adapt() {
    return new Adaptation(this);
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
    return load(path, Runtime.getRuntime().availableProcessors(), parts);
  }

  /**
   * Loads a saved model that is to read and straighten images on some threads.
   *
   * @param path a {@code .karyo} file
   * @param threads on how many threads lists of more than 32 images are read and straightened, at
   *     least 1: the calling one and threads that all karyotypers share, of which there are as many
   *     as processors. In a program that answers several requests at a time, 1 keeps each within
   *     its own thread. This does not affect the threads an encoder uses.
   * @param parts as for {@link #load(Path, Part...)}
   * @return the karyotyper that was saved
   * @throws IOException as for {@link #load(Path, Part...)}
   * @throws ModelFormatException as for {@link #load(Path, Part...)}
   * @throws IllegalArgumentException as for {@link #load(Path, Part...)}, or if there are no
   *     threads
   * @throws IllegalStateException as for {@link #load(Path, Part...)}
   * @throws UnsupportedOperationException as for {@link #load(Path, Part...)}
   */
  public static Karyotyper load(Path path, int threads, Part... parts) throws IOException {
    Require.atLeast("threads", threads, 1);
    return restore(ModelFile.read(path), path.toString(), threads, List.of(parts));
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
    return load(in, Runtime.getRuntime().availableProcessors(), parts);
  }

  /**
   * Loads a saved model from a stream, which stays open, that is to read and straighten images on
   * some threads.
   *
   * @param in what {@link #save(OutputStream)} or {@link #save(Path)} wrote
   * @param threads as for {@link #load(Path, int, Part...)}
   * @param parts as for {@link #load(Path, Part...)}
   * @return the karyotyper that was saved
   * @throws IOException if the stream cannot be read
   * @throws ModelFormatException as for {@link #load(Path, Part...)}
   * @throws IllegalArgumentException as for {@link #load(Path, int, Part...)}
   * @throws IllegalStateException as for {@link #load(Path, Part...)}
   * @throws UnsupportedOperationException as for {@link #load(Path, Part...)}
   */
  public static Karyotyper load(InputStream in, int threads, Part... parts) throws IOException {
    Require.atLeast("threads", threads, 1);
    ModelFile file = ModelFile.read(in, "model stream", ModelFile.Limits.DEFAULT);
    return restore(file, "model stream", threads, List.of(parts));
  }

  private static Karyotyper restore(ModelFile model, String name, int threads, List<Part> given) {
    TrainingReport report;
    try {
      report = TrainingReport.of(model.properties());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(name + ": " + e.getMessage(), e);
    }
    List<Part> unused = new ArrayList<>(given);
    Pipeline parts =
        new Pipeline(
            part(model, name, PartKind.STRAIGHTENER, unused),
            part(model, name, PartKind.PAIR_SAMPLER, unused),
            part(model, name, PartKind.ENCODER, unused),
            part(model, name, PartKind.CLASSIFIER, unused),
            model.has(PartKind.ASSIGNER)
                ? Optional.of(part(model, name, PartKind.ASSIGNER, unused))
                : Optional.empty());
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
              Start.TRAINED_ENCODER,
              parts.encoder().restore(model.source(PartKind.ENCODER)));
      classifier =
          PartAnswers.made(
              PartKind.CLASSIFIER,
              parts.classifier(),
              Start.TRAINED_CLASSIFIER,
              parts.classifier().restore(model.source(PartKind.CLASSIFIER)));
      TrainedAssigner assigner =
          parts
              .assigner()
              .map(
                  part ->
                      PartAnswers.made(
                          PartKind.ASSIGNER,
                          part,
                          Start.TRAINED_ASSIGNER,
                          part.restore(model.source(PartKind.ASSIGNER))))
              .orElse(null);
      return new Karyotyper(parts, encoder, classifier, assigner, report, threads);
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
      ModelFile model, String name, PartKind<P> kind, List<Part> unused) {
    ModelFile.SavedPart saved = model.part(kind);
    for (Part part : unused) {
      if (kind.type().isInstance(part) && part.id().equals(saved.id())) {
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
        return kind.type().cast(part);
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
      return Parts.create(kind, saved.id(), saved.settings());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          name + ": settings of " + kind.property() + " '" + saved.id() + "': " + e.getMessage(),
          e);
    }
  }

  private ModelFile modelFile() throws IOException {
    ModelFile.Builder file =
        ModelFile.builder()
            .part(PartKind.STRAIGHTENER, parts.straightener())
            .part(PartKind.PAIR_SAMPLER, parts.pairSampler())
            .part(PartKind.ENCODER, parts.encoder(), trainedEncoder::save)
            .part(PartKind.CLASSIFIER, parts.classifier(), trainedClassifier::save)
            .properties(report.settings());
    if (trainedAssigner != null) {
      file.part(PartKind.ASSIGNER, parts.assigner().orElseThrow(), trainedAssigner::save);
    }
    return file.build();
  }

  /**
   * Classifies a lone chromosome, of whose cell nothing is known. It may lie either way up, unless
   * the image {@linkplain ChromosomeImage#withPolarity states} which.
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
   * unless its image {@linkplain ChromosomeImage#withPolarity states} which. One that shows no
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
   * Cell#withPolarity states} which.
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
   * ImageSource#withPolarity states} which. An image that cannot be read or shows no chromosome is
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
   * ImageSource#withPolarity states} which. An image that cannot be read or shows no chromosome is
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
          List<Readied<ChromosomeReader.Seen>> results =
              map(images.size(), i -> ready(images.get(i)));
          List<ChromosomeReader.Seen> good = new ArrayList<>(results.size());
          for (Readied<ChromosomeReader.Seen> result : results) {
            if (result instanceof Readied.Good<ChromosomeReader.Seen> one) {
              good.add(one.value());
            }
          }
          Iterator<Classification> classified = classify.apply(reader(), good).iterator();
          List<Outcome> outcomes = new ArrayList<>(results.size());
          for (Readied<ChromosomeReader.Seen> result : results) {
            outcomes.add(outcome(result, classified));
          }
          return outcomes;
        });
  }

  private Readied<ChromosomeReader.Seen> ready(ImageSource source) {
    return Readied.of(
        source,
        parts.straightener(),
        (image, straightened) -> new ChromosomeReader.Seen(straightened, image.polarity()));
  }

  private static Outcome outcome(
      Readied<ChromosomeReader.Seen> result, Iterator<Classification> classified) {
    if (result instanceof Readied.Unreadable<ChromosomeReader.Seen> unreadable) {
      return new Unclassified(unreadable.cause());
    }
    return result instanceof Readied.Empty<ChromosomeReader.Seen> empty
        ? new Unclassified(empty.cause(empty.source()))
        : classified.next();
  }

  /**
   * Finds the karyotype of a cell: the most probable designation of all its chromosomes at once.
   * Each may lie either way up, unless its image {@linkplain Cell#withPolarity states} which.
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
        map(images.size(), i -> PartAnswers.straighten(parts.straightener(), images.get(i)));
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
        parts.encoder(), parts.classifier(), trainedEncoder, trainedClassifier, trainedAssigner);
  }

  /** What an adaptation of this model begins with. */
  Start start() {
    return new Start.From(parts, reader());
  }

  <T, X extends Exception> T whileOpen(CallsUnderWay.Call<T, X> work) throws X {
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
    whileOpen(this::modelFile).write(path);
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
    whileOpen(this::modelFile).write(out);
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
    describe(PartKind.STRAIGHTENER, parts.straightener(), text);
    describe(PartKind.PAIR_SAMPLER, parts.pairSampler(), text);
    describe(PartKind.ENCODER, parts.encoder(), text);
    describe(PartKind.CLASSIFIER, parts.classifier(), text);
    parts.assigner().ifPresent(part -> describe(PartKind.ASSIGNER, part, text));
    return text.toString();
  }

  private static void describe(PartKind<?> kind, Part part, StringJoiner text) {
    text.add(kind.property() + " " + (part.id().equals(Part.ANONYMOUS) ? "without id" : part.id()));
  }

  /**
   * Returns the part that straightens.
   *
   * @return the straightener
   */
  public Straightener straightener() {
    return parts.straightener();
  }

  /**
   * Returns the part that drew the pairs of the training.
   *
   * @return the pair sampler
   */
  public PairSampler pairSampler() {
    return parts.pairSampler();
  }

  /**
   * Returns the configuration of the encoder.
   *
   * @return the encoder as it was before its training
   */
  public SiameseEncoder encoder() {
    return parts.encoder();
  }

  /**
   * Returns the configuration of the classifier.
   *
   * @return the classifier as it was before its training
   */
  public EmbeddingClassifier classifier() {
    return parts.classifier();
  }

  /**
   * Returns the configuration of the assigner.
   *
   * @return the assigner as it was before its training, empty if the model has none
   */
  public Optional<KaryotypeAssigner> assigner() {
    return parts.assigner();
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
  public static final class Builder extends TrainingSetup<Builder> {

    private @Nullable Straightener straightener;
    private @Nullable PairSampler pairSampler;
    private @Nullable SiameseEncoder encoder;
    private @Nullable EmbeddingClassifier classifier;
    private @Nullable KaryotypeAssigner assigner;
    private @Nullable Path checkpoints;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * Sets the part that straightens. {@code io.karyo.straighten.Straighteners} makes those of
     * karyo-straighten.
     *
     * @param straightener the part
     * @return this
     */
    public Builder straightener(Straightener straightener) {
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
      this.assigner = Objects.requireNonNull(assigner, "assigner");
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
     */
    public Builder checkpoints(Path folder) {
      this.checkpoints = Objects.requireNonNull(folder, "folder");
      return this;
    }

    /**
     * Trains on the training part of a data set and chooses on its validation part. If there is no
     * validation part, a tenth of the training part is held out, by patient or cell where known.
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
     * @throws ModelFormatException if a checkpoint is damaged
     * @throws KaryoException if a part throws something, gives null or not one result for each
     *     image; the message names the part and, where one image is to blame, the image
     * @throws java.util.concurrent.CancellationException if the training was cancelled, or the
     *     calling thread was interrupted
     */
    @Override
    public Karyotyper train(ChromosomeDataset dataset) throws IOException {
      // Parts first: what is missing should not be found after minutes of straightening.
      Pipeline parts = parts();
      parts.check();
      return training(new Start.Fresh(parts), checkpoints).run(dataset);
    }

    private Pipeline parts() {
      return new Pipeline(
          straightener != null ? straightener : Parts.defaultPart(PartKind.STRAIGHTENER),
          pairSampler != null ? pairSampler : Parts.defaultPart(PartKind.PAIR_SAMPLER),
          encoder != null ? encoder : Parts.defaultPart(PartKind.ENCODER),
          classifier != null ? classifier : Parts.defaultPart(PartKind.CLASSIFIER),
          assigner != null ? Optional.of(assigner) : Parts.findDefaultPart(PartKind.ASSIGNER));
    }
  }
}
