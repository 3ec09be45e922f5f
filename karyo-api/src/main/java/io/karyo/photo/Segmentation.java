package io.karyo.photo;

import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.model.Require;
import io.karyo.photo.OtherRegion.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a segmenter found in a photograph: the chromosomes, by clusters with several ways to part
 * each, and everything else.
 *
 * <p>One parting of each cluster is chosen; at first, the one of the lowest cost. The chromosomes
 * of the chosen partings are numbered from 0, in the order of the clusters.
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

  /** What the segmenter took for something else, whatever is chosen. */
  private final List<OtherRegion> found;

  private final List<OtherRegion> others;
  private final List<String> notes;

  /** The index of the chosen parting of each cluster. */
  private final List<Integer> chosen;

  private final List<Region> chromosomes;

  private Segmentation(Builder builder, List<Integer> chosen) {
    photograph = builder.photograph;
    background = builder.background;
    flattened = builder.flattened;
    chromosomeWidth = builder.chromosomeWidth;
    clusters = List.copyOf(builder.clusters);
    notes = List.copyOf(builder.notes);
    this.chosen = List.copyOf(chosen);
    chromosomes =
        IntStream.range(0, clusters.size())
            .mapToObj(i -> partingOf(i).chromosomes())
            .flatMap(List::stream)
            .toList();
    others =
        Stream.concat(
                builder.others.stream(),
                IntStream.range(0, clusters.size())
                    .filter(i -> partingOf(i).chromosomes().isEmpty())
                    .mapToObj(i -> new OtherRegion(clusters.get(i).region(), Kind.DEBRIS)))
            .toList();
    found = List.copyOf(builder.others);
  }

  private Parting partingOf(int cluster) {
    return clusters.get(cluster).partings().get(chosen.get(cluster));
  }

  private Segmentation(Segmentation other, List<Integer> chosen) {
    this(other.builder(), chosen);
  }

  private Builder builder() {
    Builder builder = new Builder(photograph);
    builder.background = background;
    builder.flattened = flattened;
    builder.chromosomeWidth = chromosomeWidth;
    builder.clusters.addAll(clusters);
    builder.others.addAll(found);
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

  /** {@return the chromosomes of the chosen partings} */
  public List<Region> chromosomes() {
    return chromosomes;
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
    return chosen.get(cluster);
  }

  /**
   * Chooses another parting of a cluster.
   *
   * @param cluster an index of {@link #clusters()}
   * @param parting an index of its {@linkplain Cluster#partings() partings}
   * @return a segmentation with that parting
   * @throws IndexOutOfBoundsException if there is no such cluster or parting
   */
  public Segmentation withParting(int cluster, int parting) {
    Objects.checkIndex(parting, clusters.get(cluster).partings().size());
    List<Integer> others = new ArrayList<>(chosen);
    others.set(cluster, parting);
    return new Segmentation(this, others);
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
    return IntStream.range(0, chromosomes.size())
        .filter(i -> chromosomes.get(i).contains(x, y))
        .boxed()
        .sorted(Comparator.comparingInt(i -> chromosomes.get(i).area()))
        .toList();
  }

  /**
   * Cuts out a chromosome, with uneven ground evened out and everything else replaced by ground.
   *
   * <p>The cut reaches a little beyond the pixels of the region, where the chromosome fades, but
   * not into a neighbour. Where another chromosome crosses, the pixels show both.
   *
   * @param chromosome a number, from 0 to the size of {@link #chromosomes()} - 1
   * @return the picture, with an empty margin of 1 px; its source is the name of the photograph and
   *     the number, counted from 1
   */
  public ChromosomeImage cutOut(int chromosome) {
    Region region = chromosomes.get(chromosome);
    int rim = (int) Math.min(MOST_RIM, Math.max(1, Math.round(RIM * chromosomeWidth)));
    Box frame = region.box().widened(rim + 1);
    byte[] owner = region.mask(frame);
    for (int i = 0; i < chromosomes.size(); i++) {
      if (i != chromosome) {
        byte[] other = chromosomes.get(i).mask(frame);
        for (int k = 0; k < owner.length; k++) {
          owner[k] = owner[k] == 0 && other[k] != 0 ? OTHER : owner[k];
        }
      }
    }
    for (int step = 0; step < rim; step++) {
      owner = grown(owner, frame.width());
    }
    byte[] grey = new byte[owner.length];
    byte ground = (byte) (background == Background.WHITE ? 255 : 0);
    for (int k = 0; k < grey.length; k++) {
      int x = frame.left() + k % frame.width();
      int y = frame.top() + k / frame.width();
      boolean inside = x >= 0 && y >= 0 && x < photograph.width() && y < photograph.height();
      grey[k] = inside && owner[k] == OWN ? flattened[y * photograph.width() + x] : ground;
    }
    return ChromosomeImage.of(frame.height(), frame.width(), grey)
        .withSource(photograph.name() + ", chromosome " + (chromosome + 1));
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

  @Override
  public String toString() {
    return "Segmentation["
        + photograph.name()
        + ", "
        + chromosomes.size()
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
      requireInside(cluster.region());
      cluster.partings().forEach(p -> p.chromosomes().forEach(this::requireInside));
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
      requireInside(other.region());
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

    private void requireInside(Region region) {
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

    /** {@return the segmentation} */
    public Segmentation build() {
      clusters.sort(
          Comparator.<Cluster>comparingInt(cluster -> cluster.region().box().top())
              .thenComparingInt(cluster -> cluster.region().box().left()));
      return new Segmentation(this, Collections.nCopies(clusters.size(), 0));
    }
  }
}
