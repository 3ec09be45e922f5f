package io.karyo.review.internal.page;

import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where chromosomes are in a photograph, as JSON for the page. Most actions change no outline, so
 * they are kept.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls.
 */
final class Outlines {

  private final Map<Segmentation, Map<Integer, Map<String, @Nullable Object>>> kept =
      new WeakHashMap<>();

  /** Returns the fields of a chromosome that concern the photograph. */
  synchronized Map<String, @Nullable Object> of(Segmentation segmentation, int chromosome) {
    return kept.computeIfAbsent(segmentation, absent -> new TreeMap<>())
        .computeIfAbsent(chromosome, number -> json(segmentation, number));
  }

  private static Map<String, @Nullable Object> json(Segmentation segmentation, int chromosome) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("outline", segmentation.chromosome(chromosome).svgPath());
    segmentation.overlap(chromosome).ifPresent(overlap -> json.put("overlap", overlap.svgPath()));
    Region.Corner middle = segmentation.middle(chromosome);
    json.put("middle", List.of(middle.x(), middle.y()));
    return json;
  }
}
