package io.karyo.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the pages of a TIFF file, with offsets of 32 or (BigTIFF) 64 bits. Nothing is decoded;
 * counting ends where the chain of directories becomes circular or leaves the file.
 */
final class TiffPages {

  private static final int BIG_VERSION = 43;
  private static final int MAX_DIRECTORIES = 1000;

  private static final int NEW_SUBFILE_TYPE = 254;
  private static final int SHORT = 3;

  /** A smaller copy of another page, or a mask of it. */
  private static final int REDUCED_OR_MASK = 1 | 4;

  private final ByteBuffer file;
  private final int offsetSize;
  private final int countSize;
  private final int entrySize;

  private TiffPages(byte[] bytes) {
    file =
        ByteBuffer.wrap(bytes)
            .order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    boolean big = file.getShort(2) == BIG_VERSION;
    offsetSize = big ? 8 : 4;
    countSize = big ? 8 : 2;
    entrySize = big ? 20 : 12;
  }

  /**
   * Counts the pages that are pictures of their own.
   *
   * @param bytes a file that begins like a TIFF file
   * @return 0 if even the directory of the first page is missing
   */
  static int count(byte[] bytes) {
    return new TiffPages(bytes).count();
  }

  private int count() {
    int pages = 0;
    Set<Long> seen = new HashSet<>();
    long directory = number(offsetSize, offsetSize);
    while (isDirectory(directory) && seen.size() < MAX_DIRECTORIES && seen.add(directory)) {
      // The first page is the one that is read, whatever it is.
      if (pages == 0 || !isCopyOrMask(directory)) {
        pages++;
      }
      long end = directory + countSize + number(directory, countSize) * entrySize;
      directory = number(end, offsetSize);
    }
    return pages;
  }

  private boolean isDirectory(long offset) {
    long entries = number(offset, countSize);
    return entries > 0 && entries <= (file.limit() - offset - countSize) / entrySize;
  }

  private boolean isCopyOrMask(long directory) {
    long entries = number(directory, countSize);
    for (long i = 0; i < entries; i++) {
      long entry = directory + countSize + i * entrySize;
      if (number(entry, 2) == NEW_SUBFILE_TYPE) {
        long value = number(entry + 4 + offsetSize, number(entry + 2, 2) == SHORT ? 2 : 4);
        return (value & REDUCED_OR_MASK) != 0;
      }
    }
    return false;
  }

  /** Reads an unsigned number; -1 if it is not in the file. */
  private long number(long offset, int size) {
    if (offset < 0 || offset > file.limit() - size) {
      return -1;
    }
    int at = (int) offset;
    return switch (size) {
      case 2 -> Short.toUnsignedLong(file.getShort(at));
      case 4 -> Integer.toUnsignedLong(file.getInt(at));
      default -> file.getLong(at);
    };
  }
}
