package io.karyo.spark;

import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The operations on lone images. */
enum Reading {
  STRAIGHTEN(
      new StructType()
          .add("length", DataTypes.IntegerType)
          .add("width", DataTypes.IntegerType)
          .add("stain", DataTypes.BinaryType)
          .add("quality", DataTypes.DoubleType)
          .add("rotation", DataTypes.DoubleType)
          .add("method", DataTypes.StringType)) {
    @Override
    List<@Nullable Object[]> read(Karyotyper karyotyper, List<ChromosomeImage> images) {
      return images.stream().map(image -> values(straighten(karyotyper, image))).toList();
    }

    private static @Nullable Object[] values(Straightened straight) {
      float[] stain = straight.toArray();
      byte[] levels = new byte[stain.length];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (byte) Math.round(stain[i] * 255);
      }
      return new Object[] {
        straight.length(),
        straight.width(),
        levels,
        straight.quality(),
        straight.rotation(),
        straight.method()
      };
    }
  },

  EMBED(new StructType().add("embedding", DataTypes.createArrayType(DataTypes.FloatType, false))) {
    @Override
    List<@Nullable Object[]> read(Karyotyper karyotyper, List<ChromosomeImage> images) {
      return karyotyper.classify(images).stream()
          .map(answer -> new @Nullable Object[] {answer.embedding().toArray()})
          .toList();
    }
  },

  CLASSIFY(
      new StructType()
          .add("type", DataTypes.StringType)
          .add("probability", DataTypes.DoubleType)
          .add("margin", DataTypes.DoubleType)
          .add("review", DataTypes.BooleanType)
          .add(ImageRows.POLARITY, DataTypes.StringType)
          .add("polarityProbability", DataTypes.DoubleType)
          .add("typicality", DataTypes.DoubleType)) {
    @Override
    List<@Nullable Object[]> read(Karyotyper karyotyper, List<ChromosomeImage> images) {
      return karyotyper.classify(images).stream().map(Reading::values).toList();
    }
  };

  // Immutable, though Spark does not say so in a way that is checked.
  @SuppressWarnings("ImmutableEnumChecker")
  private final StructType columns;

  Reading(StructType columns) {
    this.columns = columns;
  }

  /** Returns the columns of the result. */
  StructType columns() {
    return columns;
  }

  /**
   * Returns the results for images that are all good.
   *
   * @return the values of {@link #columns()} for each
   * @throws KaryoException if one of them is not
   */
  abstract List<@Nullable Object[]> read(Karyotyper karyotyper, List<ChromosomeImage> images);

  private static @Nullable Object[] values(Classification answer) {
    ChromosomeType type = answer.type();
    double second = answer.alternatives().get(0).probability();
    // Nothing found out on validation data vouches for a chromosome whose cell is unknown.
    return new @Nullable Object[] {
      type.label(),
      answer.probability(),
      Math.log(answer.probability() / second),
      null,
      answer.polarity().name(),
      answer.polarityProbability(),
      answer.typicality().isPresent() ? answer.typicality().getAsDouble() : null
    };
  }

  static Straightened straighten(Karyotyper karyotyper, ChromosomeImage image) {
    Straightening result = karyotyper.straightener().straighten(image);
    if (result instanceof Straightened good) {
      return good;
    }
    throw new KaryoException("shows no chromosome: " + ((Rejected) result).reason());
  }

  /** Returns the problem of a single image, processed without the rest of its batch. */
  static Optional<String> problem(Karyotyper karyotyper, ChromosomeImage image) {
    try {
      straighten(karyotyper, image);
      return Optional.empty();
    } catch (RuntimeException e) {
      stopIfKilled(e);
      return Optional.of(message(e));
    }
  }

  /** Rethrows if Spark has interrupted the task, which is not an error of an image. */
  static void stopIfKilled(RuntimeException e) {
    if (Thread.currentThread().isInterrupted()) {
      throw e;
    }
  }

  static String message(Exception e) {
    String message = e.getMessage();
    return e instanceof KaryoException && message != null ? message : e.toString();
  }
}
