package io.karyo.chromosome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A straightened chromosome.
 *
 * <p><b>Shapes:</b> the image is {@code [length][width]}, row-major, origin top left, with one row
 * per pixel of the chromosome's axis. Rows run from one end of the chromosome to the other,
 * starting with the end that is upper in the original. <b>Units:</b> px; stain 0 (background) to 1.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class Straightened implements Straightening {

  /** Pixels with at most this stain are not counted as chromosome. */
  public static final float FAINT = 20 / 255f;

  private final int length;
  private final int width;
  private final float[] stain;
  private final float[] bandProfile;
  private final double meanStain;
  private final double area;
  private final double quality;
  private final double rotation;
  private final String method;
  private final List<String> notes;

  private Straightened(Builder builder) {
    this.length = builder.length;
    this.width = builder.width;
    this.stain = builder.stain;
    this.bandProfile = builder.bandProfile;
    this.meanStain = builder.meanStain;
    this.area = builder.area;
    this.quality = builder.quality;
    this.rotation = builder.rotation;
    this.method = builder.method;
    this.notes = List.copyOf(builder.notes);
  }

  /**
   * Starts building a straightened chromosome.
   *
   * @param length the number of rows, the length of the chromosome in px, at least 1
   * @param width the number of columns, at least 1
   * @param stain the image, row-major, {@code length · width} numbers of 0 to 1; copied
   * @return a builder with these defaults: quality 1, method "custom", band profile and area of all
   *     stained pixels
   * @throws IllegalArgumentException if the sizes do not fit or a stain is not 0 to 1
   */
  public static Builder builder(int length, int width, float[] stain) {
    return new Builder(length, width, stain);
  }

  /**
   * {@return the length of the chromosome along its axis, that is the number of rows, in px, at
   * least 1}
   */
  public int length() {
    return length;
  }

  /** {@return the number of columns, in px, at least 1} */
  public int width() {
    return width;
  }

  /**
   * Returns one pixel.
   *
   * @param row 0 to {@link #length()} - 1
   * @param column 0 to {@link #width()} - 1
   * @return stain, 0 to 1
   */
  public float stain(int row, int column) {
    return stain[Objects.checkIndex(row, length) * width + Objects.checkIndex(column, width)];
  }

  /** {@return the image as a new array, row-major, {@code length · width} numbers of 0 to 1} */
  public float[] toArray() {
    return stain.clone();
  }

  /**
   * {@return the band profile (density profile): the mean stain of the chromosome's own pixels in
   * each row, as a new array of {@link #length()} numbers of 0 to 1}
   */
  public float[] bandProfile() {
    return bandProfile.clone();
  }

  /** {@return the area that the chromosome covers in the original image, in px², more than 0} */
  public double area() {
    return area;
  }

  /**
   * {@return the mean stain of the chromosome's pixels, those above {@link #FAINT}, 0 to 1; {@link
   * #FAINT} if there is none}
   */
  public double meanStain() {
    return meanStain;
  }

  /**
   * {@return how reliable the result is, 0 to 1: 1 if the chromosome is straight, complete and of
   * even width, near 0 if it had to be left as it was}
   */
  public double quality() {
    return quality;
  }

  /**
   * {@return the angle between the chromosome's main direction in the original image and the
   * vertical, in degrees, more than -90 and at most 90, positive clockwise}
   */
  public double rotation() {
    return rotation;
  }

  /**
   * {@return the name of the method that produced the result, for example {@code "medial-axis"}}
   */
  public String method() {
    return method;
  }

  /**
   * {@return notes for a reader on special steps, in order, for example {@code "skeleton was a
   * loop: principal axis"}}
   */
  public List<String> notes() {
    return notes;
  }

  /** {@return the same chromosome, turned by 180 degrees} */
  public Straightened turned() {
    float[] image = new float[stain.length];
    for (int i = 0; i < image.length; i++) {
      image[i] = stain[image.length - 1 - i];
    }
    float[] profile = new float[length];
    for (int row = 0; row < length; row++) {
      profile[row] = bandProfile[length - 1 - row];
    }
    Builder turned =
        builder(length, width, image)
            .bandProfile(profile)
            .area(area)
            .quality(quality)
            .rotation(rotation)
            .method(method);
    notes.forEach(turned::note);
    return turned.build();
  }

  @Override
  public String toString() {
    return "Straightened[" + length + "x" + width + ", " + method + ", quality=" + quality + "]";
  }

  /** Builds a straightened chromosome. Not thread-safe. */
  public static final class Builder {

    private final int length;
    private final int width;
    private final float[] stain;
    private float[] bandProfile;
    private final double meanStain;
    private double area;
    private double quality = 1;
    private double rotation;
    private String method = "custom";
    private final List<String> notes = new ArrayList<>();

    private Builder(int length, int width, float[] stain) {
      if (length < 1 || width < 1 || (long) length * width != stain.length) {
        throw new IllegalArgumentException(
            "stain: must be length x width of at least 1 x 1, found "
                + length
                + " x "
                + width
                + " and "
                + stain.length
                + " numbers");
      }
      this.length = length;
      this.width = width;
      this.stain = stain.clone();
      this.bandProfile = new float[length];
      double stained = 0;
      int seen = 0;
      for (int row = 0; row < length; row++) {
        double sum = 0;
        int count = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
          float value = stain[i];
          if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("stain: must be 0 to 1, found " + value);
          }
          if (value > 0) {
            sum += value;
            count++;
          }
          if (value > FAINT) {
            stained += value;
            seen++;
          }
        }
        bandProfile[row] = count == 0 ? 0 : (float) (sum / count);
        area += count;
      }
      area = Math.max(1, area);
      meanStain = seen == 0 ? FAINT : stained / seen;
    }

    /**
     * Sets the band profile.
     *
     * @param profile one number of 0 to 1 per row; copied
     * @return this
     * @throws IllegalArgumentException if the number of rows or a value is wrong
     */
    public Builder bandProfile(float[] profile) {
      if (profile.length != length) {
        throw new IllegalArgumentException(
            "bandProfile: must have " + length + " numbers, found " + profile.length);
      }
      for (float value : profile) {
        if (!(value >= 0 && value <= 1)) {
          throw new IllegalArgumentException("bandProfile: must be 0 to 1, found " + value);
        }
      }
      bandProfile = Arrays.copyOf(profile, length);
      return this;
    }

    /**
     * Sets the area that the chromosome covers in the original image.
     *
     * @param area px², more than 0
     * @return this
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Builder area(double area) {
      if (!(area > 0 && Double.isFinite(area))) {
        throw new IllegalArgumentException("area: must be positive and finite, found " + area);
      }
      this.area = area;
      return this;
    }

    /**
     * Sets how reliable the result is.
     *
     * @param quality 0 to 1
     * @return this
     * @throws IllegalArgumentException if it is not 0 to 1
     */
    public Builder quality(double quality) {
      if (!(quality >= 0 && quality <= 1)) {
        throw new IllegalArgumentException("quality: must be 0 to 1, found " + quality);
      }
      this.quality = quality;
      return this;
    }

    /**
     * Sets the angle between the chromosome and the vertical in the original image.
     *
     * @param rotation degrees, more than -90 and at most 90, positive clockwise
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder rotation(double rotation) {
      if (!(rotation > -90 && rotation <= 90)) {
        throw new IllegalArgumentException(
            "rotation: must be more than -90 and at most 90, found " + rotation);
      }
      this.rotation = rotation;
      return this;
    }

    /**
     * Names the method.
     *
     * @param method for example {@code "medial-axis"}
     * @return this
     */
    public Builder method(String method) {
      this.method = Objects.requireNonNull(method, "method");
      return this;
    }

    /**
     * Adds a note on a special step.
     *
     * @param note a phrase
     * @return this
     */
    public Builder note(String note) {
      notes.add(Objects.requireNonNull(note, "note"));
      return this;
    }

    /** {@return the straightened chromosome} */
    public Straightened build() {
      return new Straightened(this);
    }
  }
}
