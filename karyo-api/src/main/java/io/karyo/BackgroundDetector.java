package io.karyo;

/**
 * Finds the tone around a chromosome: the border of the picture is background for the most part.
 *
 * @param tone white or black
 * @param level its grey level, 0 to 255
 */
record BackgroundDetector(Background tone, int level) {

  static BackgroundDetector detect(byte[] grey, int width, int height) {
    int[] border = new int[256];
    long sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int value = grey[y * width + x] & 0xff;
        sum += value;
        if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
          border[value]++;
        }
      }
    }
    int mode = 0;
    for (int value = 1; value < 256; value++) {
      if (border[value] > border[mode]) {
        mode = value;
      }
    }
    boolean white = mode * (long) grey.length >= sum;
    return new BackgroundDetector(white ? Background.WHITE : Background.BLACK, mode);
  }
}
