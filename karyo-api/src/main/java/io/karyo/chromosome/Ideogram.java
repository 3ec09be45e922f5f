package io.karyo.chromosome;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The ideogram (standard drawing) of one type: its bands from the end of the p arm to the end of
 * the q arm, at the 850-band level.
 *
 * <p><b>Source:</b> the ideogram that NCBI draws for GRCh38; the numbers are in {@code bands.csv}.
 * <b>Thread safety:</b> immutable.
 *
 * @param type the type
 * @param bands its bands, without gaps
 */
public record Ideogram(ChromosomeType type, List<Band> bands) {

  /** The G-band stain of a band. */
  public enum Stain {
    /** Unstained. */
    GNEG(0),
    /** Stained lightly. */
    GPOS25(0.35),
    /** Stained. */
    GPOS50(0.65),
    /** Stained darkly. */
    GPOS75(0.85),
    /** The darkest. */
    GPOS100(1),
    /** At the centromere. */
    ACEN(0.35),
    /** Heterochromatin of variable size. */
    GVAR(0.6),
    /** The stalk of a satellite. */
    STALK(0.05);

    private final double density;

    Stain(double density) {
      this.density = density;
    }

    /**
     * {@return how dark the band usually looks, from 0 (as light as a chromosome gets) to 1 (as
     * dark as it gets)}
     */
    public double density() {
      return density;
    }
  }

  /**
   * One band.
   *
   * @param shortArm whether it is on the p arm
   * @param name its name within the arm, for example {@code "36.33"}
   * @param start its distance from the end of the p arm in units of the ISCN drawing, which shows a
   *     chromosome as long as it looks under a microscope
   * @param end where it ends in the same units
   * @param bpStart its first base pair, counted from 1
   * @param bpEnd its last base pair
   * @param stain its G-band stain
   */
  public record Band(
      boolean shortArm, String name, int start, int end, long bpStart, long bpEnd, Stain stain) {}

  private static final int PROFILE = 48;
  private static final double UPRIGHT_SHARE = 0.7;
  private static final String HEADER = "type,arm,band,iscnStart,iscnEnd,bpStart,bpEnd,stain";

  private static final class Table {
    static final Map<ChromosomeType, Ideogram> IDEOGRAMS = read();
  }

  public Ideogram {
    Objects.requireNonNull(type, "type");
    bands = List.copyOf(bands);
    if (bands.stream().map(Band::shortArm).distinct().count() != 2) {
      throw new IllegalArgumentException(
          "bands: must be of both arms of " + type + ", found " + bands.size() + " of one");
    }
  }

  /**
   * Returns the ideogram of a type.
   *
   * @param type the type
   * @return its ideogram
   */
  public static Ideogram of(ChromosomeType type) {
    return Objects.requireNonNull(Table.IDEOGRAMS.get(type), "type");
  }

  /** {@return the length of the drawing, in units of the ISCN drawing} */
  public int length() {
    return bands.get(bands.size() - 1).end();
  }

  /**
   * {@return the index in {@link #bands()} of the first band of the q arm, where the centromere is}
   */
  public int firstLongArmBand() {
    int index = 0;
    while (bands.get(index).shortArm()) {
      index++;
    }
    return index;
  }

  /** {@return whether the p arm is only a satellite on a stalk, as in 13, 14, 15, 21 and 22} */
  public boolean isAcrocentric() {
    return bands.stream().anyMatch(band -> band.stain() == Stain.STALK);
  }

  /** {@return the centromeric index: the length of the p arm ÷ the whole length, 0 to 0.5} */
  public double centromericIndex() {
    return bands.get(firstLongArmBand()).start() / (double) length();
  }

  /**
   * Returns the expected band profile of the type.
   *
   * @param size the number of values, at least 1
   * @return for each value the mean {@link Stain#density} of the range that it covers
   */
  public BandProfile profile(int size) {
    float[] fine = new float[length()];
    for (Band band : bands) {
      Arrays.fill(fine, band.start(), band.end(), (float) band.stain().density());
    }
    return new BandProfile(fine).resized(size);
  }

  /**
   * Compares how well a straightened chromosome fits this ideogram with its upper end as the p arm
   * and with its lower end.
   *
   * @param chromosome a chromosome of this type
   * @return a difference of correlations, -2 to 2; above 0 if the upper end looks like the p arm
   */
  public double uprightFit(Straightened chromosome) {
    BandProfile own = new BandProfile(chromosome.bandProfile()).resized(PROFILE);
    BandProfile ideal = profile(PROFILE);
    return own.correlation(ideal) - own.turned().correlation(ideal);
  }

  /**
   * Returns whether a set of chromosomes has the p arms up. A single chromosome may be misleading;
   * in a set of mixed polarity, half of the chromosomes fit better upside down.
   *
   * @param chromosomes straightened chromosomes
   * @param types the type of each
   * @return whether more than 70 % fit their ideograms better as they are than turned
   * @throws IllegalArgumentException if the numbers of types and chromosomes differ
   */
  public static boolean areUpright(List<Straightened> chromosomes, List<ChromosomeType> types) {
    if (types.size() != chromosomes.size()) {
      throw new IllegalArgumentException(
          "types: must be one for each of "
              + chromosomes.size()
              + " chromosomes, found "
              + types.size());
    }
    int upright = 0;
    for (int i = 0; i < chromosomes.size(); i++) {
      upright += of(types.get(i)).uprightFit(chromosomes.get(i)) > 0 ? 1 : 0;
    }
    return upright > UPRIGHT_SHARE * chromosomes.size();
  }

  private static Map<ChromosomeType, Ideogram> read() {
    Map<ChromosomeType, List<Band>> bands = new EnumMap<>(ChromosomeType.class);
    try (InputStream in =
            Objects.requireNonNull(Ideogram.class.getResourceAsStream("bands.csv"), "bands.csv");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#") && !line.equals(HEADER)) {
          String[] field = line.split(",");
          bands
              .computeIfAbsent(ChromosomeType.of(field[0]), type -> new ArrayList<>())
              .add(
                  new Band(
                      field[1].equals("p"),
                      field[2],
                      Integer.parseInt(field[3]),
                      Integer.parseInt(field[4]),
                      Long.parseLong(field[5]),
                      Long.parseLong(field[6]),
                      Stain.valueOf(field[7].toUpperCase(Locale.ROOT))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<ChromosomeType, Ideogram> ideograms = new EnumMap<>(ChromosomeType.class);
    bands.forEach((type, list) -> ideograms.put(type, new Ideogram(type, list)));
    return ideograms;
  }
}
