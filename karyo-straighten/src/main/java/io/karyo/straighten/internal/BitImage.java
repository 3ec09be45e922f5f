package io.karyo.straighten.internal;

/**
 * A binary image with an empty margin, one bit per pixel, so that operations on neighbourhoods
 * treat 64 pixels at a time. BoofCV is not used, because its operators hand each image to a
 * JVM-wide thread pool.
 *
 * <p>Each row starts with a new word; the lowest bit of a word is its leftmost pixel. No operation
 * reaches into the outermost rows and columns, which are empty before and after it; neighbours can
 * therefore be looked up across the ends of rows.
 */
final class BitImage {

  final int width;
  final int height;

  /** Words per row. */
  private final int stride;

  private final long[] words;

  /** Makes an empty image. */
  BitImage(int width, int height) {
    this(width, height, new long[Math.multiplyExact(words(width), height)]);
  }

  private BitImage(int width, int height, long[] words) {
    this.width = width;
    this.height = height;
    this.stride = words(width);
    this.words = words;
  }

  private static int words(int width) {
    return (width + Long.SIZE - 1) / Long.SIZE;
  }

  /** The column after the last of the word that a column is in. */
  private static int endOfWord(int x) {
    return (x | (Long.SIZE - 1)) + 1;
  }

  /**
   * Marks the pixels of at least a level.
   *
   * @param levels unsigned, row-major
   * @param threshold 1 to 255
   * @param margin empty pixels to add on every side
   */
  static BitImage atLeast(byte[] levels, int width, int height, int threshold, int margin) {
    BitImage image = new BitImage(width + 2 * margin, height + 2 * margin);
    for (int y = 0, i = 0; y < height; y++) {
      int at = (y + margin) * image.stride;
      for (int x = margin; x < width + margin; ) {
        int last = Math.min(width + margin, endOfWord(x));
        long word = 0;
        int first = x / Long.SIZE;
        for (; x < last; x++, i++) {
          // The sign of the difference, without a branch.
          word |= (long) ((threshold - 1 - (levels[i] & 0xff)) >>> 31) << x;
        }
        image.words[at + first] = word;
      }
    }
    return image;
  }

  /** Returns the box around all pixels, {left, top, right, bottom}, inclusive. */
  int[] box() {
    int top = height;
    int bottom = -1;
    long[] columns = new long[stride];
    for (int y = 0, i = 0; y < height; y++) {
      long any = 0;
      for (int k = 0; k < stride; k++, i++) {
        columns[k] |= words[i];
        any |= words[i];
      }
      if (any != 0) {
        top = Math.min(top, y);
        bottom = y;
      }
    }
    int left = width;
    int right = -1;
    for (int k = 0; k < stride; k++) {
      if (columns[k] != 0) {
        left = Math.min(left, k * Long.SIZE + Long.numberOfTrailingZeros(columns[k]));
        right = k * Long.SIZE + Long.SIZE - 1 - Long.numberOfLeadingZeros(columns[k]);
      }
    }
    return new int[] {left, top, right, bottom};
  }

  /** Returns a part of the image. What lies beyond its right-hand side must be empty. */
  BitImage crop(int left, int top, int newWidth, int newHeight) {
    BitImage out = new BitImage(newWidth, newHeight);
    int shift = left % Long.SIZE;
    int skipped = left / Long.SIZE;
    for (int y = 0, to = 0; y < newHeight; y++) {
      int from = (y + top) * stride + skipped;
      int end = (y + top + 1) * stride;
      for (int k = 0; k < out.stride; k++, from++, to++) {
        long low = words[from] >>> shift;
        boolean more = shift > 0 && from + 1 < end;
        out.words[to] = more ? low | (words[from + 1] << (Long.SIZE - shift)) : low;
      }
    }
    return out;
  }

  boolean get(int x, int y) {
    return ((words[y * stride + x / Long.SIZE] >>> x) & 1) != 0;
  }

  /** Sets the pixels {@code from} to {@code to}, exclusive, of a row. */
  void set(int y, int from, int to) {
    for (int x = from; x < to; ) {
      int last = Math.min(to, endOfWord(x));
      // Of a shift by 64 nothing would be left to subtract.
      words[y * stride + x / Long.SIZE] |= (-1L >>> (Long.SIZE - (last - x))) << x;
      x = last;
    }
  }

  /** How many pixels are set. */
  int count() {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }

  BitImage and(BitImage other) {
    long[] out = new long[words.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = words[i] & other.words[i];
    }
    return new BitImage(width, height, out);
  }

  BitImage or(BitImage other) {
    long[] out = new long[words.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = words[i] | other.words[i];
    }
    return new BitImage(width, height, out);
  }

  BitImage without(BitImage other) {
    long[] out = new long[words.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = words[i] & ~other.words[i];
    }
    return new BitImage(width, height, out);
  }

  /** The bits whose left-hand neighbours are set. */
  private long fromLeft(int i) {
    return (words[i] << 1) | (words[i - 1] >>> (Long.SIZE - 1));
  }

  /** The bits whose right-hand neighbours are set. */
  private long fromRight(int i) {
    return (words[i] >>> 1) | (words[i + 1] << (Long.SIZE - 1));
  }

  /** Dilates by a square of 3 x 3 pixels. */
  BitImage dilate() {
    long[] rows = new long[words.length];
    for (int i = stride; i < words.length - stride; i++) {
      rows[i] = fromLeft(i) | words[i] | fromRight(i);
    }
    long[] out = new long[words.length];
    for (int i = stride; i < words.length - stride; i++) {
      out[i] = rows[i - stride] | rows[i] | rows[i + stride];
    }
    return new BitImage(width, height, out);
  }

  /** Erodes by a square of 3 x 3 pixels. */
  BitImage erode() {
    long[] rows = new long[words.length];
    for (int i = stride; i < words.length - stride; i++) {
      rows[i] = fromLeft(i) & words[i] & fromRight(i);
    }
    long[] out = new long[words.length];
    for (int i = stride; i < words.length - stride; i++) {
      out[i] = rows[i - stride] & rows[i] & rows[i + stride];
    }
    return new BitImage(width, height, out);
  }

  /** Erodes by a square of 2 · radius + 1 pixels. */
  BitImage erode(int radius) {
    BitImage eroded = this;
    for (int step = 0; step < radius; step++) {
      eroded = eroded.erode();
    }
    return eroded;
  }

  /** Dilates by a cross: each pixel and its four neighbours. */
  BitImage dilateByCross() {
    long[] out = new long[words.length];
    for (int i = stride; i < words.length - stride; i++) {
      out[i] = fromLeft(i) | words[i] | fromRight(i) | words[i - stride] | words[i + stride];
    }
    return new BitImage(width, height, out);
  }

  /** Closes with a square of 2 · radius + 1 pixels; the margin must be wider than the radius. */
  BitImage close(int radius) {
    BitImage closed = this;
    for (int step = 0; step < radius; step++) {
      closed = closed.dilate();
    }
    return closed.erode(radius);
  }

  /** A 3 x 3 median: a pixel is set if at least five of its neighbourhood are. */
  BitImage majority() {
    // How many of three pixels of a row are set, as numbers of two bits.
    long[] ones = new long[words.length];
    long[] twos = new long[words.length];
    for (int i = stride; i < words.length - stride; i++) {
      long a = fromLeft(i);
      long b = words[i];
      long c = fromRight(i);
      ones[i] = a ^ b ^ c;
      twos[i] = (a & b) | (c & (a ^ b));
    }
    long[] out = new long[words.length];
    for (int i = stride; i < words.length - stride; i++) {
      long odd = ones[i - stride] ^ ones[i] ^ ones[i + stride];
      long carry = (ones[i - stride] & ones[i]) | (ones[i + stride] & (ones[i - stride] ^ ones[i]));
      // The sum is odd + 2 (carry + the three twos); at least five is two pairs and one, or three.
      long all = carry & twos[i];
      long any = carry | twos[i];
      long otherAll = twos[i - stride] & twos[i + stride];
      long otherAny = twos[i - stride] | twos[i + stride];
      long two = all | otherAll | (any & otherAny);
      long three = (all & otherAny) | (any & otherAll);
      out[i] = three | (two & odd);
    }
    return new BitImage(width, height, out);
  }

  /** Returns the columns of a row at which a run of set pixels starts or has ended, in order. */
  int edges(int y, int[] edges, int count) {
    int next = count;
    long carry = 0;
    for (int k = 0; k < stride; k++) {
      long word = words[y * stride + k];
      long change = word ^ ((word << 1) | carry);
      carry = word >>> (Long.SIZE - 1);
      for (; change != 0; change &= change - 1) {
        edges[next++] = k * Long.SIZE + Long.numberOfTrailingZeros(change);
      }
    }
    return next;
  }
}
