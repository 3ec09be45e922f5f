package io.karyo.audit;

import io.karyo.Karyotyper;
import io.karyo.classify.EmbeddingClassifiers;
import io.karyo.data.ChromosomeDataset;
import io.karyo.model.Require;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainingListener;
import io.karyo.training.SafeListener;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds labels of a data set that are probably wrong: exchanged ones, shifted runs, single wrong
 * ones, and pictures that occur twice.
 *
 * <pre>{@code
 * AuditReport report = LabelAudit.of(karyotyper).folds(5).seed(1).run(dataset);
 * report.probable(AuditReport.PROBABLE).forEach(finding -> logger.info("{}", finding.reason()));
 * ChromosomeDataset corrected = report.corrected(AuditReport.PROBABLE);
 * }</pre>
 *
 * <p><b>Method:</b> the model embeds each chromosome in its cell. A classifier of the embeddings is
 * trained on all parts of the data set but one, by patient, and gives each chromosome of that part
 * its probabilities; so no chromosome is judged by what its own label, or another of the same
 * picture, taught (cross-validation). Then, for each cell, the most probable types are searched for
 * by exchanging two labels or changing one. How often labels are wrong, and how far the evidence
 * can be trusted, is learned from the data set itself, for each pair of types (confident learning:
 * Northcutt, Jiang and Chuang, Journal of Artificial Intelligence Research 70, 2021). The training
 * parts have wrong labels as well; as long as they are few, they hardly move a classifier.
 *
 * <p><b>Limits:</b> a model that was trained on the same data set has embeddings that know its
 * labels, and then fewer errors are found; the report has a note if that is recognised. The data
 * set is never changed.
 *
 * <p><b>Thread safety:</b> none; use it in one thread. <b>Determinism:</b> equal data, settings and
 * seed give equal reports, for every number of threads.
 */
public final class LabelAudit {

  /**
   * How many images the default classifier sees, over all epochs; more would teach it wrong labels.
   */
  private static final int EXAMPLES_SEEN = 200_000;

  private static final int LEAST_EPOCHS = 12;
  private static final int MOST_EPOCHS = 60;

  private final Karyotyper model;
  private @Nullable EmbeddingClassifier classifier;
  private int folds = 5;
  private long seed;
  private int threads = Runtime.getRuntime().availableProcessors();
  private TrainingListener listener = TrainingListener.NONE;
  private Cancellation cancellation = new Cancellation();

  private LabelAudit(Karyotyper model) {
    this.model = Objects.requireNonNull(model, "model");
  }

  /**
   * Prepares an audit.
   *
   * @param model embeds the chromosomes; best one that was not trained on the data set. It must be
   *     open during the audit, and is unchanged
   * @return an audit with the default settings
   */
  public static LabelAudit of(Karyotyper model) {
    return new LabelAudit(model);
  }

  /**
   * Sets in how many parts the data set is divided.
   *
   * @param count at least 2, default 5; if there are fewer patients, there are as many parts as
   *     patients, and if there is only one, cells or images take their place
   * @return this
   * @throws IllegalArgumentException if it is less than 2
   */
  public LabelAudit folds(int count) {
    folds = Require.atLeast("folds", count, 2);
    return this;
  }

  /**
   * Sets the random seed, by which parts are drawn and classifiers trained.
   *
   * @param number any number; default 0
   * @return this
   */
  public LabelAudit seed(long number) {
    seed = number;
    return this;
  }

  /**
   * Sets how many classifiers are trained at a time.
   *
   * @param count at least 1; default one per processor
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   */
  public LabelAudit threads(int count) {
    threads = Require.atLeast("threads", count, 1);
    return this;
  }

  /**
   * Sets the classifier of the embeddings.
   *
   * @param part the classifier; default a perceptron of 12 to 60 epochs, fewer for larger data sets
   * @return this
   */
  public LabelAudit classifier(EmbeddingClassifier part) {
    classifier = Objects.requireNonNull(part, "part");
    return this;
  }

  /**
   * Sets the listener. It receives the images that are read as {@link
   * TrainingListener.Stage#EMBEDDING}, the parts that are judged as {@link
   * TrainingListener.Stage#CLASSIFIER}, and each image that cannot be used.
   *
   * @param events called by the thread that runs the audit
   * @return this
   */
  public LabelAudit listener(TrainingListener events) {
    listener = new SafeListener(events);
    return this;
  }

  /**
   * Sets the object with which another thread can stop the audit.
   *
   * @param control checked between cells and epochs
   * @return this
   */
  public LabelAudit cancellation(Cancellation control) {
    cancellation = Objects.requireNonNull(control, "control");
    return this;
  }

  /**
   * Audits a data set.
   *
   * @param dataset labelled chromosomes, best of whole cells with their patients; splits do not
   *     matter. An image that cannot be used is among the {@linkplain AuditReport#unjudged
   *     unjudged}
   * @return the report
   * @throws IllegalArgumentException if there are not at least two images of each of two types
   * @throws IllegalStateException if the model is closed
   * @throws IOException if an image that was read before cannot be read again
   * @throws java.util.concurrent.CancellationException if the audit was cancelled, or the calling
   *     thread was interrupted
   */
  public AuditReport run(ChromosomeDataset dataset) throws IOException {
    return read(dataset).review(dataset);
  }

  /**
   * Reads the images of a data set, which takes most of the time, for audits of several labellings
   * of the same images.
   *
   * @param dataset as for {@link #run}; its labels do not matter
   * @return the images
   * @throws IllegalStateException as for {@link #run}
   * @throws IOException as for {@link #run}
   * @throws java.util.concurrent.CancellationException as for {@link #run}
   */
  public AuditedImages read(ChromosomeDataset dataset) throws IOException {
    return AuditedImages.read(model, dataset, settings(dataset.size()));
  }

  private AuditedImages.Settings settings(int images) {
    int epochs = Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, EXAMPLES_SEEN / Math.max(1, images)));
    return new AuditedImages.Settings(
        classifier == null ? EmbeddingClassifiers.mlp().epochs(epochs) : classifier,
        folds,
        seed,
        threads,
        listener,
        cancellation);
  }
}
