package io.karyo.archive;

import io.karyo.photo.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands on a page: bodies of chromosomes, pieces, and characters; not thread-safe. */
final class Inventory {

  private static final int SPECK = 4;

  /** A body has this area at least, in squared widths of a chromosome. */
  private static final double BODY_AREA = 0.45;

  /** And strokes as thick, in widths. */
  private static final double BODY_STROKE = 0.34;

  private static final double PIECE_AREA = 0.08;

  /** A frame fills as much of its box at most, with strokes of as many widths at most. */
  private static final double FRAME_SHARE = 0.35;

  private static final double FRAME_STROKE = 0.3;

  /** A frame around several chromosomes is as wide at least, in widths, and as empty. */
  private static final double FRAME_WIDTH = 4;

  private static final double PAGE_FRAME_SHARE = 0.2;

  /** Characters have strokes as thick at most: in widths, and for their height. */
  private static final double TEXT_STROKE = 0.6;

  private static final double TEXT_STROKE_HEIGHT = 0.36;

  /** Strokes of this many widths are thinner than those of nearly all chromosomes. */
  private static final double THIN_STROKE = 0.42;

  /** What is so much wider than high is a rest of a line. */
  private static final double WIDE = 3;

  private final Page page;
  private final int chromosomeWidth;
  private final GlyphReader reader;
  private final List<Token> tokens;
  private final List<Blob> bodies = new ArrayList<>();
  private final List<Blob> pieces = new ArrayList<>();

  /** The pixels that were erased to part chromosomes from numbers, of one row each. */
  private final List<Blob> cuts = new ArrayList<>();

  private final int[] strokes;

  private Inventory(Page page, List<Blob> blobs, int[] strokes, int width, GlyphReader reader) {
    this.page = page;
    this.strokes = strokes;
    this.chromosomeWidth = width;
    this.reader = reader;
    this.tokens =
        new Tokens(page, reader).find(blobs, width, blob -> stroke(blob) <= THIN_STROKE * width);
    for (Blob blob : blobs) {
      double unit = (double) width * width;
      if (isPageFrame(blob)) {
        continue;
      }
      if (blob.area() >= BODY_AREA * unit && stroke(blob) >= BODY_STROKE * width) {
        bodies.add(blob);
      } else if (blob.area() >= PIECE_AREA * unit && !isFrame(blob)) {
        pieces.add(blob);
      }
    }
  }

  static Inventory of(Page page, Mask mask, int chromosomeWidth, GlyphReader reader) {
    int[] across = mask.runsAcross();
    int[] down = mask.runsDown();
    for (int i = 0; i < across.length; i++) {
      across[i] = Math.min(across[i], down[i]);
    }
    return new Inventory(page, mask.blobs(SPECK), across, chromosomeWidth, reader);
  }

  List<Token> tokens() {
    return tokens;
  }

  List<Blob> bodies() {
    return bodies;
  }

  List<Blob> pieces() {
    return pieces;
  }

  int chromosomeWidth() {
    return chromosomeWidth;
  }

  /** The median thickness of a blob at its pixels. */
  private int stroke(Blob blob) {
    Box box = blob.box();
    int[] widths = new int[blob.area()];
    int n = 0;
    for (int i = 0; i < blob.mask().length; i++) {
      if (blob.mask()[i] != 0) {
        widths[n++] =
            strokes[(box.top() + i / box.width()) * page.width + box.left() + i % box.width()];
      }
    }
    Arrays.sort(widths);
    return widths[n / 2];
  }

  /** Returns whether a blob is thin and mostly empty, as a frame around a chromosome is. */
  private boolean isFrame(Blob blob) {
    return blob.box().height() > chromosomeWidth
        && blob.area() < FRAME_SHARE * blob.box().area()
        && stroke(blob) <= FRAME_STROKE * chromosomeWidth;
  }

  /** Returns whether a blob is a frame around several chromosomes, or around all. */
  private boolean isPageFrame(Blob blob) {
    return blob.box().width() > FRAME_WIDTH * chromosomeWidth
        && blob.area() < PAGE_FRAME_SHARE * blob.box().area();
  }

  /** Cuts what reaches from above or below into a band of numbers, if anything does. */
  Inventory partedFrom(List<Box> bands, Mask mask) {
    List<Blob> erased = new ArrayList<>();
    for (Box band : bands) {
      for (Blob blob : bodies) {
        Box box = blob.box();
        boolean fromAbove =
            box.top() < band.top() - chromosomeWidth / 2
                && box.bottom() > band.top() + 0.4 * band.height();
        boolean fromBelow =
            box.bottom() > band.bottom() + chromosomeWidth / 2
                && box.top() < band.bottom() - 0.4 * band.height();
        if (fromAbove != fromBelow) {
          Blob cut = cut(blob, fromAbove ? band.top() : band.bottom(), band.height(), mask);
          if (cut != null) {
            erased.add(cut);
          }
        }
      }
    }
    if (erased.isEmpty()) {
      return this;
    }
    Inventory parted = of(page, mask, chromosomeWidth, reader);
    parted.cuts.addAll(erased);
    return parted;
  }

  /** Returns whether a blob was parted from a number. */
  boolean wasParted(Blob blob) {
    for (Blob cut : cuts) {
      int y = cut.box().top();
      for (int x = cut.box().left(); x < cut.box().right(); x++) {
        if (cut.has(x, y) && (blob.has(x, y - 1) || blob.has(x, y + 1))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Erases the row of a blob that has least ink near a height, and returns what was erased. */
  private static @Nullable Blob cut(Blob blob, int y, int reach, Mask mask) {
    int best = -1;
    int least = Integer.MAX_VALUE;
    for (int row = y - reach / 2; row <= y + reach / 3; row++) {
      int ink = 0;
      for (int x = blob.box().left(); x < blob.box().right(); x++) {
        ink += blob.has(x, row) ? 1 : 0;
      }
      if (ink > 0 && ink < least) {
        least = ink;
        best = row;
      }
    }
    if (best < 0) {
      return null;
    }
    byte[] erased = new byte[blob.box().width()];
    for (int x = blob.box().left(); x < blob.box().right(); x++) {
      if (blob.has(x, best)) {
        mask.ink[best * mask.width + x] = false;
        erased[x - blob.box().left()] = 1;
      }
    }
    return Blob.of(new Box(blob.box().left(), best, blob.box().width(), 1), erased);
  }

  /** Removes from bodies and pieces what is text. */
  void withoutText(List<NumberOrder.Numbered> numbers) {
    Set<Blob> text = new HashSet<>();
    numbers.forEach(number -> text.addAll(number.token().glyphs()));
    for (List<Blob> some : List.of(bodies, pieces)) {
      some.stream().filter(this::isText).forEach(text::add);
    }
    bodies.removeIf(text::contains);
    pieces.removeIf(text::contains);
  }

  private boolean isText(Blob blob) {
    Box box = blob.box();
    int stroke = stroke(blob);
    if (stroke > TEXT_STROKE * chromosomeWidth || stroke > TEXT_STROKE_HEIGHT * box.height()) {
      return stroke <= TEXT_STROKE * chromosomeWidth && box.width() > WIDE * box.height();
    }
    // Letters that touch are wider than anything that stands upright.
    boolean thin = stroke <= THIN_STROKE * chromosomeWidth;
    return (thin && box.width() > box.height())
        || reader.read(page, box)[GlyphReader.NONE] < (thin ? 0.9 : 0.4);
  }
}
