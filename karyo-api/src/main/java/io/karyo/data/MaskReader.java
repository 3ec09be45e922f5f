package io.karyo.data;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the type of every pixel of a photograph; see {@link MetaphaseDataset} for the format. */
final class MaskReader {

  private static final int OVERLAP = 255;

  /** Smaller parts of a type are specks at a border between two others. */
  private static final int MIN_AREA = 20;

  private MaskReader() {}

  static List<LabelledRegion> read(Path file, Metaphase photograph) throws IOException {
    Metaphase mask = Metaphase.read(file);
    if (mask.width() != photograph.width() || mask.height() != photograph.height()) {
      throw refused(
          file,
          "size: must be that of the photograph, "
              + photograph.width()
              + " x "
              + photograph.height()
              + ", found "
              + mask.width()
              + " x "
              + mask.height());
    }
    short[] values = mask.levels();
    int types = ChromosomeType.ALL.size();
    boolean[] present = new boolean[types + 1];
    for (int i = 0; i < values.length; i++) {
      int value = values[i] & 0xffff;
      if (value > types && value != OVERLAP) {
        throw refused(
            file,
            "value: must be 0 to "
                + types
                + " or "
                + OVERLAP
                + ", found "
                + value
                + " in column "
                + i % mask.width()
                + ", row "
                + i / mask.width());
      }
      if (value <= types) {
        present[value] = true;
      }
    }
    List<LabelledRegion> regions = new ArrayList<>();
    for (int type = 1; type <= types; type++) {
      if (present[type]) {
        collect(values, mask.width(), type, regions);
      }
    }
    return regions;
  }

  private static DatasetException refused(Path file, String problem) {
    return new DatasetException(file.toString(), List.of(problem));
  }

  /** Finds the connected pixels of a type, with the overlaps at them. */
  private static void collect(short[] values, int width, int type, List<LabelledRegion> regions) {
    int height = values.length / width;
    boolean[] seen = new boolean[values.length];
    int[] stack = new int[values.length];
    for (int seed = 0; seed < values.length; seed++) {
      if ((values[seed] & 0xffff) != type || seen[seed]) {
        continue;
      }
      byte[] mask = new byte[values.length];
      int depth = 0;
      int own = 0;
      stack[depth++] = seed;
      seen[seed] = true;
      while (depth > 0) {
        int i = stack[--depth];
        mask[i] = 1;
        own += (values[i] & 0xffff) == type ? 1 : 0;
        for (int y = Math.max(0, i / width - 1); y <= Math.min(height - 1, i / width + 1); y++) {
          for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i % width + 1); x++) {
            int j = y * width + x;
            int value = values[j] & 0xffff;
            if (!seen[j] && (value == type || value == OVERLAP)) {
              seen[j] = true;
              stack[depth++] = j;
            }
          }
        }
      }
      if (own >= MIN_AREA) {
        regions.add(
            new LabelledRegion(
                ChromosomeType.ALL.get(type - 1), Region.of(new Box(0, 0, width, height), mask)));
      }
    }
  }
}
