package io.karyo.testkit;

import io.karyo.ChromosomeType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The drawing of one type: its bands from the end of the p arm to the end of the q arm. The numbers
 * and their source are in {@code bands.csv}.
 */
record Ideogram(ChromosomeType type, List<Band> bands) {

  /** How a band takes the G stain. */
  enum Stain {
    GNEG,
    GPOS25,
    GPOS50,
    GPOS75,
    GPOS100,
    ACEN,
    GVAR,
    STALK
  }

  /** One band; start and end in units of the ISCN drawing, from the end of the p arm. */
  record Band(
      boolean shortArm, String name, int start, int end, long bpStart, long bpEnd, Stain stain) {}

  private static final String HEADER = "type,arm,band,iscnStart,iscnEnd,bpStart,bpEnd,stain";

  private static final class Table {
    static final Map<ChromosomeType, Ideogram> IDEOGRAMS = read();
  }

  static Ideogram of(ChromosomeType type) {
    return Objects.requireNonNull(Table.IDEOGRAMS.get(type), "type");
  }

  /** Returns the length of the drawing in ISCN units. */
  int length() {
    return bands.get(bands.size() - 1).end();
  }

  /** Returns the index of the first band of the q arm, where the centromere is. */
  int firstLongArmBand() {
    int index = 0;
    while (bands.get(index).shortArm()) {
      index++;
    }
    return index;
  }

  /** Says whether the p arm is but a satellite on a stalk. */
  boolean isAcrocentric() {
    return bands.stream().anyMatch(band -> band.stain() == Stain.STALK);
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
    bands.forEach((type, list) -> ideograms.put(type, new Ideogram(type, List.copyOf(list))));
    return ideograms;
  }
}
