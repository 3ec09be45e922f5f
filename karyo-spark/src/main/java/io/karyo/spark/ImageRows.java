package io.karyo.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.image.Polarity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/** The columns of image rows from any source. */
final class ImageRows {

  static final String PATH = "path";
  static final String CONTENT = "content";
  static final String CELL = "cell";
  static final String PATIENT = "patient";
  static final String LABEL = "label";
  static final String SPLIT = "split";
  static final String ERROR = "error";
  static final String POLARITY = "polarity";

  private ImageRows() {}

  /** A row as input of the tasks. */
  static final class Image {

    private final String path;
    private final byte @Nullable [] content;
    private final @Nullable String cell;
    private final @Nullable String patient;
    private final @Nullable String error;
    private final @Nullable String polarity;

    /**
     * Makes an image.
     *
     * @param content the bytes of its file, not copied; null if they could not be read
     * @param error why there is no content, null if unknown
     * @param polarity the name of a {@link Polarity}, null if it is not known
     */
    Image(
        String path,
        byte @Nullable [] content,
        @Nullable String cell,
        @Nullable String patient,
        @Nullable String error,
        @Nullable String polarity) {
      this.path = path;
      this.content = content;
      this.cell = cell;
      this.patient = patient;
      this.error = error;
      this.polarity = polarity;
    }

    static Image of(Row row) {
      return new Image(
          row.getString(0),
          row.getAs(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          row.getString(5));
    }

    String path() {
      return path;
    }

    @Nullable String cell() {
      return cell;
    }

    @Nullable String patient() {
      return patient;
    }

    /** Returns whether both are of one cell: two patients may have cells of one name. */
    boolean isOfCellOf(Image other) {
      return Objects.equals(cell, other.cell) && Objects.equals(patient, other.patient);
    }

    /**
     * Decodes the image.
     *
     * @throws IOException if there is none; the message gives the reason
     */
    ChromosomeImage decode() throws IOException {
      ChromosomeImage image = ChromosomeImage.read(open(), path);
      if (polarity == null) {
        return image;
      }
      for (Polarity known : Polarity.values()) {
        if (known.name().equals(polarity)) {
          return image.withPolarity(known);
        }
      }
      throw new IOException("polarity: must be P_UP, P_DOWN or null, found '" + polarity + "'");
    }

    /**
     * Decodes the photograph of a whole cell.
     *
     * @throws IOException if there is none; the message gives the reason
     */
    Metaphase decodePhotograph() throws IOException {
      return Metaphase.read(open(), path, Metaphase.LIMITS);
    }

    private InputStream open() throws IOException {
      if (content == null) {
        throw new IOException(
            error == null ? "content: must be the bytes of an image file, found none" : error);
      }
      return new ByteArrayInputStream(content);
    }

    Image withoutContent() {
      return new Image(path, null, cell, patient, error, polarity);
    }
  }

  /**
   * Brings columns into the order of {@link Image}.
   *
   * @throws IllegalArgumentException if a column is missing or of another type
   */
  static Dataset<Row> select(Dataset<Row> images) {
    return images.select(
        required(images, PATH, DataTypes.StringType),
        required(images, CONTENT, DataTypes.BinaryType),
        optional(images, CELL),
        optional(images, PATIENT),
        optional(images, ERROR),
        optional(images, POLARITY));
  }

  static Column required(Dataset<Row> images, String name, DataType type) {
    if (!has(images, name, type)) {
      throw new IllegalArgumentException(
          "images: must have the column '"
              + name
              + "' of type "
              + type.simpleString()
              + ", found "
              + images.schema().simpleString());
    }
    return col(name);
  }

  static Column optional(Dataset<Row> images, String name) {
    return has(images, name, DataTypes.StringType)
        ? col(name)
        : lit(null).cast(DataTypes.StringType).as(name);
  }

  private static boolean has(Dataset<Row> images, String name, DataType type) {
    for (StructField field : images.schema().fields()) {
      if (field.name().equals(name)) {
        if (!field.dataType().equals(type)) {
          throw new IllegalArgumentException(
              "images: column '"
                  + name
                  + "' must be of type "
                  + type.simpleString()
                  + ", found "
                  + field.dataType().simpleString());
        }
        return true;
      }
    }
    return false;
  }
}
