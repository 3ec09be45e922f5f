package io.karyo.photo;

import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.model.Require;
import io.karyo.photo.OtherRegion.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a segmenter found in a photograph: the chromosomes, by clusters with several ways to part
 * each, and everything else.
 *
 * <p>One parting of each cluster is chosen; at first, the one of the lowest cost. The chromosomes
 * of the chosen partings are numbered from 0, in the order of the clusters.
 *
 * <p>Where no parting is right, a person can {@linkplain #split split}, {@linkplain #merged merge},
 * {@linkplain #withOutline outline} and {@linkplain #added add} chromosomes. A number stands for
 * one chromosome then: what is split or merged gets new numbers, the old ones are not used again,
 * and all others stay. The cluster of a corrected chromosome has one parting, the corrected one.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * <pre>{@code
 * Segmentation found = Segmenters.geometric().segment(Metaphase.read(file));
 * for (int i = 0; i < found.chromosomes().size(); i++) {
 *   ChromosomeImage image = found.cutOut(i);
 * }
 * }</pre>
 */
public final class Segmentation {

  /** How far a cut-out reaches beyond the pixels of its chromosome, as a share of its width. */
  private static final double RIM = 0.2;

  private static final int MOST_RIM = 16;

  private final Metaphase photograph;
  private final Background background;
  private final byte[] flattened;
  private final double chromosomeWidth;
  private final List<Cluster> clusters;

  /** What is something else whatever is chosen. */
  private final List<OtherRegion> remains;

  private final List<OtherRegion> others;
  private final List<String> notes;

  /** A cluster, its chosen parting, and the numbers of the chromosomes of that parting. */
  private record Parted(Cluster cluster, int chosen, List<Integer> numbers) {

    Parting parting() {
      return cluster.partings().get(chosen);
    }
  }

  private static final Comparator<Cluster> TOP_TO_BOTTOM =
      Comparator.<Cluster>comparingInt(cluster -> cluster.region().box().top())
          .thenComparingInt(cluster -> cluster.region().box().left());

  private final List<Parted> parted;
  private final Map<Integer, Region> byNumber = new TreeMap<>();
  private final List<Integer> numbers;
  private final List<Region> chromosomes;

  private Segmentation(Builder builder, List<Parted> parted) {
    photograph = builder.photograph;
    background = builder.background;
    flattened = builder.flattened;
    chromosomeWidth = builder.chromosomeWidth;
    remains = List.copyOf(builder.others);
    others =
        Stream.concat(
                remains.stream(),
                parted.stream()
                    .filter(one -> one.parting().chromosomes().isEmpty())
                    .map(one -> new OtherRegion(one.cluster.region(), Kind.DEBRIS)))
            .toList();
    notes = List.copyOf(builder.notes);
    this.parted = List.copyOf(parted);
    clusters = parted.stream().map(Parted::cluster).toList();
    for (Parted one : parted) {
      for (int i = 0; i < one.numbers.size(); i++) {
        byNumber.put(one.numbers.get(i), one.parting().chromosomes().get(i));
      }
    }
    numbers = List.copyOf(byNumber.keySet());
    chromosomes = List.copyOf(byNumber.values());
  }

  private static List<Parted> numbered(List<Cluster> clusters, List<Integer> chosen) {
    List<Parted> numbered = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < clusters.size(); i++) {
      int size = clusters.get(i).partings().get(chosen.get(i)).chromosomes().size();
      List<Integer> numbers = IntStream.range(first, first + size).boxed().toList();
      numbered.add(new Parted(clusters.get(i), chosen.get(i), numbers));
      first += size;
    }
    return numbered;
  }

  /** Begins a segmentation of the same photograph, with the same ground. */
  private Builder builder(List<OtherRegion> remaining) {
    Builder builder = new Builder(photograph);
    builder.background = background;
    builder.flattened = flattened;
    builder.chromosomeWidth = chromosomeWidth;
    remaining.forEach(builder::add);
    builder.notes.addAll(notes);
    return builder;
  }

  /**
   * Begins the result of a segmenter.
   *
   * @param photograph the photograph
   * @return the builder
   */
  public static Builder builder(Metaphase photograph) {
    return new Builder(photograph);
  }

  /** {@return the photograph} */
  public Metaphase photograph() {
    return photograph;
  }

  /** {@return the tone of the ground on which the chromosomes lie} */
  public Background background() {
    return background;
  }

  /** {@return the typical width of a chromosome of this cell, in px; 0 if there is none} */
  public double chromosomeWidth() {
    return chromosomeWidth;
  }

  /** {@return the chromosomes of the chosen partings, in the order of their numbers} */
  public List<Region> chromosomes() {
    return chromosomes;
  }

  /**
   * {@return the numbers of the {@link #chromosomes()}, ascending: 0, 1, 2 and so on, without gaps
   * unless chromosomes were split or merged}
   */
  public List<Integer> numbers() {
    return numbers;
  }

  /**
   * Returns a chromosome.
   *
   * @param chromosome one of the {@link #numbers()}
   * @return its pixels
   * @throws IllegalArgumentException if there is none of this number
   */
  public Region chromosome(int chromosome) {
    Region region = byNumber.get(chromosome);
    if (region == null) {
      throw new IllegalArgumentException(
          "chromosome: must be one of the numbers " + numbers + ", found " + chromosome);
    }
    return region;
  }

  /**
   * Returns the pixels that a chromosome shares with others, because they cross. In its {@link
   * #cutOut} these pixels show both: the bands of one cannot be told from those of the other.
   *
   * @param chromosome one of the {@link #numbers()}
   * @return the shared pixels; empty if no other chromosome has any of its pixels
   * @throws IllegalArgumentException if there is none of this number
   */
  public Optional<Region> overlap(int chromosome) {
    Region region = chromosome(chromosome);
    byte[] shared = region.mask();
    byte[] others = neighbours(Set.of(chromosome), region.box());
    boolean any = false;
    for (int k = 0; k < shared.length; k++) {
      shared[k] &= others[k];
      any |= shared[k] != 0;
    }
    return any ? Optional.of(Region.of(region.box(), shared)) : Optional.empty();
  }

  /** {@return the clusters, from top to bottom} */
  public List<Cluster> clusters() {
    return clusters;
  }

  /**
   * {@return what was taken for something else than a chromosome, with the clusters whose chosen
   * parting has none}
   */
  public List<OtherRegion> others() {
    return others;
  }

  /**
   * {@return what the segmenter could not do and what a person should know; empty if all is well}
   */
  public List<String> notes() {
    return notes;
  }

  /**
   * Returns which parting of a cluster is chosen.
   *
   * @param cluster an index of {@link #clusters()}
   * @return an index of its {@linkplain Cluster#partings() partings}
   */
  public int chosen(int cluster) {
    return parted.get(cluster).chosen;
  }

  /**
   * Chooses another parting of a cluster. All chromosomes are numbered anew, in the order of the
   * clusters.
   *
   * @param cluster an index of {@link #clusters()}
   * @param parting an index of its {@linkplain Cluster#partings() partings}
   * @return a segmentation with that parting
   * @throws IndexOutOfBoundsException if there is no such cluster or parting
   */
  public Segmentation withParting(int cluster, int parting) {
    Objects.checkIndex(parting, clusters.get(cluster).partings().size());
    List<Integer> chosen = new ArrayList<>(parted.stream().map(Parted::chosen).toList());
    chosen.set(cluster, parting);
    return new Segmentation(builder(remains), numbered(clusters, chosen));
  }

  /**
   * Finds the chromosomes at a place, for example that of a click.
   *
   * @param x a column of the photograph
   * @param y a row
   * @return the numbers of the chromosomes that have this pixel, the smallest chromosome first;
   *     more than one where chromosomes cross, none beside them
   */
  public List<Integer> chromosomesAt(int x, int y) {
    return byNumber.entrySet().stream()
        .filter(entry -> entry.getValue().contains(x, y))
        .sorted(Comparator.comparingInt(entry -> entry.getValue().area()))
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Cuts out a chromosome, with uneven ground evened out and everything else replaced by ground.
   *
   * <p>The cut reaches a little beyond the pixels of the region, where the chromosome fades, but
   * not into a neighbour. Where another chromosome crosses, the pixels show both: see {@link
   * #overlap}.
   *
   * @param chromosome one of the {@link #numbers()}
   * @return the picture, with an empty margin of 1 px; its source is the name of the photograph and
   *     the number, counted from 1
   * @throws IllegalArgumentException if there is none of this number
   */
  public ChromosomeImage cutOut(int chromosome) {
    Region region = chromosome(chromosome);
    int rim = rim();
    Box frame = cutOutBox(chromosome);
    byte[] owner = region.mask(frame);
    byte[] neighbours = neighbours(Set.of(chromosome), frame);
    for (int k = 0; k < owner.length; k++) {
      owner[k] = owner[k] == 0 && neighbours[k] != 0 ? OTHER : owner[k];
    }
    for (int step = 0; step < rim; step++) {
      owner = grown(owner, frame.width());
    }
    byte[] grey = new byte[owner.length];
    byte ground = (byte) (background == Background.WHITE ? 255 : 0);
    for (int k = 0; k < grey.length; k++) {
      int x = frame.left() + k % frame.width();
      int y = frame.top() + k / frame.width();
      grey[k] = inside(x, y) && owner[k] == OWN ? flattened[y * photograph.width() + x] : ground;
    }
    return ChromosomeImage.of(frame.height(), frame.width(), grey)
        .withSource(photograph.name() + ", chromosome " + (chromosome + 1));
  }

  private int rim() {
    return (int) Math.min(MOST_RIM, Math.max(1, Math.round(RIM * chromosomeWidth)));
  }

  /**
   * Returns where a cut-out lies in the photograph. Nothing outside this box has an influence on
   * it.
   *
   * @param chromosome one of the {@link #numbers()}
   * @return the box of {@link #cutOut}, which may reach beyond the photograph
   * @throws IllegalArgumentException if there is none of this number
   */
  public Box cutOutBox(int chromosome) {
    return chromosome(chromosome).box().widened(rim() + 1);
  }

  private boolean inside(int x, int y) {
    return x >= 0 && y >= 0 && x < photograph.width() && y < photograph.height();
  }

  /** Draws all chromosomes but some in a frame. */
  private byte[] neighbours(Set<Integer> chromosomes, Box frame) {
    byte[] mask = new byte[Math.toIntExact(frame.area())];
    byNumber.forEach(
        (number, region) -> {
          if (!chromosomes.contains(number) && region.box().meets(frame)) {
            byte[] other = region.mask(frame);
            for (int k = 0; k < mask.length; k++) {
              mask[k] |= other[k];
            }
          }
        });
    return mask;
  }

  /**
   * Returns a place for a label: well inside a chromosome, near its middle and, if possible, in no
   * other chromosome.
   *
   * @param chromosome one of the {@link #numbers()}
   * @return a pixel of the chromosome, by its upper left corner
   * @throws IllegalArgumentException if there is none of this number
   */
  public Region.Corner middle(int chromosome) {
    Region region = chromosome(chromosome);
    return Middle.of(region, neighbours(Set.of(chromosome), region.box()));
  }

  private static final byte OWN = 1;
  private static final byte OTHER = 2;

  /** Lets both kinds of pixels grow by 1 px; others win, so that no part of them is taken. */
  private static byte[] grown(byte[] owner, int width) {
    byte[] grown = owner.clone();
    for (int i = width; i < owner.length - width; i++) {
      boolean inside = i % width != 0 && i % width != width - 1;
      if (inside && owner[i] == 0) {
        byte a = owner[i - 1];
        byte b = owner[i + 1];
        byte c = owner[i - width];
        byte d = owner[i + width];
        grown[i] = (byte) Math.max(Math.max(a, b), Math.max(c, d));
      }
    }
    return grown;
  }

  /**
   * Splits a chromosome along a line. At both ends the line is continued straight to the edge of
   * the chromosome, so it may be shorter than the cut; it may also lie in a gap between two parts.
   * What lies on one side of it becomes one chromosome, what lies on the other side another.
   *
   * @param chromosome one of the {@link #numbers()}
   * @param line a polyline of at least two different corners, in px of the photograph
   * @return a segmentation with the two pieces, of which the larger has the lower one of two new
   *     numbers
   * @throws IllegalArgumentException if there is no chromosome of this number, the line has no
   *     length or does not cut it into two, or a piece has less than a quarter of the square of the
   *     {@link #chromosomeWidth()}
   */
  public Segmentation split(int chromosome, List<Region.Corner> line) {
    int least = (int) Math.max(MOST_SPECK, chromosomeWidth * chromosomeWidth / 4);
    List<Region> pieces = RegionCut.of(chromosome(chromosome), chromosome, line, least);
    int next = nextNumber();
    return changed(Set.of(chromosome), Map.of(next, pieces.get(0), next + 1, pieces.get(1)));
  }

  /** A piece of a split chromosome has at least so many pixels. */
  private static final int MOST_SPECK = 4;

  /**
   * Joins two chromosomes to one. A gap between them is bridged where they face each other.
   *
   * @param one one of the {@link #numbers()}
   * @param other another one
   * @return a segmentation in which both are one chromosome of a new number
   * @throws IllegalArgumentException if there is no chromosome of a number, both are the same, or
   *     another chromosome fills the gap between them
   */
  public Segmentation merged(int one, int other) {
    Region first = chromosome(one);
    Region second = chromosome(other);
    Require.that(one != other, "chromosomes", "two different ones", one + " twice");
    Box frame = RegionJoin.frame(first, second);
    byte[] taken = neighbours(Set.of(one, other), frame);
    for (int k = 0; k < taken.length; k++) {
      int x = frame.left() + k % frame.width();
      int y = frame.top() + k / frame.width();
      taken[k] = inside(x, y) ? taken[k] : 1;
    }
    Region joined =
        RegionJoin.of(first, second, taken)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "chromosomes: must have no other chromosome between them, found one between"
                            + " "
                            + one
                            + " and "
                            + other));
    return changed(Set.of(one, other), Map.of(nextNumber(), joined));
  }

  /**
   * Replaces the pixels of a chromosome. It keeps its number.
   *
   * @param chromosome one of the {@link #numbers()}
   * @param region its pixels, for example {@link Region#ofOutline}; where it has pixels of another
   *     chromosome, the two cross
   * @return a segmentation with that region
   * @throws IllegalArgumentException if there is no chromosome of this number, the region reaches
   *     beyond the photograph, or is the one that the chromosome has
   */
  public Segmentation withOutline(int chromosome, Region region) {
    requireInside(photograph, region);
    Require.that(
        !chromosome(chromosome).equals(region),
        "region",
        "another than that of chromosome " + chromosome,
        region);
    return changed(Set.of(chromosome), Map.of(chromosome, region));
  }

  /**
   * Adds a chromosome that was not found. Its pixels are taken from the {@link #others()}; of
   * these, one of which at least half is taken disappears.
   *
   * @param region its pixels, for example {@link Region#ofOutline}; where it has pixels of another
   *     chromosome, the two cross
   * @return a segmentation with that chromosome, under a new number
   * @throws IllegalArgumentException if the region reaches beyond the photograph, or is a
   *     chromosome already
   */
  public Segmentation added(Region region) {
    requireInside(photograph, region);
    byNumber.forEach(
        (number, known) ->
            Require.that(
                !known.equals(region), "region", "no chromosome yet", "chromosome " + number));
    return changed(Set.of(), Map.of(nextNumber(), region));
  }

  private int nextNumber() {
    // The highest number is always in use, because what replaces it has a higher one.
    return byNumber.keySet().stream().mapToInt(number -> number + 1).max().orElse(0);
  }

  /**
   * Replaces chromosomes. Clusters that lose or gain pixels become one, with one parting.
   *
   * @param gone the numbers that end, or get another region
   * @param now the new regions by number
   */
  private Segmentation changed(Set<Integer> gone, Map<Integer, Region> now) {
    List<Parted> after = new ArrayList<>();
    List<Region> joined = new ArrayList<>(now.values());
    Map<Integer, Region> members = new TreeMap<>(now);
    double cost = 0;
    for (Parted one : parted) {
      boolean touched =
          one.numbers.stream().anyMatch(gone::contains)
              || now.values().stream().anyMatch(region -> region.common(one.cluster.region()) > 0);
      if (touched) {
        joined.add(one.cluster.region());
        cost += one.parting().cost();
        one.numbers.stream()
            .filter(number -> !gone.contains(number))
            .forEach(number -> members.put(number, chromosome(number)));
      } else {
        after.add(one);
      }
    }
    Parting parting = new Parting(List.copyOf(members.values()), cost);
    Cluster cluster = new Cluster(Region.union(joined), List.of(parting));
    after.add(new Parted(cluster, 0, List.copyOf(members.keySet())));
    after.sort(Comparator.comparing(Parted::cluster, TOP_TO_BOTTOM));
    return new Segmentation(builder(remaining(now.values())), after);
  }

  /** What is left of the other things when chromosomes take pixels of them. */
  private List<OtherRegion> remaining(Collection<Region> chromosomes) {
    Region taken = Region.union(chromosomes);
    List<OtherRegion> remaining = new ArrayList<>();
    for (OtherRegion other : remains) {
      int common = other.region().common(taken);
      if (common == 0) {
        remaining.add(other);
      } else if (2 * common < other.region().area()) {
        remaining.add(new OtherRegion(other.region().without(taken), other.kind()));
      }
    }
    return remaining;
  }

  private static void requireInside(Metaphase photograph, Region region) {
    Box box = region.box();
    Require.that(
        box.left() >= 0
            && box.top() >= 0
            && box.right() <= photograph.width()
            && box.bottom() <= photograph.height(),
        "region",
        "within the photograph of " + photograph.width() + " x " + photograph.height(),
        box);
  }

  @Override
  public String toString() {
    return "Segmentation["
        + photograph.name()
        + ", "
        + byNumber.size()
        + " chromosomes in "
        + clusters.size()
        + " clusters]";
  }

  /** Collects what a segmenter finds. Not thread-safe. */
  public static final class Builder {

    private final Metaphase photograph;
    private final List<Cluster> clusters = new ArrayList<>();
    private final List<OtherRegion> others = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Background background = Background.WHITE;
    private byte[] flattened;
    private double chromosomeWidth;

    private Builder(Metaphase photograph) {
      this.photograph = photograph;
      flattened = photograph.greyLevels();
    }

    /**
     * Sets the photograph with its ground evened out, from which chromosomes are cut; without it,
     * they are cut from the photograph itself, on a white ground.
     *
     * @param tone the tone of the ground
     * @param grey {@code height · width} levels, row-major, 0 (black) to 255 (white); the ground is
     *     about 255 or 0; copied
     * @return this builder
     * @throws IllegalArgumentException if there are not as many levels as the photograph has pixels
     */
    public Builder flattened(Background tone, byte[] grey) {
      Require.that(grey.length == flattened.length, "grey", flattened.length + " px", grey.length);
      background = Objects.requireNonNull(tone, "tone");
      flattened = grey.clone();
      return this;
    }

    /**
     * Sets the typical width of a chromosome.
     *
     * @param px the width, at least 0
     * @return this builder
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Builder chromosomeWidth(double px) {
      chromosomeWidth = Require.notNegative("px", px);
      return this;
    }

    /**
     * Adds a cluster.
     *
     * @param cluster a cluster
     * @return this builder
     */
    public Builder add(Cluster cluster) {
      requireInside(photograph, cluster.region());
      cluster
          .partings()
          .forEach(p -> p.chromosomes().forEach(region -> requireInside(photograph, region)));
      clusters.add(cluster);
      return this;
    }

    /**
     * Adds something else.
     *
     * @param other what was found
     * @return this builder
     */
    public Builder add(OtherRegion other) {
      requireInside(photograph, other.region());
      others.add(other);
      return this;
    }

    /**
     * Adds a note.
     *
     * @param note what could not be done, as a sentence without a full stop
     * @return this builder
     */
    public Builder note(String note) {
      notes.add(Objects.requireNonNull(note, "note"));
      return this;
    }

    /** {@return the segmentation} */
    public Segmentation build() {
      clusters.sort(TOP_TO_BOTTOM);
      return new Segmentation(
          this, numbered(clusters, clusters.stream().map(cluster -> 0).toList()));
    }
  }
}
