package io.karyo.spark;

import io.karyo.Karyotyper;
import io.karyo.image.ChromosomeImage;
import io.karyo.spark.ImageRows.Image;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Processes the images of a partition one by one and keeps order and number of the rows. */
final class ImageTask implements MapPartitionsFunction<Row, Row> {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * The largest batch that the library processes only in the calling thread. Spark keeps the
   * processors busy with tasks, and further threads would compete with them.
   */
  private static final int BATCH = 32;

  private final Broadcast<KaryotyperSource> model;
  private final Reading reading;

  ImageTask(Broadcast<KaryotyperSource> model, Reading reading) {
    this.model = model;
    this.reading = reading;
  }

  static StructType schema(Reading reading) {
    StructType schema =
        new StructType()
            .add(ImageRows.PATH, DataTypes.StringType)
            .add(ImageRows.CELL, DataTypes.StringType);
    for (var column : reading.columns().fields()) {
      schema = schema.add(column);
    }
    return schema.add(ImageRows.ERROR, DataTypes.StringType);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Karyotyper karyotyper = Models.ofTask(model.value());
    return new Chunks() {
      @Override
      List<Row> chunk() {
        List<Image> batch = new ArrayList<>(BATCH);
        while (batch.size() < BATCH && rows.hasNext()) {
          batch.add(Image.of(rows.next()));
        }
        return answer(karyotyper, batch);
      }
    };
  }

  private List<Row> answer(Karyotyper karyotyper, List<Image> batch) {
    @Nullable Row[] answers = new Row[batch.size()];
    List<Integer> places = new ArrayList<>();
    List<ChromosomeImage> decoded = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      try {
        decoded.add(batch.get(i).decode());
        places.add(i);
      } catch (IOException e) {
        answers[i] = failure(batch.get(i), String.valueOf(e.getMessage()));
      }
    }
    if (!decoded.isEmpty()) {
      read(karyotyper, batch, places, decoded, answers);
    }
    List<Row> rows = new ArrayList<>(answers.length);
    for (Row answer : answers) {
      rows.add(Objects.requireNonNull(answer));
    }
    return rows;
  }

  private void read(
      Karyotyper karyotyper,
      List<Image> batch,
      List<Integer> places,
      List<ChromosomeImage> decoded,
      @Nullable Row[] answers) {
    try {
      List<@Nullable Object[]> values = reading.read(karyotyper, decoded);
      for (int n = 0; n < values.size(); n++) {
        answers[places.get(n)] = row(batch.get(places.get(n)), values.get(n), null);
      }
    } catch (RuntimeException e) {
      Reading.stopIfKilled(e);
      // One of them is bad. An answer does not depend on what else is in the list, so each may
      // speak for itself.
      for (int n = 0; n < decoded.size(); n++) {
        answers[places.get(n)] = alone(karyotyper, batch.get(places.get(n)), decoded.get(n));
      }
    }
  }

  private Row alone(Karyotyper karyotyper, Image image, ChromosomeImage decoded) {
    String problem = Reading.problem(karyotyper, decoded).orElse(null);
    if (problem != null) {
      return failure(image, problem);
    }
    try {
      return row(image, reading.read(karyotyper, List.of(decoded)).get(0), null);
    } catch (RuntimeException e) {
      Reading.stopIfKilled(e);
      return failure(image, Reading.message(e));
    }
  }

  private Row failure(Image image, String error) {
    return row(image, new @Nullable Object[reading.columns().size()], error);
  }

  private static Row row(Image image, @Nullable Object[] values, @Nullable String error) {
    @Nullable Object[] all = new @Nullable Object[values.length + 3];
    all[0] = image.path();
    all[1] = image.cell();
    System.arraycopy(values, 0, all, 2, values.length);
    all[all.length - 1] = error;
    return RowFactory.create(all);
  }
}
