package io.karyo.siamese.internal;

import io.karyo.model.Require;
import io.karyo.spi.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of pairs into batches of at most so many different images, so that each image of a
 * batch is embedded once however many pairs it is in: the gradient is that of the two towers, for a
 * fraction of the passes.
 */
public final class PairBatches implements Iterator<PairBatches.Batch> {

  /**
   * A batch.
   *
   * @param images the different images, as indices of the training data
   * @param pairs the pairs, as indices of those images
   */
  public record Batch(List<Integer> images, List<Pair> pairs) {}

  /** A batch of n images needs n² numbers for its pairs. */
  public static final int MOST_IMAGES = 4096;

  private final Iterator<Pair> pairs;
  private final int mostImages;
  private @Nullable Pair held;

  PairBatches(Iterator<Pair> pairs, int mostImages) {
    Require.inRange("images of a batch or group", mostImages, 2, MOST_IMAGES);
    this.pairs = pairs;
    this.mostImages = mostImages;
  }

  @Override
  public boolean hasNext() {
    return held != null || pairs.hasNext();
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Map<Integer, Integer> places = new HashMap<>();
    List<Integer> images = new ArrayList<>();
    List<Pair> batch = new ArrayList<>();
    while (hasNext()) {
      Pair pair = held != null ? held : pairs.next();
      int added =
          (places.containsKey(pair.first()) ? 0 : 1) + (places.containsKey(pair.second()) ? 0 : 1);
      if (places.size() + added > mostImages) {
        held = pair;
        break;
      }
      held = null;
      batch.add(
          new Pair(
              place(pair.first(), places, images),
              place(pair.second(), places, images),
              pair.label()));
    }
    return new Batch(images, batch);
  }

  private static int place(int image, Map<Integer, Integer> places, List<Integer> images) {
    return places.computeIfAbsent(
        image,
        i -> {
          images.add(i);
          return images.size() - 1;
        });
  }
}
