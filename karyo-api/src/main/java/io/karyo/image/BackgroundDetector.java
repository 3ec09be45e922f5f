package io.karyo.image;

/**
 * Finds the tone and the level of the background of a picture.
 *
 * <p><b>Tone:</b> pixels that differ from the border of the picture by more than four standard
 * deviations of the border belong to the chromosome; if they are darker, the background is white.
 * If no pixels differ that much, the chromosome itself covers a large part of the border; the
 * background is then white if the border is brighter than the picture as a whole. Only means of
 * many pixels are compared, so that noise, a narrow or missing margin, and bands as bright as the
 * background have little effect.
 *
 * <p><b>Level:</b> the median of the five most frequent neighbouring levels of the border. If the
 * border contains parts of the chromosome, only levels on the background's side of Otsu's threshold
 * (1979) count.
 *
 * @param tone white or black
 * @param level its grey level, 0 to 255
 */
record BackgroundDetector(Background tone, int level) {

  private static final int LEVELS = 256;
  private static final double DEVIATIONS = 4;

  /** Half a level: the largest deviation due to rounding to whole levels. */
  private static final double ROUNDING = 0.5;

  private static final int WINDOW = 5;

  static BackgroundDetector detect(byte[] grey, int width, int height) {
    int[] all = new int[LEVELS];
    int[] border = new int[LEVELS];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int level = grey[y * width + x] & 0xff;
        all[level]++;
        if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
          border[level]++;
        }
      }
    }
    double mean = mean(border);
    double far = DEVIATIONS * (deviation(border, mean) + ROUNDING);
    double darker = 0;
    for (int level = 0; level < LEVELS; level++) {
      if (Math.abs(level - mean) > far) {
        darker += all[level] * (mean - level);
      }
    }
    boolean clearBorder = darker != 0;
    if (!clearBorder) {
      darker = mean - mean(all);
    }
    boolean white = darker > 0 || (darker == 0 && mean >= LEVELS / 2.0);
    int from = 0;
    int to = LEVELS;
    if (!clearBorder) {
      int threshold = otsu(all);
      from = white ? threshold : 0;
      to = white ? LEVELS : threshold;
    }
    return new BackgroundDetector(
        white ? Background.WHITE : Background.BLACK, fullest(border, from, to));
  }

  static double mean(int[] histogram) {
    double sum = 0;
    long count = 0;
    for (int level = 0; level < LEVELS; level++) {
      sum += (double) level * histogram[level];
      count += histogram[level];
    }
    return sum / count;
  }

  static double deviation(int[] histogram) {
    return deviation(histogram, mean(histogram));
  }

  private static double deviation(int[] histogram, double mean) {
    double sum = 0;
    long count = 0;
    for (int level = 0; level < LEVELS; level++) {
      sum += histogram[level] * (level - mean) * (level - mean);
      count += histogram[level];
    }
    return Math.sqrt(sum / count);
  }

  /** Returns the first level of the brighter class; 0 if all levels are equal. */
  private static int otsu(int[] histogram) {
    double total = 0;
    long count = 0;
    for (int level = 0; level < LEVELS; level++) {
      total += (double) level * histogram[level];
      count += histogram[level];
    }
    double sum = 0;
    long below = 0;
    double best = 0;
    int threshold = 0;
    for (int level = 1; level < LEVELS; level++) {
      sum += (level - 1.0) * histogram[level - 1];
      below += histogram[level - 1];
      if (below > 0 && below < count) {
        double gap = (total - sum) / (count - below) - sum / below;
        double between = gap * gap * below * (count - below);
        if (between > best) {
          best = between;
          threshold = level;
        }
      }
    }
    return threshold;
  }

  /** Returns the median of the fullest window of levels, of all levels if the range is empty. */
  private static int fullest(int[] histogram, int from, int to) {
    long most = 0;
    int start = 0;
    for (int first = from; first < to; first++) {
      long count = 0;
      for (int level = first; level < Math.min(to, first + WINDOW); level++) {
        count += histogram[level];
      }
      if (count > most) {
        most = count;
        start = first;
      }
    }
    if (most == 0) {
      return fullest(histogram, 0, LEVELS);
    }
    long seen = histogram[start];
    int level = start;
    while (2 * seen < most) {
      level++;
      seen += histogram[level];
    }
    return level;
  }
}
