package io.karyo.classify;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelFormatException;
import io.karyo.spi.ClassifierTraining.Example;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The types that a classifier was trained with, as dense classes 0 to count - 1. */
final class TypeSet {

  /** The class of a type that was not in the training. */
  static final int UNKNOWN = -1;

  private final int[] ordinals;
  private final int[] classOf = new int[ChromosomeType.ALL.size()];

  private TypeSet(IntStream someOrdinals) {
    ordinals = someOrdinals.sorted().distinct().toArray();
    Arrays.fill(classOf, UNKNOWN);
    for (int c = 0; c < ordinals.length; c++) {
      classOf[ordinals[c]] = c;
    }
  }

  /**
   * Collects the types of the examples.
   *
   * @throws IllegalArgumentException if there are fewer than two
   */
  static TypeSet of(List<Example> examples) {
    TypeSet types = new TypeSet(examples.stream().mapToInt(example -> example.type().ordinal()));
    if (types.count() < 2) {
      throw new IllegalArgumentException(
          "training: must have embeddings of at least two types, found only type "
              + examples.get(0).type());
    }
    return types;
  }

  /**
   * Collects the types whose ordinal numbers a model file holds.
   *
   * @throws ModelFormatException if one is no such number or there are fewer than two types
   */
  static TypeSet restored(float[] written) {
    for (float ordinal : written) {
      if (!(ordinal >= 0 && ordinal < ChromosomeType.ALL.size()) || ordinal != (int) ordinal) {
        throw new ModelFormatException(
            "types: must be whole numbers from 0 to 23, found " + ordinal);
      }
    }
    TypeSet types = new TypeSet(IntStream.range(0, written.length).map(i -> (int) written[i]));
    if (types.count() < 2) {
      throw new ModelFormatException("types: must be at least 2, found " + types.count());
    }
    return types;
  }

  /**
   * Collects the types whose ordinal numbers a model file holds, once each and in their order.
   *
   * @throws ModelFormatException as {@link #restored} does, or if they are not in order
   */
  static TypeSet restoredInOrder(float[] written) {
    TypeSet types = restored(written);
    if (!Arrays.equals(written, types.ordinals())) {
      throw new ModelFormatException(
          "types: must be different and ascend, found " + Arrays.toString(written));
    }
    return types;
  }

  /** Returns the ordinal numbers of all types, as {@link #restoredInOrder} takes them. */
  float[] ordinals() {
    return ordinalsOf(IntStream.range(0, count()).toArray());
  }

  /**
   * Checks that the types of all examples are among these.
   *
   * @throws IllegalArgumentException if one is not
   */
  void requireAll(List<Example> examples) {
    for (Example example : examples) {
      if (classOf(example.type()) == UNKNOWN) {
        throw new IllegalArgumentException(
            "training: must have only types that the adapted classifier knows, found type "
                + example.type());
      }
    }
  }

  int count() {
    return ordinals.length;
  }

  int classOf(ChromosomeType type) {
    return classOf[type.ordinal()];
  }

  ChromosomeType typeOf(int type) {
    return ChromosomeType.ALL.get(ordinals[type]);
  }

  /**
   * Returns the class of each example, {@link #UNKNOWN} for types that were not in the training.
   */
  int[] classesOf(List<Example> examples) {
    return examples.stream().mapToInt(example -> classOf(example.type())).toArray();
  }

  /** Spreads the probabilities of the classes over all types. */
  TypeProbabilities probabilities(double[] ofClasses) {
    float[] values = new float[ChromosomeType.ALL.size()];
    for (int c = 0; c < ordinals.length; c++) {
      values[ordinals[c]] = (float) ofClasses[c];
    }
    return new TypeProbabilities(values);
  }

  /** Returns the classes of ordinal numbers that {@link #restored} was given. */
  int[] classesOf(float[] written) {
    int[] classes = new int[written.length];
    for (int i = 0; i < written.length; i++) {
      classes[i] = classOf[(int) written[i]];
    }
    return classes;
  }

  /** Returns the ordinal numbers of the types of classes, as a model file holds them. */
  float[] ordinalsOf(int[] classes) {
    float[] written = new float[classes.length];
    for (int i = 0; i < classes.length; i++) {
      written[i] = ordinals[classes[i]];
    }
    return written;
  }

  /**
   * Checks the size of an embedding that is to be classified.
   *
   * @throws IllegalArgumentException if it has another
   */
  static float[] coordinates(List<Embedding> embeddings, int index, int size) {
    Embedding embedding = embeddings.get(index);
    if (embedding.size() != size) {
      throw new IllegalArgumentException(
          "embeddings["
              + index
              + "]: must have "
              + size
              + " coordinates, found "
              + embedding.size());
    }
    return embedding.toArray();
  }
}
