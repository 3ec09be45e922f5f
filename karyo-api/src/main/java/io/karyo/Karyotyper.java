package io.karyo;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
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
import io.karyo.image.Metaphase;
import io.karyo.laboratory.Familiarity;
import io.karyo.laboratory.internal.CellTraits;
import io.karyo.model.ModelFormatException;
import io.karyo.model.Require;
import io.karyo.model.internal.ModelFile;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Checkpoints;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Parts;
import io.karyo.spi.Segmenter;
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
 * Straightens, embeds and classifies chromosome images, and finds karyotypes of cells.
 *
 * <pre>{@code
 * try (Karyotyper karyotyper = Karyotyper.builder().seed(42).train(dataset)) {
 *   Classification c = karyotyper.classify(ChromosomeImage.read(path));
 *   System.out.println(c.type() + " " + c.probability());
 *   karyotyper.save(Path.of("model.karyo"));
 * }
 * }</pre>
 *
 * <p><b>Polarity</b> is found automatically: every image is examined as it is and turned by 180
 * degrees, unless its {@linkplain ChromosomeImage#withPolarity polarity is set}. An encoder that
 * {@linkplain TrainedEncoder#ignoresPolarity ignores polarity} examines each image once.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls; {@link #close()} waits for running calls.
 * <b>Determinism:</b> the result for an image does not depend on the number of threads.
 */
public final class Karyotyper implements AutoCloseable {

  private static final int REPORTED_REJECTIONS = 5;

  private final Pipeline parts;
  private final TrainedEncoder trainedEncoder;
  private final TrainedClassifier trainedClassifier;
  private final @Nullable TrainedAssigner trainedAssigner;
  private final Learned learned;
  private final TrainingReport report;
  private final int threads;
  private final CallsUnderWay calls = new CallsUnderWay();

  Karyotyper(
      Pipeline parts,
      TrainedEncoder trainedEncoder,
      TrainedClassifier trainedClassifier,
      @Nullable TrainedAssigner trainedAssigner,
      Learned learned,
      TrainingReport report,
      int threads) {
    this.parts = parts;
    this.trainedEncoder = trainedEncoder;
    this.trainedClassifier = trainedClassifier;
    this.trainedAssigner = trainedAssigner;
    this.learned = learned;
    this.report = report;
    this.threads = threads;
  }

  /**
   * {@return a builder that configures a training, with the default part of each kind on the class
   * path}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return an adaptation of this model to another laboratory} It is a short training on a few
   * labelled cells of that laboratory, which starts from this model and stays near it. It creates a
   * new karyotyper; this one is unchanged.
   */
  public Adaptation adapt() {
    return new Adaptation(this);
  }

  /**
   * Loads a saved model.
   *
   * @param path a {@code .karyo} file
   * @param parts parts that are not registered on the class path, for example {@link
   *     Straightener#named named} lambdas; the file must contain each of them, with the same
   *     settings
   * @return the karyotyper that was saved
   * @throws IOException if the file cannot be read
   * @throws ModelFormatException if it is not a model file, is damaged or too new, or needs a part
   *     that is neither given nor registered
   * @throws IllegalArgumentException if the file does not contain a given part, or contains it with
   *     other settings
   * @throws IllegalStateException if there is no ND4J backend for a part that needs one
   * @throws UnsupportedOperationException if a given part does not override {@code restore}
   */
  public static Karyotyper load(Path path, Part... parts) throws IOException {
    return load(path, Runtime.getRuntime().availableProcessors(), parts);
  }

  /**
   * Loads a saved model and sets how many threads read and straighten images.
   *
   * @param path a {@code .karyo} file
   * @param threads the number of threads that read and straighten lists of more than 32 images, at
   *     least 1: the calling thread and threads of a pool that all karyotypers share, which has one
   *     per processor. In a server that handles several requests at a time, 1 keeps each request in
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
   * Loads a saved model with other providers than those on the class path, for example those of
   * another engine.
   *
   * @param path a {@code .karyo} file
   * @param threads as for {@link #load(Path, int, Part...)}
   * @param providers make the parts of their ids, in place of those on the class path
   * @return the karyotyper that was saved
   * @throws IOException as for {@link #load(Path, Part...)}
   * @throws ModelFormatException as for {@link #load(Path, Part...)}
   * @throws IllegalArgumentException as for {@link #load(Path, int, Part...)}
   * @throws IllegalStateException as for {@link #load(Path, Part...)}
   */
  public static Karyotyper load(Path path, int threads, List<PartProvider> providers)
      throws IOException {
    Require.atLeast("threads", threads, 1);
    ModelFile file = ModelFile.read(path);
    List<Part> given = new ArrayList<>();
    for (PartProvider provider : providers) {
      PartKind<?> kind = provider.kind();
      if (file.has(kind) && file.part(kind).id().equals(provider.id())) {
        given.add(Parts.create(kind, provider, file.part(kind).settings()));
      }
    }
    return restore(file, path.toString(), threads, given);
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
   * Loads a saved model from a stream, which stays open, and sets how many threads read and
   * straighten images.
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
    Learned learned;
    try {
      report = TrainingReport.of(model.properties());
      learned = Learned.of(model.properties());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(name + ": " + e.getMessage(), e);
    }
    Pipeline parts = parts(model, name, given);
    TrainedEncoder encoder = null;
    TrainedClassifier classifier = null;
    try {
      encoder =
          PartAnswers.trained(
              PartKind.ENCODER,
              parts.encoder(),
              parts.encoder().restore(model.source(PartKind.ENCODER)));
      classifier =
          PartAnswers.trained(
              PartKind.CLASSIFIER,
              parts.classifier(),
              parts.classifier().restore(model.source(PartKind.CLASSIFIER)));
      TrainedAssigner assigner =
          parts
              .assigner()
              .map(
                  part ->
                      PartAnswers.trained(
                          PartKind.ASSIGNER, part, part.restore(model.source(PartKind.ASSIGNER))))
              .orElse(null);
      Pipeline restored =
          parts
              .segmenter()
              .map(part -> parts.with(part.restore(model.source(PartKind.SEGMENTER))))
              .orElse(parts);
      return new Karyotyper(restored, encoder, classifier, assigner, learned, report, threads);
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

  private static Pipeline parts(ModelFile model, String name, List<Part> given) {
    List<Part> unused = new ArrayList<>(given);
    Pipeline parts =
        new Pipeline(
            model.has(PartKind.SEGMENTER)
                ? Optional.of(part(model, name, PartKind.SEGMENTER, unused))
                : Optional.empty(),
            part(model, name, PartKind.STRAIGHTENER, unused),
            part(model, name, PartKind.PAIR_SAMPLER, unused),
            part(model, name, PartKind.ENCODER, unused),
            part(model, name, PartKind.CLASSIFIER, unused),
            model.has(PartKind.ASSIGNER)
                ? Optional.of(part(model, name, PartKind.ASSIGNER, unused))
                : Optional.empty());
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "parts: must be among those of " + name + ", found '" + unused.get(0).id() + "'");
    }
    return parts;
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
      if (kind == PartKind.PAIR_SAMPLER) {
        return kind.type().cast(new AbsentPairSampler(saved.id(), saved.settings()));
      }
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
      return Parts.createToPredict(kind, saved.id(), saved.settings());
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
            .properties(learned.addedTo(report.settings()));
    if (parts.segmenter().isPresent()) {
      Segmenter segmenter = parts.segmenter().get();
      file.part(PartKind.SEGMENTER, segmenter, segmenter::save);
    }
    if (trainedAssigner != null) {
      file.part(PartKind.ASSIGNER, parts.assigner().orElseThrow(), trainedAssigner::save);
    }
    return file.build();
  }

  /**
   * Classifies a lone chromosome, without knowledge of its cell. It may have either polarity,
   * unless the {@linkplain ChromosomeImage#withPolarity polarity of the image is set}.
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
   * Classifies lone chromosomes, of one or several cells. Each may have either polarity, unless the
   * {@linkplain ChromosomeImage#withPolarity polarity of its image is set}. If one image shows no
   * chromosome, the call fails; {@link #tryClassify} continues without it.
   *
   * @param images pictures of one chromosome each
   * @return one classification per image, in the same order
   * @throws NoChromosomeException if some images show no chromosome; the message names them
   * @throws IllegalStateException if this is closed
   */
  public List<Classification> classify(List<ChromosomeImage> images) {
    return whileOpen(() -> reader().classifyLone(straighten(images)));
  }

  /**
   * Classifies the chromosomes of one cell. Each is classified by itself, but using the sizes of
   * the others and the polarity of most of them; if the classifications do not fit an assignment of
   * the whole cell, its pictures are adjusted in tone and sharpness until more of them do. Each may
   * have either polarity, unless the {@linkplain Cell#withPolarity polarity is set}.
   *
   * @param cell a cell
   * @return one classification per chromosome, in the cell's order
   * @throws NoChromosomeException if some images show no chromosome; the message names them
   * @throws IllegalStateException if this is closed
   */
  public List<Classification> classify(Cell cell) {
    return whileOpen(() -> reader().classifyCell(straighten(cell.chromosomes())));
  }

  /**
   * Compares cells with those that this model learned from: resolution, stain, sharpness, contrast
   * of bands, typicality and doubt. A few cells of a laboratory suffice, and their labels need not
   * be known. {@link Karyotype#familiarity()} is that of one cell.
   *
   * @param cells complete or incomplete cells of one laboratory; those of fewer than 20 chromosomes
   *     do not count
   * @return how familiar they are together, of several known laboratories to the one that they
   *     resemble most; empty if no cell counts, or the model was trained on too few cells to know
   *     what is usual, without known cells, or by an earlier version
   * @throws NoChromosomeException if some images show no chromosome; the message names them
   * @throws IllegalStateException if this is closed
   */
  public Optional<Familiarity> familiarity(List<Cell> cells) {
    return familiarityOf(cells.stream().map(this::classify).toList());
  }

  /**
   * Compares cells that were classified already; see {@link #familiarity}.
   *
   * @param cells the chromosomes of each cell, as {@link #classify(Cell)} returned them
   * @return how familiar they are together, as {@link #familiarity} returns it
   */
  public Optional<Familiarity> familiarityOf(List<List<Classification>> cells) {
    return learned
        .laboratories()
        .familiarity(cells.stream().flatMap(cell -> CellTraits.of(cell).stream()).toList());
  }

  /**
   * Embeds lone chromosomes without classifying them, for example to search for similar ones. Each
   * is embedded as it lies, or turned if the {@linkplain ChromosomeImage#withPolarity polarity of
   * its image is set} to down; {@link Classification#embedding()} is that of the polarity found.
   *
   * @param images pictures of one chromosome each
   * @return one embedding per image, in the same order, all of one size
   * @throws NoChromosomeException if some images show no chromosome; the message names them
   * @throws IllegalStateException if this is closed
   */
  public List<Embedding> embed(List<ChromosomeImage> images) {
    return whileOpen(() -> reader().embedLone(straighten(images)));
  }

  /**
   * Reads and classifies lone chromosomes. Each may have either polarity, unless the {@linkplain
   * ImageSource#withPolarity polarity of its source is set}. An image that cannot be read or shows
   * no chromosome is reported in the result, and the others are classified.
   *
   * @param images the sources of the images, of one or several cells
   * @return one outcome per image, in the same order
   * @throws IllegalStateException if this is closed
   */
  public List<Outcome> tryClassify(List<? extends ImageSource> images) {
    return tryClassify(images, ChromosomeReader::classifyLone);
  }

  /**
   * Reads and classifies the chromosomes of one cell, as {@link #classify(Cell)} does. An image
   * that cannot be read or shows no chromosome is reported in the result, and the others are
   * classified as a cell without it.
   *
   * @param images the sources of the images of the cell
   * @return one outcome per image, in the same order
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
   * Each may have either polarity, unless the {@linkplain Cell#withPolarity polarity is set}.
   *
   * @param cell a complete or incomplete cell of at most 1000 chromosomes; may be empty
   * @return its karyotype, in which each chromosome has one designation
   * @throws IllegalArgumentException if the cell has too many chromosomes
   * @throws NoChromosomeException if some images show no chromosome; the message names them
   * @throws IllegalStateException if this is closed, or the model has no assigner
   */
  public Karyotype karyotype(Cell cell) {
    return whileOpen(
        () ->
            cells()
                .karyotype(
                    cell,
                    straighten(cell.chromosomes()).stream().map(Optional::of).toList(),
                    null));
  }

  /**
   * Finds the chromosomes in a photograph of a metaphase.
   *
   * @param photograph a photograph of one metaphase
   * @return the chromosomes with several ways to part each cluster, and what else it shows
   * @throws IllegalStateException if this is closed, or no segmenter was set and the class path has
   *     none, as karyo-metaphase brings
   * @throws KaryoException if the segmenter throws an exception or returns null
   */
  public Segmentation segment(Metaphase photograph) {
    return whileOpen(() -> PartAnswers.segment(parts.segmenterOrDefault(), photograph));
  }

  /**
   * Finds the karyotype of a photographed metaphase: {@link #segment} and {@link
   * #karyotype(Segmentation)}.
   *
   * @param photograph a photograph of one metaphase
   * @return its karyotype, which has the {@link Karyotype#segmentation()}; without placements if no
   *     chromosome is seen, and then for review
   * @throws IllegalStateException as for {@link #segment} and {@link #karyotype(Segmentation)}
   * @throws KaryoException as for {@link #segment}
   * @throws IllegalArgumentException as for {@link #karyotype(Segmentation)}
   */
  public Karyotype karyotype(Metaphase photograph) {
    return karyotype(segment(photograph));
  }

  /**
   * Finds the karyotype of a segmented photograph, and first of all how its clusters are parted:
   * what looks like no whole chromosome of any type, or gives types more or less than twice, is
   * parted another way. The choice starts from the {@linkplain Segmentation#chosen chosen} partings
   * of the lowest costs. Chromosome {@code n} of the karyotype is chromosome {@code n} of the
   * segmentation. A region in whose cut-out the straightener sees no chromosome has no placement,
   * as if it had been removed. Corrections of outlines, as {@link Karyotype#split}, need this
   * karyotyper to be open.
   *
   * @param segmentation at most 1000 chromosomes
   * @return its karyotype, which has the {@link Karyotype#segmentation()}
   * @throws IllegalArgumentException if there are too many chromosomes
   * @throws IllegalStateException if this is closed, or the model has no assigner
   */
  public Karyotype karyotype(Segmentation segmentation) {
    return whileOpen(() -> cells().karyotype(segmentation));
  }

  /**
   * Chooses the parting of each cluster by the shapes and looks of its pieces, without regard to
   * the other clusters. Use it for photographs that do not show exactly one cell: {@link
   * #karyotype(Segmentation)} also considers how many chromosomes of each type a cell has. The size
   * of chromosomes is taken from the {@linkplain Segmentation#chosen chosen} partings.
   *
   * @param segmentation at most 1000 chromosomes
   * @return the same photograph with other partings
   * @throws KaryoException if a part fails
   * @throws IllegalArgumentException if there are too many chromosomes
   * @throws IllegalStateException if this is closed
   */
  public Segmentation partedByLooks(Segmentation segmentation) {
    return whileOpen(() -> cells().partedByLooks(segmentation));
  }

  private List<ChromosomeReader.Seen> straighten(List<ChromosomeImage> images) {
    List<Straightening> results = cells().straightened(images);
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
        parts.encoder(),
        parts.classifier(),
        trainedEncoder,
        trainedClassifier,
        trainedAssigner,
        learned);
  }

  private CellReading cells() {
    return new CellReading(
        parts.straightener(), reader(), trainedAssigner, trainedClassifier, calls, threads);
  }

  /**
   * The starting point of an adaptation of this model.
   *
   * @param segmenter takes the place of this one's; null for this one's
   */
  Start start(@Nullable Segmenter segmenter) {
    return new Start.From(segmenter == null ? parts : parts.with(segmenter), reader(), learned);
  }

  <T, X extends Exception> T whileOpen(CallsUnderWay.Call<T, X> work) throws X {
    return calls.make(work);
  }

  /** Computes a list on several threads, as a part of the running call. */
  private <T> List<T> map(int count, IntFunction<T> step) {
    return Parallel.map(count, threads, i -> calls.within(() -> step.apply(i)), done -> {});
  }

  /**
   * Saves the model. An existing file is replaced atomically: if anything fails, it is unchanged.
   *
   * @param path the file to write, usually with the extension {@code .karyo}
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
   * @param out the stream to write to
   * @throws IOException if the stream cannot be written
   * @throws IllegalStateException if a part has no id, or this is closed
   * @throws UnsupportedOperationException if a trained part cannot be saved
   */
  public void save(OutputStream out) throws IOException {
    whileOpen(this::modelFile).write(out);
  }

  /** {@return the report of the training of this model} */
  public TrainingReport report() {
    return report;
  }

  /**
   * {@return the ids of the parts, for example {@code Karyotyper[straightener auto, pairSampler
   * in-batch, encoder concatenated, classifier class-means, assigner optimal]}}
   */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "Karyotyper[", "]");
    parts.forEach(
        (kind, part) ->
            text.add(
                kind.property()
                    + " "
                    + (part.id().equals(Part.ANONYMOUS) ? "without id" : part.id())));
    return text.toString();
  }

  /** {@return the straightener} */
  public Straightener straightener() {
    return parts.straightener();
  }

  /** {@return the sampler that drew the pairs of the training} */
  public PairSampler pairSampler() {
    return parts.pairSampler();
  }

  /**
   * {@return the segmenter that was set; empty for the default one of the class path, if there is
   * one}
   */
  public Optional<Segmenter> segmenter() {
    return parts.segmenter();
  }

  /** {@return the configuration of the encoder, without trained weights} */
  public SiameseEncoder encoder() {
    return parts.encoder();
  }

  /** {@return the configuration of the classifier, without trained values} */
  public EmbeddingClassifier classifier() {
    return parts.classifier();
  }

  /**
   * {@return the configuration of the assigner, without trained values; empty if the model has
   * none}
   */
  public Optional<KaryotypeAssigner> assigner() {
    return parts.assigner();
  }

  /**
   * Returns the trained encoder, for applications that compose it with parts of their own. It
   * belongs to this karyotyper, which closes it: do not close it, and use it only while this is
   * open.
   *
   * @return the encoder, safe for concurrent calls
   */
  public TrainedEncoder trainedEncoder() {
    return trainedEncoder;
  }

  /**
   * {@return the trained classifier, safe for concurrent calls} The rules of {@link
   * #trainedEncoder()} apply.
   */
  public TrainedClassifier trainedClassifier() {
    return trainedClassifier;
  }

  /**
   * Waits for running calls and frees native memory; a second call does nothing. Calls that other
   * threads begin while this waits are rejected, as they are afterwards. So a part that calls this
   * karyotyper from another thread cannot cause a deadlock.
   *
   * @throws IllegalStateException if called by a part or a listener within a call of this
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
   * Configures a training. Parts that are not set default to those registered on the class path.
   * Not thread-safe.
   */
  public static final class Builder extends TrainingSetup<Builder> {

    private @Nullable Segmenter segmenter;
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
     * Sets the segmenter, which finds the chromosomes of a photograph. It is optional: without one,
     * a karyotyper takes the default one of the class path when it gets a photograph. {@code
     * io.karyo.metaphase.Segmenters} and {@code io.karyo.unet.NetworkSegmenter} create those of
     * karyo. One that learns is {@linkplain Segmenter#train trained} before it is set, on
     * photographs.
     *
     * @param segmenter the part
     * @return this
     */
    @Override
    public Builder segmenter(Segmenter segmenter) {
      this.segmenter = Objects.requireNonNull(segmenter, "segmenter");
      return this;
    }

    /**
     * Sets the straightener. {@code io.karyo.straighten.Straighteners} creates those of
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
     * Sets the sampler that draws the pairs. {@code io.karyo.siamese.pairs.PairSamplers} creates
     * those of karyo-siamese.
     *
     * @param pairSampler the part
     * @return this
     */
    public Builder pairSampler(PairSampler pairSampler) {
      this.pairSampler = Objects.requireNonNull(pairSampler, "pairSampler");
      return this;
    }

    /**
     * Sets the encoder, which learns the embedding. {@code io.karyo.siamese.SiameseEncoders}
     * creates those of karyo-siamese: the presets fast, balanced and best, and networks with other
     * sizes, losses and numbers of epochs.
     *
     * @param encoder the part
     * @return this
     */
    public Builder encoder(SiameseEncoder encoder) {
      this.encoder = Objects.requireNonNull(encoder, "encoder");
      return this;
    }

    /**
     * Sets the classifier of embeddings. {@code io.karyo.classify.EmbeddingClassifiers} creates
     * those of karyo-classify.
     *
     * @param classifier the part
     * @return this
     */
    public Builder classifier(EmbeddingClassifier classifier) {
      this.classifier = Objects.requireNonNull(classifier, "classifier");
      return this;
    }

    /**
     * Sets the assigner, which finds the karyotype of a whole cell. Unlike the other parts it is
     * optional: the model has none if none is set and the class path has no default. {@code
     * io.karyo.classify.karyotype.KaryotypeAssigners} creates that of karyo-classify.
     *
     * @param assigner the part
     * @return this
     */
    public Builder assigner(KaryotypeAssigner assigner) {
      this.assigner = Objects.requireNonNull(assigner, "assigner");
      return this;
    }

    /**
     * Sets the folder to which the training writes a checkpoint after each epoch of the encoder. A
     * training with the same data, parts, seed, library version and folder resumes from there, and
     * gives the same model, to the last bit, as an uninterrupted one. Reading, straightening and
     * the training of the classifier are repeated.
     *
     * <p>There is one file per network, which is replaced atomically; the folder may be deleted
     * once the model is saved. Custom encoders start again unless they use {@link Checkpoints}.
     * Parts without an id are assumed to be the same.
     *
     * @param folder the folder, created if it does not exist; only one training may use it at a
     *     time
     * @return this
     */
    public Builder checkpoints(Path folder) {
      this.checkpoints = Objects.requireNonNull(folder, "folder");
      return this;
    }

    /**
     * Trains on the training split of a data set and selects the best epochs on its validation
     * split. Without a validation split, a tenth of the training split is held out, by patient or
     * cell if known.
     *
     * @param dataset labelled chromosomes of at least two types
     * @return a karyotyper that is ready for use
     * @throws IOException if an image cannot be read, unless {@link #strict} is false; the message
     *     names the first few
     * @throws NoChromosomeException if an image shows no chromosome, unless {@link #strict} is
     *     false; the message names the first few
     * @throws IllegalArgumentException if the data set cannot be learned from, or the {@link
     *     #checkpoints} belong to another training
     * @throws IllegalStateException if a part is not set and has no default, a part cannot run in
     *     this environment, or another training uses the checkpoint folder
     * @throws TrainingDivergedException if the training fails to learn
     * @throws ModelFormatException if a checkpoint is damaged
     * @throws KaryoException if a part throws an exception, returns null or does not return one
     *     result per image; the message names the part and, if one image is the cause, the image
     * @throws java.util.concurrent.CancellationException if the training was cancelled, or the
     *     calling thread was interrupted
     */
    @Override
    public Karyotyper train(ChromosomeDataset dataset) throws IOException {
      // Parts first: what is missing should not be found after minutes of straightening.
      Pipeline parts = parts();
      parts.forEach((kind, part) -> part.check());
      return training(new Start.Fresh(parts), checkpoints).run(dataset);
    }

    private Pipeline parts() {
      return new Pipeline(
          Optional.ofNullable(segmenter),
          straightener != null ? straightener : Parts.defaultPart(PartKind.STRAIGHTENER),
          pairSampler != null ? pairSampler : Parts.defaultPart(PartKind.PAIR_SAMPLER),
          encoder != null ? encoder : Parts.defaultPart(PartKind.ENCODER),
          classifier != null ? classifier : Parts.defaultPart(PartKind.CLASSIFIER),
          assigner != null ? Optional.of(assigner) : Parts.findDefaultPart(PartKind.ASSIGNER));
    }
  }
}
