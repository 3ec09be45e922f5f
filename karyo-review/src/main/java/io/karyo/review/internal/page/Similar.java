package io.karyo.review.internal.page;

import io.karyo.Karyotype;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Placement;
import io.karyo.review.internal.session.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chromosome of the case that looks similar to another one to the model. Most models keep none of
 * the chromosomes that they learned from, but those of the same person are at hand.
 *
 * @param cell the index of its cell
 * @param karyotype the karyotype of its cell
 * @param placement its place
 * @param confirmed whether a person confirmed it
 * @param distance the Euclidean distance of the embeddings
 */
record Similar(
    int cell, Karyotype karyotype, Placement placement, boolean confirmed, double distance) {

  private static final int COUNT = 5;

  /**
   * Finds the most similar chromosomes.
   *
   * @param cells the cells to search, by their index
   * @param own the index of the cell of the chromosome
   * @param number the number of the chromosome
   * @return the most similar ones, the nearest first
   */
  static List<Similar> of(List<Session.View> cells, int own, int number) {
    Classification one = cells.get(own).karyotype().classification(number);
    List<Similar> all = new ArrayList<>();
    for (int cell = 0; cell < cells.size(); cell++) {
      Session.View view = cells.get(cell);
      for (Placement placement : view.karyotype().placements()) {
        int other = placement.chromosome();
        if (cell != own || other != number) {
          all.add(
              new Similar(
                  cell,
                  view.karyotype(),
                  placement,
                  view.snapshot().confirmed().contains(other),
                  one.embedding().distance(view.karyotype().classification(other).embedding())));
        }
      }
    }
    all.sort(Comparator.comparingDouble(Similar::distance));
    return List.copyOf(all.subList(0, Math.min(COUNT, all.size())));
  }

  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("cell", cell);
    json.put("name", karyotype.cell());
    json.put("number", placement.chromosome());
    json.put("designation", placement.designation().label());
    json.put("confirmed", confirmed);
    json.put("distance", distance);
    json.put(
        "image",
        Pictures.url(
            Pictures.png(
                Pictures.stain(karyotype.classification(placement.chromosome()).straightened()))));
    return json;
  }
}
