package io.karyo.spark;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Placement;
import io.karyo.photo.Box;
import io.karyo.photo.Segmentation;
import io.karyo.spark.ImageRows.Image;
import java.io.IOException;
import java.io.Serial;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Finds the karyotypes of the photographs of a partition, one after the other. */
final class MetaphaseTask implements MapPartitionsFunction<Row, Row> {

  @Serial private static final long serialVersionUID = 1L;

  private static final StructType CHROMOSOME =
      new StructType()
          .add("chromosome", DataTypes.IntegerType, false)
          .add("left", DataTypes.IntegerType, false)
          .add("top", DataTypes.IntegerType, false)
          .add("width", DataTypes.IntegerType, false)
          .add("height", DataTypes.IntegerType, false)
          .add("type", DataTypes.StringType, false)
          .add("probability", DataTypes.DoubleType, false)
          .add("margin", DataTypes.DoubleType, false)
          .add("review", DataTypes.BooleanType, false)
          .add(ImageRows.POLARITY, DataTypes.StringType, false);

  static final StructType SCHEMA =
      new StructType()
          .add(ImageRows.PATH, DataTypes.StringType)
          .add(ImageRows.CELL, DataTypes.StringType)
          .add(ImageRows.PATIENT, DataTypes.StringType)
          .add("karyotype", DataTypes.StringType)
          .add("cellReview", DataTypes.BooleanType)
          .add("chromosomes", DataTypes.createArrayType(CHROMOSOME, false))
          .add("notes", DataTypes.createArrayType(DataTypes.StringType, false))
          .add("json", DataTypes.StringType)
          .add(ImageRows.ERROR, DataTypes.StringType);

  private final Broadcast<KaryotyperSource> model;

  MetaphaseTask(Broadcast<KaryotyperSource> model) {
    this.model = model;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Karyotyper karyotyper = Models.ofTask(model.value());
    return new Chunks() {
      @Override
      List<Row> chunk() {
        return rows.hasNext() ? List.of(answer(karyotyper, Image.of(rows.next()))) : List.of();
      }
    };
  }

  private static Row answer(Karyotyper karyotyper, Image image) {
    try {
      Segmentation found = karyotyper.segment(image.decodePhotograph());
      if (found.chromosomes().isEmpty()) {
        return failure(image, "shows no chromosome: " + String.join("; ", found.notes()));
      }
      return row(image, karyotyper.karyotype(found));
    } catch (IOException e) {
      return failure(image, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      Reading.stopIfKilled(e);
      return failure(image, Reading.message(e));
    }
  }

  private static Row row(Image image, Karyotype karyotype) {
    Segmentation found = karyotype.segmentation().orElseThrow();
    return RowFactory.create(
        image.path(),
        image.cell(),
        image.patient(),
        karyotype.iscn().toString(),
        karyotype.needsReview(),
        karyotype.placements().stream()
            .map(one -> chromosome(one, found.chromosome(one.chromosome()).box()))
            .toArray(Row[]::new),
        found.notes().toArray(String[]::new),
        karyotype.toJson(),
        null);
  }

  private static Row chromosome(Placement placement, Box box) {
    return RowFactory.create(
        placement.chromosome(),
        box.left(),
        box.top(),
        box.width(),
        box.height(),
        placement.designation().label(),
        placement.probability(),
        placement.margin(),
        placement.review(),
        placement.polarity().name());
  }

  private static Row failure(Image image, String error) {
    @Nullable Object[] values = new @Nullable Object[SCHEMA.size()];
    values[0] = image.path();
    values[1] = image.cell();
    values[2] = image.patient();
    values[values.length - 1] = error;
    return RowFactory.create(values);
  }
}
