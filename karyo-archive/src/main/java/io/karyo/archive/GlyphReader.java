package io.karyo.archive;

import io.karyo.photo.Box;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * Recognises single characters: the digits, X, Y, and the letters of "mar"; everything else is
 * another character or none.
 *
 * <p><b>Method:</b> a network of one hidden layer on {@link GlyphPicture}, trained on characters of
 * many fonts, at many sizes, blurred, noisy and compressed; {@code GlyphTraining} among the tests
 * trains it. <b>Thread safety:</b> immutable.
 */
final class GlyphReader {

  /** The characters that are recognised, in the order of the answers. */
  static final String CHARACTERS = "0123456789XYmar";

  /** The answer for all other characters. */
  static final int OTHER = CHARACTERS.length();

  /** The answer for chromosomes and dirt. */
  static final int NONE = OTHER + 1;

  static final int ANSWERS = NONE + 1;
  static final int HIDDEN = 64;

  /** Weights are stored as whole numbers of this fraction. */
  static final float UNIT = 1 / 2048f;

  private static final String FILE = "glyphs.bin";

  private final float[][] first;
  private final float[][] second;

  /**
   * Makes a reader.
   *
   * @param first for each hidden unit its weights and, last, its bias
   * @param second the same for each answer
   */
  GlyphReader(float[][] first, float[][] second) {
    this.first = first;
    this.second = second;
  }

  /** Loads the trained network. */
  static GlyphReader load() {
    try (InputStream file =
            Objects.requireNonNull(GlyphReader.class.getResourceAsStream(FILE), FILE);
        DataInputStream in = new DataInputStream(file)) {
      return new GlyphReader(
          weights(in, HIDDEN, GlyphPicture.INPUTS + 1), weights(in, ANSWERS, HIDDEN + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[][] weights(DataInputStream in, int rows, int columns) throws IOException {
    float[][] weights = new float[rows][columns];
    for (float[] row : weights) {
      for (int i = 0; i < columns; i++) {
        row[i] = in.readShort() * UNIT;
      }
    }
    return weights;
  }

  /** Writes the network in the form of the file. */
  void write(DataOutputStream out) throws IOException {
    for (float[][] layer : new float[][][] {first, second}) {
      for (float[] row : layer) {
        for (float weight : row) {
          out.writeShort(Math.round(weight / UNIT));
        }
      }
    }
  }

  /** Returns the probability of each answer for what stands in a box of a page. */
  double[] read(Page page, Box box) {
    return read(GlyphPicture.of(page.stain, page.width, box));
  }

  double[] read(float[] picture) {
    float[] hidden = new float[first.length];
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = Math.max(0, sum(first[i], picture));
    }
    double[] answers = new double[second.length];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < answers.length; i++) {
      answers[i] = sum(second[i], hidden);
      most = Math.max(most, answers[i]);
    }
    double total = 0;
    for (int i = 0; i < answers.length; i++) {
      answers[i] = Math.exp(answers[i] - most);
      total += answers[i];
    }
    for (int i = 0; i < answers.length; i++) {
      answers[i] /= total;
    }
    return answers;
  }

  private static float sum(float[] weights, float[] inputs) {
    float sum = weights[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      sum += weights[i] * inputs[i];
    }
    return sum;
  }
}
