package io.karyo.review.internal.page;

import io.karyo.Karyotype;
import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Explanation;
import io.karyo.chromosome.Ideogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is known of one chromosome, as JSON for the page. */
public final class DetailJson {

  private DetailJson() {}

  /**
   * Writes the details of a chromosome.
   *
   * @param similar the most similar chromosomes of the case
   * @throws IllegalArgumentException if there is none of this number
   * @throws IllegalStateException if the karyotyper is closed
   */
  public static Map<String, @Nullable Object> of(
      Karyotype karyotype, int number, List<Similar> similar) {
    Explanation explanation = karyotype.explain(number);
    Designation designation = explanation.placement().designation();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("straightened", Pictures.url(Pictures.png(Pictures.stain(explanation.upright()))));
    json.put("profile", list(explanation.upright().bandProfile()));
    json.put("designation", designation.label());
    json.put("ideal", list(explanation.ideal()));
    json.put("other", explanation.runnerUp().map(Designation::label).orElse(null));
    json.put("otherIdeal", list(explanation.runnerUpIdeal()));
    json.put("ideogram", designation.type().map(DetailJson::bands).orElse(null));
    json.put(
        "otherIdeogram",
        explanation.runnerUp().flatMap(Designation::type).map(DetailJson::bands).orElse(null));
    json.put("neighbours", explanation.nearest().stream().map(DetailJson::neighbour).toList());
    json.put("similar", similar.stream().map(Similar::json).toList());
    OptionalDouble typicality = karyotype.classification(number).typicality();
    json.put("typicality", typicality.isPresent() ? typicality.getAsDouble() : null);
    return json;
  }

  private static @Nullable List<Double> list(Optional<BandProfile> profile) {
    return profile.map(known -> list(known.toArray())).orElse(null);
  }

  /** Three digits are enough for a drawing. */
  private static List<Double> list(float[] values) {
    List<Double> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(Math.round(1000 * value) / 1000.0);
    }
    return list;
  }

  private static List<Map<String, @Nullable Object>> bands(ChromosomeType type) {
    Ideogram ideogram = Ideogram.of(type);
    List<Map<String, @Nullable Object>> bands = new ArrayList<>();
    for (Ideogram.Band band : ideogram.bands()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("from", band.start() / (double) ideogram.length());
      json.put("to", band.end() / (double) ideogram.length());
      json.put("stain", band.stain().density());
      json.put("name", type.label() + (band.shortArm() ? "p" : "q") + band.name());
      bands.add(json);
    }
    return bands;
  }

  private static Map<String, @Nullable Object> neighbour(Explanation.Neighbour neighbour) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("type", neighbour.type().label());
    json.put("distance", neighbour.distance());
    return json;
  }
}
