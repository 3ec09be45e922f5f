package io.karyo;

import io.karyo.chromosome.Placement;
import io.karyo.laboratory.Familiarity;
import io.karyo.model.internal.Json;
import io.karyo.model.internal.ModelFile;
import io.karyo.photo.Box;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes a karyotype as JSON, in the format that {@code docs/karyotype-json.md} describes. */
final class KaryotypeJson {

  private final Karyotype karyotype;
  private final @Nullable Segmentation segmentation;

  private KaryotypeJson(Karyotype karyotype) {
    this.karyotype = karyotype;
    segmentation = karyotype.segmentation().orElse(null);
  }

  static String of(Karyotype karyotype) {
    return Json.write(new KaryotypeJson(karyotype).whole());
  }

  private Map<String, @Nullable Object> whole() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("format", "karyo-karyotype");
    json.put("version", Karyotype.JSON_VERSION);
    json.put("libraryVersion", ModelFile.currentLibraryVersion());
    json.put("cell", karyotype.cell());
    json.put("iscn", karyotype.iscn().toString());
    json.put("runnerUp", karyotype.runnerUp().toString());
    json.put("margin", finite(karyotype.margin()));
    json.put("precision", karyotype.precision());
    OptionalDouble vouched = karyotype.vouchedPrecision();
    json.put("vouchedPrecision", vouched.isPresent() ? vouched.getAsDouble() : null);
    json.put("review", karyotype.needsReview());
    json.put("numbersReview", karyotype.numbersNeedReview());
    json.put("unfamiliar", karyotype.isUnfamiliar());
    karyotype.familiarity().ifPresent(known -> json.put("familiarity", json(known)));
    if (segmentation != null) {
      json.put("photograph", json(segmentation));
    }
    json.put("chromosomes", karyotype.placements().stream().map(this::json).toList());
    json.put("corrections", karyotype.corrections().stream().map(KaryotypeJson::json).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(Segmentation segmentation) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", segmentation.photograph().name());
    json.put("width", segmentation.photograph().width());
    json.put("height", segmentation.photograph().height());
    json.put("others", segmentation.others().stream().map(KaryotypeJson::json).toList());
    json.put("notes", segmentation.notes());
    return json;
  }

  private static Map<String, @Nullable Object> json(Familiarity familiarity) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("score", familiarity.score());
    json.put("foreign", familiarity.isForeign());
    Map<String, Double> deviations = new LinkedHashMap<>();
    familiarity.deviations().forEach((trait, value) -> deviations.put(trait.name(), value));
    json.put("deviations", deviations);
    return json;
  }

  private static Map<String, @Nullable Object> json(OtherRegion other) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", other.kind().name());
    json.put("box", json(other.region().box()));
    return json;
  }

  private static List<Integer> json(Box box) {
    return List.of(box.left(), box.top(), box.width(), box.height());
  }

  /** Polygons, each a list of x and y by turns. */
  private static List<List<Integer>> outline(Region region) {
    return region.outline().stream()
        .map(
            polygon ->
                polygon.stream().flatMap(corner -> Stream.of(corner.x(), corner.y())).toList())
        .toList();
  }

  private Map<String, @Nullable Object> json(Placement placement) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("chromosome", placement.chromosome());
    json.put("source", karyotype.image(placement.chromosome()).source());
    if (segmentation != null) {
      Region region = segmentation.chromosome(placement.chromosome());
      json.put("box", json(region.box()));
      json.put("outline", outline(region));
      segmentation
          .overlap(placement.chromosome())
          .ifPresent(overlap -> json.put("overlap", outline(overlap)));
    }
    json.put("designation", placement.designation().label());
    json.put("probability", placement.probability());
    json.put("margin", finite(placement.margin()));
    json.put("alternatives", placement.alternatives().stream().map(KaryotypeJson::json).toList());
    json.put("polarity", placement.polarity().name());
    json.put("polarityProbability", placement.polarityProbability());
    json.put("pinned", placement.pinned());
    json.put("review", placement.review());
    return json;
  }

  private static Map<String, @Nullable Object> json(Placement.Alternative alternative) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("designation", alternative.designation().label());
    json.put("probability", alternative.probability());
    return json;
  }

  private static Map<String, @Nullable Object> json(Correction correction) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", correction.kind().name());
    json.put("chromosome", correction.chromosome());
    json.put("from", correction.from());
    json.put("to", correction.to());
    json.put("when", correction.when().map(Instant::toString).orElse(null));
    if (!correction.regions().isEmpty()) {
      json.put("regions", correction.regions().stream().map(KaryotypeJson::json).toList());
    }
    return json;
  }

  private static Map<String, @Nullable Object> json(Correction.RegionChange change) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("chromosome", change.chromosome());
    json.put("before", change.before().map(KaryotypeJson::outline).orElse(null));
    json.put("after", change.after().map(KaryotypeJson::outline).orElse(null));
    return json;
  }

  /** JSON has no infinity. */
  private static @Nullable Double finite(double margin) {
    return Double.isFinite(margin) ? margin : null;
  }
}
