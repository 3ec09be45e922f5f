package io.karyo.archive;

import io.karyo.photo.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Finds what may be numbers, and reads it. */
final class Tokens {

  private static final int LEAST_HEIGHT = 5;

  /** The height of a character at most, in px and in widths of a chromosome. */
  private static final double MOST_PX = 26;

  private static final double MOST_WIDTHS = 3.5;

  /** Above this probability something is no character. */
  private static final double SURELY_NONE = 0.9;

  /** The gap between the characters of one number at most, for their height. */
  private static final double GAP = 0.42;

  private static final double UNLIKE = 1.6;

  /** From this width for its height on, a character may be two that touch. */
  private static final double WIDE = 0.85;

  /** Up to this width for its height, a number has one digit. */
  private static final double SINGLE = 1.3;

  /** One digit has less ink in a row, in widths of a chromosome. */
  private static final double SOLID = 0.7;

  /** And as wide at most. */
  private static final double WIDEST = 4.5;

  /** "mar" is wider for its height than any number. */
  private static final double WIDE_WORD = 1.9;

  /** How probable it is that an illegible word that is as wide is "mar". */
  private static final double WORD = 0.3;

  /** No karyogram has more numbers; a picture with more is full of other things. */
  private static final int MOST = 300;

  private final Page page;
  private final GlyphReader reader;

  Tokens(Page page, GlyphReader reader) {
    this.page = page;
    this.reader = reader;
  }

  /** A character and what it may be. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Glyph(Blob blob, double[] answers) {}

  List<Token> find(List<Blob> blobs, int chromosomeWidth, Predicate<Blob> thin) {
    List<Glyph> glyphs = new ArrayList<>();
    double most = Math.max(MOST_PX, MOST_WIDTHS * chromosomeWidth);
    for (Blob blob : blobs) {
      Box box = blob.box();
      if (box.height() >= LEAST_HEIGHT
          && box.height() <= most
          && box.width() <= WIDEST * box.height()) {
        double[] answers = reader.read(page, box);
        boolean wide = box.width() > WIDE * box.height();
        if (answers[GlyphReader.NONE] < SURELY_NONE || wide || thin.test(blob)) {
          glyphs.add(new Glyph(blob, answers));
        }
      }
    }
    glyphs.sort(Comparator.comparingInt(glyph -> glyph.blob.box().left()));
    List<Token> tokens = new ArrayList<>();
    boolean[] taken = new boolean[glyphs.size()];
    for (int i = 0; i < glyphs.size(); i++) {
      if (!taken[i]) {
        tokens.add(token(chain(glyphs, i, taken)));
      }
    }
    if (tokens.size() > MOST) {
      tokens.sort(Comparator.comparingDouble(token -> -token.anyProbability()));
      tokens.subList(MOST, tokens.size()).clear();
    }
    return tokens;
  }

  /** Returns whether a blob by itself can be read as a number and is no body. */
  boolean isNumber(Blob blob, int chromosomeWidth) {
    Box box = blob.box();
    boolean single = box.width() <= SINGLE * box.height();
    boolean solid = blob.area() > SOLID * chromosomeWidth * box.height();
    return !(single && solid)
        && box.height() >= LEAST_HEIGHT
        && box.width() <= WIDEST * box.height()
        && token(List.of(new Glyph(blob, reader.read(page, box)))).anyProbability() > 0.5;
  }

  /** Collects the characters that follow one, from left to right. */
  private static List<Glyph> chain(List<Glyph> glyphs, int first, boolean[] taken) {
    List<Glyph> chain = new ArrayList<>(List.of(glyphs.get(first)));
    taken[first] = true;
    for (int i = first + 1; i < glyphs.size(); i++) {
      if (!taken[i] && follows(chain.get(chain.size() - 1).blob.box(), glyphs.get(i).blob.box())) {
        taken[i] = true;
        chain.add(glyphs.get(i));
      }
    }
    return chain;
  }

  private static boolean follows(Box before, Box after) {
    int height = Math.max(before.height(), after.height());
    int least = Math.min(before.height(), after.height());
    int overlap = Math.min(before.bottom(), after.bottom()) - Math.max(before.top(), after.top());
    int gap = after.left() - before.right();
    return overlap >= 0.6 * least
        && height <= UNLIKE * least
        && gap <= Math.max(2, GAP * height)
        && gap >= -0.3 * height;
  }

  private Token token(List<Glyph> glyphs) {
    Box box = glyphs.stream().map(glyph -> glyph.blob.box()).reduce(Box::around).orElseThrow();
    double[] labels = new double[Labels.COUNT];
    if (glyphs.size() == 1) {
      Blob blob = glyphs.get(0).blob;
      single(labels, glyphs.get(0).answers);
      if (box.width() > WIDE * box.height()) {
        double rest = 1 - Arrays.stream(labels).sum();
        int cut = thinnest(blob);
        Box left = new Box(box.left(), box.top(), cut, box.height());
        Box right = new Box(box.left() + cut, box.top(), box.width() - cut, box.height());
        pair(labels, reader.read(page, left), reader.read(page, right), rest);
      }
    } else if (glyphs.size() == 2) {
      pair(labels, glyphs.get(0).answers, glyphs.get(1).answers, 1);
    } else if (glyphs.size() == 3) {
      labels[Labels.MARKER] =
          glyphs.get(0).answers[GlyphReader.CHARACTERS.indexOf('m')]
              * glyphs.get(1).answers[GlyphReader.CHARACTERS.indexOf('a')]
              * glyphs.get(2).answers[GlyphReader.CHARACTERS.indexOf('r')];
    }
    boolean asWide = box.width() >= WIDE_WORD * box.height();
    if (glyphs.size() <= 3 && asWide) {
      // Its letters may touch, or be of a script that was not learned.
      labels[Labels.MARKER] += WORD * (1 - Arrays.stream(labels).sum());
    }
    return new Token(glyphs.stream().map(Glyph::blob).toList(), box, labels);
  }

  private static void single(double[] labels, double[] answers) {
    for (int digit = 1; digit <= 9; digit++) {
      labels[digit - 1] += answers[digit];
    }
    labels[22] += answers[GlyphReader.CHARACTERS.indexOf('X')];
    labels[23] += answers[GlyphReader.CHARACTERS.indexOf('Y')];
  }

  private static void pair(double[] labels, double[] tens, double[] ones, double weight) {
    for (int number = 10; number <= 22; number++) {
      labels[number - 1] += weight * tens[number / 10] * ones[number % 10];
    }
  }

  /** Returns how far from the left there is least ink, about the middle. */
  private int thinnest(Blob blob) {
    Box box = blob.box();
    int best = box.width() / 2;
    double least = Double.POSITIVE_INFINITY;
    for (int x = (int) (0.3 * box.width()); x <= 0.7 * box.width(); x++) {
      double ink = 0;
      for (int y = box.top(); y < box.bottom(); y++) {
        ink += page.stain[y * page.width + box.left() + x];
      }
      if (ink < least) {
        least = ink;
        best = x;
      }
    }
    return Math.max(1, Math.min(box.width() - 1, best));
  }
}
