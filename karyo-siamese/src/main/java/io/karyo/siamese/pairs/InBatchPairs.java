package io.karyo.siamese.pairs;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.Pair;
import io.karyo.spi.PairSampler;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * All pairs among the images of a group of P types with K images each, one group after another: P·K
 * embeddings give P·K (P·K - 1) / 2 pairs, for 192 images 18,336.
 *
 * <p><b>Types:</b> unless {@link #typesPerGroup} sets fewer, all that have an image; else each
 * group draws its types anew, every set of P types as likely. <b>Images:</b> each type's images are
 * shuffled once an epoch and dealt in turn, from the start again when they are used up, so within a
 * group no image comes twice. A type with fewer than K images gives all it has to each of its
 * groups, and the group is smaller. <b>Length:</b> as many groups as hold as many images as there
 * are, rounded, at least one. So an epoch shows each image once on average; with all types in each
 * group, those of a rare type come more often and those of a common one less.
 *
 * <p><b>Source:</b> P × K batches: Hermans, Beyer and Leibe, "In Defense of the Triplet Loss for
 * Person Re-Identification", 2017, section 2; here with all pairs. <b>Thread safety:</b> immutable.
 *
 * @see PairSamplers#inBatch()
 */
public final class InBatchPairs extends AbstractPart implements PairSampler {

  static final String ID = "in-batch";

  private static final int ALL_TYPES = ChromosomeType.ALL.size();

  private static final Setting<Integer> TYPES =
      Setting.integer("typesPerGroup", ALL_TYPES, 2, ALL_TYPES);

  /** 0 for a share of the usual group, which cannot be set. */
  private static final Setting<Integer> IMAGES = Setting.integer("imagesPerType", 0, 2).optional();

  private static final int USUAL_GROUP = 192;

  private static final long SELECTION = 0;
  private static final long ORDER = 1;

  InBatchPairs(Settings given) {
    super(ID, given, TYPES, RandomPairs.ONCE, IMAGES);
  }

  /**
   * Sets P, how many types a group has at most; it has fewer if fewer have images.
   *
   * @param types 2 to 24, at first 24
   * @return a new sampler
   * @throws IllegalArgumentException if the number is out of range
   */
  public InBatchPairs typesPerGroup(int types) {
    return new InBatchPairs(settings().with(TYPES, types));
  }

  /**
   * Sets K, how many images of each of its types a group has at most. Unless this is called, it is
   * 192 divided by the number of types in the group.
   *
   * @param images at least 2
   * @return a new sampler
   * @throws IllegalArgumentException if there are fewer
   */
  public InBatchPairs imagesPerType(int images) {
    return new InBatchPairs(settings().with(IMAGES, images));
  }

  /**
   * Draws once: every epoch has the same groups, their pairs in another order. Otherwise each epoch
   * draws others.
   *
   * @return a new sampler
   */
  public InBatchPairs drawnOnce() {
    return new InBatchPairs(settings().with(RandomPairs.ONCE, true));
  }

  @Override
  public Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed) {
    TypedImages images = new TypedImages(types);
    List<Integer> present = images.present();
    int typesInGroup = Math.min(get(TYPES), present.size());
    int imagesPerType = get(IMAGES);
    int imagesOfType = imagesPerType > 0 ? imagesPerType : USUAL_GROUP / typesInGroup;
    double imagesInGroup =
        present.stream().mapToInt(type -> Math.min(imagesOfType, images.count(type))).sum()
            * (double) typesInGroup
            / present.size();
    return new Groups(
        images,
        typesInGroup,
        imagesOfType,
        Math.max(1, Math.round(images.size() / imagesInGroup)),
        IndexPermutation.seed(seed, SELECTION, get(RandomPairs.ONCE) ? 0 : epoch),
        IndexPermutation.seed(seed, ORDER, epoch));
  }

  /** The groups of one epoch. */
  private static final class Groups extends GroupedPairs {

    private final TypedImages images;
    private final int typesInGroup;
    private final int imagesOfType;
    private final SplittableRandom random;
    private final int[] types;
    private final IndexPermutation[] shuffled = new IndexPermutation[ALL_TYPES];
    private final int[] dealt = new int[ALL_TYPES];

    Groups(
        TypedImages images,
        int typesInGroup,
        int imagesOfType,
        long groups,
        long selectionSeed,
        long orderSeed) {
      super(images, groups, orderSeed);
      this.images = images;
      this.typesInGroup = typesInGroup;
      this.imagesOfType = imagesOfType;
      random = new SplittableRandom(selectionSeed);
      types = images.present().stream().mapToInt(type -> type).toArray();
      for (int type : types) {
        shuffled[type] = new IndexPermutation(images.count(type), random.nextLong());
      }
    }

    @Override
    int[] group(long number) {
      int size = 0;
      for (int t = 0; t < typesInGroup; t++) {
        int other = t + random.nextInt(types.length - t);
        int type = types[other];
        types[other] = types[t];
        types[t] = type;
        size += Math.min(imagesOfType, images.count(type));
      }
      int[] group = new int[size];
      int next = 0;
      for (int t = 0; t < typesInGroup; t++) {
        int type = types[t];
        int count = images.count(type);
        for (int k = Math.min(imagesOfType, count); k > 0; k--) {
          group[next++] = images.image(type, (int) shuffled[type].at(dealt[type]));
          dealt[type] = (dealt[type] + 1) % count;
        }
      }
      return group;
    }

    @Override
    boolean wants(int[] group, int smallerPlace, int largerPlace) {
      return true;
    }
  }

  /** {@return the size of a group that lacks nothing; P·K, or 192 if K was not set} */
  @Override
  public OptionalInt imagesPerGroup() {
    int imagesPerType = get(IMAGES);
    long images = imagesPerType > 0 ? (long) get(TYPES) * imagesPerType : USUAL_GROUP;
    return OptionalInt.of((int) Math.min(Integer.MAX_VALUE, images));
  }
}
