package io.karyo;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightening;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.Segmenter;
import io.karyo.spi.Straightener;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Calls built-in or custom parts, and reports the part and the chromosome if one fails. */
final class PartAnswers {

  private PartAnswers() {}

  /**
   * Checks the result of a part.
   *
   * @param what names it in the message
   * @throws KaryoException if it is null
   */
  static <T> T made(PartKind<?> kind, Part part, String what, @Nullable T made) {
    if (made == null) {
      throw new KaryoException(Parts.name(kind, part) + ": must give " + what + ", gave null");
    }
    return made;
  }

  /** Takes what a part trained or restored, as {@link #made} does. */
  static <T> T trained(PartKind<?> kind, Part part, @Nullable T trained) {
    return made(kind, part, "a trained " + kind.property(), trained);
  }

  /**
   * Segments a photograph.
   *
   * @throws KaryoException if the segmenter throws something or gives null
   */
  static Segmentation segment(Segmenter segmenter, Metaphase photograph) {
    return made(
        PartKind.SEGMENTER,
        segmenter,
        "a result for " + photograph.name(),
        ask(PartKind.SEGMENTER, segmenter, () -> segmenter.segment(photograph), photograph::name));
  }

  /**
   * Straightens an image.
   *
   * @throws KaryoException if the straightener throws something or gives null
   */
  static Straightening straighten(Straightener straightener, ChromosomeImage image) {
    return made(
        PartKind.STRAIGHTENER,
        straightener,
        "a result for " + image.source(),
        ask(
            PartKind.STRAIGHTENER,
            straightener,
            () -> straightener.straighten(image),
            image::source));
  }

  /**
   * Embeds chromosomes.
   *
   * @param image names one of them, by its place
   * @throws KaryoException if the encoder throws something or does not give one result each
   */
  static List<Embedding> embed(
      Part encoder,
      TrainedEncoder trained,
      List<PreparedChromosome> chromosomes,
      IntFunction<String> image) {
    return counted(
        PartKind.ENCODER,
        encoder,
        chromosomes.size(),
        ask(
            PartKind.ENCODER,
            encoder,
            () -> trained.encode(chromosomes),
            // The exception does not name the one that it is about.
            () ->
                IntStream.range(0, chromosomes.size())
                    .filter(i -> fails(() -> trained.encode(List.of(chromosomes.get(i)))))
                    .mapToObj(image)
                    .findFirst()
                    .orElse(chromosomes.size() + " images")));
  }

  /**
   * Classifies embeddings.
   *
   * @throws KaryoException if the classifier throws something or does not give one result each
   */
  static List<TypeProbabilities> classify(
      Part classifier, TrainedClassifier trained, List<Embedding> embeddings) {
    return counted(
        PartKind.CLASSIFIER,
        classifier,
        embeddings.size(),
        ask(
            PartKind.CLASSIFIER,
            classifier,
            () -> trained.classify(embeddings),
            () -> embeddings.size() + " embeddings"));
  }

  private static <T> List<T> counted(PartKind<?> kind, Part part, int expected, List<T> results) {
    made(kind, part, expected + " results", results);
    if (results.size() != expected) {
      throw new KaryoException(
          Parts.name(kind, part) + ": must give " + expected + " results, gave " + results.size());
    }
    return results;
  }

  private static <T> T ask(PartKind<?> kind, Part part, Supplier<T> work, Supplier<String> about) {
    try {
      return work.get();
    } catch (KaryoException | CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new KaryoException(
          Parts.name(kind, part)
              + ": must return a result for "
              + about.get()
              + ", failed with: "
              + e,
          e);
    }
  }

  private static boolean fails(Runnable work) {
    try {
      work.run();
      return false;
    } catch (RuntimeException e) {
      return true;
    }
  }
}
