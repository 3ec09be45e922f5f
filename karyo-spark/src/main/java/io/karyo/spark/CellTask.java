package io.karyo.spark;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Placement;
import io.karyo.image.ChromosomeImage;
import io.karyo.iscn.Iscn;
import io.karyo.spark.ImageRows.Image;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Finds the karyotypes of a partition whose rows come cell by cell; keeps their order. */
final class CellTask implements MapPartitionsFunction<Row, Row> {

  @Serial private static final long serialVersionUID = 1L;

  static final StructType SCHEMA =
      new StructType()
          .add(ImageRows.PATH, DataTypes.StringType)
          .add(ImageRows.CELL, DataTypes.StringType)
          .add(ImageRows.PATIENT, DataTypes.StringType)
          .add("type", DataTypes.StringType)
          .add("probability", DataTypes.DoubleType)
          .add("margin", DataTypes.DoubleType)
          .add("review", DataTypes.BooleanType)
          .add(ImageRows.POLARITY, DataTypes.StringType)
          .add("karyotype", DataTypes.StringType)
          .add("cellReview", DataTypes.BooleanType)
          .add(ImageRows.ERROR, DataTypes.StringType);

  private final Broadcast<KaryotyperSource> model;

  CellTask(Broadcast<KaryotyperSource> model) {
    this.model = model;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Karyotyper karyotyper = Models.ofTask(model.value());
    return new Chunks() {
      private @Nullable Image next;

      private @Nullable Image take() {
        Image taken = next == null && rows.hasNext() ? Image.of(rows.next()) : next;
        next = null;
        return taken;
      }

      @Override
      List<Row> chunk() {
        List<Image> cell = new ArrayList<>();
        for (Image image = take(); image != null; image = take()) {
          if (!cell.isEmpty() && !image.isOfCellOf(cell.get(0))) {
            next = image;
            break;
          }
          // What is no cell any more is not held in memory either.
          cell.add(cell.size() < Iscn.MAX_COPIES ? image : image.withoutContent());
        }
        return answer(karyotyper, cell);
      }
    };
  }

  private static List<Row> answer(Karyotyper karyotyper, List<Image> images) {
    if (images.isEmpty()) {
      return List.of();
    }
    String id = images.get(0).cell();
    if (id == null) {
      return failures(images, "cell: must be known to find its karyotype, found none");
    }
    if (images.size() > Iscn.MAX_COPIES) {
      return failures(
          images,
          "cell '"
              + id
              + "': must have at most "
              + Iscn.MAX_COPIES
              + " chromosomes, found "
              + images.size());
    }
    @Nullable String[] problems = new String[images.size()];
    List<Integer> places = new ArrayList<>();
    List<ChromosomeImage> decoded = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      try {
        decoded.add(images.get(i).decode());
        places.add(i);
      } catch (IOException e) {
        problems[i] = String.valueOf(e.getMessage());
      }
    }
    Karyotype karyotype;
    try {
      karyotype = karyotype(karyotyper, id, places, decoded, problems);
    } catch (RuntimeException e) {
      Reading.stopIfKilled(e);
      return failures(images, Reading.message(e));
    }
    return rows(images, problems, karyotype);
  }

  /** Finds the karyotype of the good images; the problems of the others are recorded. */
  private static Karyotype karyotype(
      Karyotyper karyotyper,
      String id,
      List<Integer> places,
      List<ChromosomeImage> decoded,
      @Nullable String[] problems) {
    try {
      return karyotyper.karyotype(new Cell(id, decoded));
    } catch (RuntimeException e) {
      Reading.stopIfKilled(e);
      boolean found = false;
      for (int n = decoded.size() - 1; n >= 0; n--) {
        String problem = Reading.problem(karyotyper, decoded.get(n)).orElse(null);
        if (problem != null) {
          problems[places.remove(n)] = problem;
          decoded.remove(n);
          found = true;
        }
      }
      if (!found) {
        throw e;
      }
      return karyotyper.karyotype(new Cell(id, decoded));
    }
  }

  private static List<Row> rows(
      List<Image> images, @Nullable String[] problems, Karyotype karyotype) {
    // A cell that lacks a chromosome on account of its image has other numbers than it should.
    boolean complete = karyotype.placements().size() == images.size();
    boolean review = !complete || karyotype.needsReview();
    List<Row> rows = new ArrayList<>(images.size());
    Iterator<Placement> placements = karyotype.placements().iterator();
    for (int i = 0; i < problems.length; i++) {
      Image image = images.get(i);
      String problem = problems[i];
      if (problem == null) {
        Placement placement = placements.next();
        rows.add(
            RowFactory.create(
                image.path(),
                image.cell(),
                image.patient(),
                placement.designation().label(),
                placement.probability(),
                placement.margin(),
                placement.review(),
                placement.polarity().name(),
                karyotype.iscn().toString(),
                review,
                null));
      } else {
        rows.add(failure(image, problem));
      }
    }
    return rows;
  }

  private static List<Row> failures(List<Image> images, String error) {
    return images.stream().map(image -> failure(image, error)).toList();
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
