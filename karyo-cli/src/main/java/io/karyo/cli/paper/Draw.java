package io.karyo.cli.paper;

import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.SplitUnit;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The images of one seed, in memory. Every row learns from the same ones, so that rows compare pair
 * by pair. Their cells are forgotten: of the 46 chromosomes of a cell a draw has one or two, and
 * the paper's models see a lone image.
 *
 * @param seed the seed
 * @param dataset the images in the splits train, validation and test
 * @param sizes how many there are of each
 * @param hash SHA-256 of all images with their types and splits, in hexadecimal digits
 */
record Draw(long seed, ChromosomeDataset dataset, Sizes sizes, String hash) {

  private static final Set<String> SPLITS =
      Set.of(ChromosomeDataset.TRAIN, ChromosomeDataset.VALIDATION, ChromosomeDataset.TEST);

  /**
   * Draws images. By patient, each part is drawn from the split of that name, or, where the data
   * set has no such splits, from new ones by patient; by image, from all.
   *
   * @param all the data set
   * @param wanted how many images; of a part with fewer all are taken
   */
  static Draw of(ChromosomeDataset all, Protocol protocol, Sizes wanted, long seed)
      throws IOException {
    SplittableRandom seeds = new SplittableRandom(seed);
    ChromosomeDataset split =
        switch (protocol) {
          case PATIENT ->
              all.splits().containsAll(SPLITS)
                  ? all
                  : byShares(all, SplitUnit.PATIENT, wanted, seeds.nextLong());
          case IMAGE ->
              byShares(
                  all.sample(Math.min(wanted.all(), all.size()), seeds.nextLong()),
                  SplitUnit.IMAGE,
                  wanted,
                  seeds.nextLong());
        };
    MessageDigest digest = sha256();
    List<LabelledChromosome> items = new ArrayList<>();
    int train = take(split, ChromosomeDataset.TRAIN, wanted.train(), seeds, items, digest);
    int validation =
        take(split, ChromosomeDataset.VALIDATION, wanted.validation(), seeds, items, digest);
    int test = take(split, ChromosomeDataset.TEST, wanted.test(), seeds, items, digest);
    ChromosomeDataset drawn = ChromosomeDataset.of(items);
    return new Draw(
        seed,
        split.sharedPatientsAllowed() ? drawn.allowSharedPatients() : drawn,
        new Sizes(train, validation, test),
        HexFormat.of().formatHex(digest.digest()));
  }

  private static ChromosomeDataset byShares(
      ChromosomeDataset all, SplitUnit unit, Sizes wanted, long seed) {
    double train = wanted.train() / (double) wanted.all();
    double validation = wanted.validation() / (double) wanted.all();
    ChromosomeDataset split = all.splitBy(unit, train, validation, 1 - train - validation, seed);
    return unit == SplitUnit.IMAGE ? split.allowSharedPatients() : split;
  }

  private static int take(
      ChromosomeDataset all,
      String name,
      int wanted,
      SplittableRandom seeds,
      List<LabelledChromosome> items,
      MessageDigest digest)
      throws IOException {
    ChromosomeDataset part = all.split(name);
    int count = Math.min(wanted, part.size());
    for (LabelledChromosome item : part.sample(count, seeds.nextLong()).items()) {
      ChromosomeImage image = item.load();
      items.add(
          new LabelledChromosome(
              item.name(),
              () -> image,
              item.type(),
              Optional.empty(),
              item.patient().or(item::cell),
              Optional.of(name),
              Optional.empty()));
      String key =
          name + ' ' + item.type().label() + ' ' + image.width() + 'x' + image.height() + '\n';
      digest.update(key.getBytes(StandardCharsets.UTF_8));
      digest.update(image.greyLevels());
    }
    return count;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the test images. */
  List<LabelledChromosome> test() {
    return dataset.split(ChromosomeDataset.TEST).items();
  }

  /** Returns the share of the commonest type among the validation images. */
  double commonestShare() {
    List<LabelledChromosome> items = dataset.validation().items();
    Map<?, Long> counts =
        items.stream()
            .collect(Collectors.groupingBy(LabelledChromosome::type, Collectors.counting()));
    return counts.values().stream().mapToLong(count -> count).max().orElse(0)
        / (double) Math.max(1, items.size());
  }
}
