package io.karyo.archive;

import io.karyo.photo.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which pixels of a page are inked; not thread-safe. */
final class Mask {

  final int width;
  final int height;
  final boolean[] ink;

  Mask(int width, int height, boolean[] ink) {
    this.width = width;
    this.height = height;
    this.ink = ink;
  }

  /** Returns the parts that are connected by sides or corners and have enough pixels. */
  List<Blob> blobs(int least) {
    List<Blob> blobs = new ArrayList<>();
    boolean[] left = ink.clone();
    int[] queue = new int[ink.length];
    for (int start = 0; start < left.length; start++) {
      if (left[start]) {
        int size = flood(left, start, queue);
        if (size >= least) {
          blobs.add(blob(queue, size));
        }
      }
    }
    return blobs;
  }

  /** Collects what is connected with a pixel, and removes it. */
  private int flood(boolean[] left, int start, int[] queue) {
    int size = 0;
    queue[size++] = start;
    left[start] = false;
    for (int next = 0; next < size; next++) {
      int x = queue[next] % width;
      int y = queue[next] / width;
      for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          if (left[v * width + u]) {
            left[v * width + u] = false;
            queue[size++] = v * width + u;
          }
        }
      }
    }
    return size;
  }

  private Blob blob(int[] pixels, int size) {
    int west = width;
    int east = 0;
    int north = height;
    int south = 0;
    for (int i = 0; i < size; i++) {
      west = Math.min(west, pixels[i] % width);
      east = Math.max(east, pixels[i] % width);
      north = Math.min(north, pixels[i] / width);
      south = Math.max(south, pixels[i] / width);
    }
    Box box = new Box(west, north, east - west + 1, south - north + 1);
    byte[] mask = new byte[Math.toIntExact(box.area())];
    for (int i = 0; i < size; i++) {
      mask[(pixels[i] / width - north) * box.width() + pixels[i] % width - west] = 1;
    }
    return new Blob(box, mask, size);
  }

  /** For each inked pixel, the length of the inked run along its row; 0 elsewhere. */
  int[] runsAcross() {
    int[] runs = new int[ink.length];
    for (int y = 0; y < height; y++) {
      int from = y * width;
      for (int x = 0, start = 0; x <= width; x++) {
        if (x == width || !ink[from + x]) {
          Arrays.fill(runs, from + start, from + x, x - start);
          start = x + 1;
        }
      }
    }
    return runs;
  }

  /** For each inked pixel, the length of the inked run along its column; 0 elsewhere. */
  int[] runsDown() {
    int[] runs = new int[ink.length];
    for (int x = 0; x < width; x++) {
      for (int y = 0, start = 0; y <= height; y++) {
        if (y == height || !ink[y * width + x]) {
          for (int k = start; k < y; k++) {
            runs[k * width + x] = y - start;
          }
          start = y + 1;
        }
      }
    }
    return runs;
  }
}
