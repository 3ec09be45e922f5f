package io.karyo.laboratory.internal;

import io.karyo.laboratory.Familiarity;
import io.karyo.model.Settings;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the cells look of each laboratory that a model learned from.
 *
 * @param profiles by the name of the laboratory, which is empty for cells of no named one
 */
public record KnownLaboratories(Map<String, LaboratoryProfile> profiles) {

  /** No laboratory is known. */
  public static final KnownLaboratories NONE = new KnownLaboratories(Map.of());

  /** Stands for the laboratory of cells of no named one. */
  public static final String UNNAMED = "";

  private static final String THE_UNNAMED = "laboratory";
  private static final String NAMED = "laboratories";

  public KnownLaboratories {
    // Sorted, because the order of Map.of changes from run to run.
    profiles = Collections.unmodifiableMap(new TreeMap<>(profiles));
  }

  /**
   * Learns how the cells of each laboratory look.
   *
   * @param training the traits of pictures of cells that were trained on, by laboratory
   * @param validation all traits of others, by laboratory
   * @return the laboratories of which there are enough others
   */
  public static KnownLaboratories of(
      Map<String, List<double[]>> training, Map<String, List<double[]>> validation) {
    Map<String, LaboratoryProfile> profiles = new TreeMap<>();
    validation.forEach(
        (laboratory, others) ->
            LaboratoryProfile.of(training.getOrDefault(laboratory, List.of()), others)
                .ifPresent(profile -> profiles.put(laboratory, profile)));
    return new KnownLaboratories(profiles);
  }

  /**
   * Compares cells.
   *
   * @param cells the traits of cells
   * @return how familiar they are together, to the laboratory that they resemble most; empty if
   *     there are none or no laboratory is known
   */
  public Optional<Familiarity> familiarity(List<double[]> cells) {
    return profiles.values().stream()
        .flatMap(profile -> profile.familiarity(cells).stream())
        .max(Comparator.comparingDouble(Familiarity::score));
  }

  /**
   * Takes over how the pictures of another laboratory look, to which a model was adapted.
   *
   * @param cells the traits of pictures of its cells; may be empty
   * @return that laboratory, in which cells differ as much as in the first of these
   */
  public KnownLaboratories movedTo(List<double[]> cells) {
    return profiles.values().stream()
        .findFirst()
        .map(first -> new KnownLaboratories(Map.of(UNNAMED, first.movedTo(cells))))
        .orElse(NONE);
  }

  /**
   * Adds these to the properties of a model.
   *
   * @param properties the others
   * @return all
   */
  public Settings addedTo(Settings properties) {
    Settings added = properties;
    Settings named = Settings.EMPTY;
    for (Map.Entry<String, LaboratoryProfile> one : profiles.entrySet()) {
      if (one.getKey().equals(UNNAMED)) {
        added = added.with(THE_UNNAMED, one.getValue().settings());
      } else {
        named = named.with(one.getKey(), one.getValue().settings());
      }
    }
    return named.names().isEmpty() ? added : added.with(NAMED, named);
  }

  /**
   * Restores the laboratories of a model.
   *
   * @param properties what {@link #addedTo} returned; has none in models from before profiles were
   *     saved
   * @return the laboratories
   * @throws IllegalArgumentException if they are not as they must be
   */
  public static KnownLaboratories of(Settings properties) {
    Map<String, LaboratoryProfile> profiles = new TreeMap<>();
    LaboratoryProfile.of(properties.nested(THE_UNNAMED))
        .ifPresent(profile -> profiles.put(UNNAMED, profile));
    Settings named = properties.nested(NAMED);
    for (String name : named.names()) {
      LaboratoryProfile.of(named.nested(name)).ifPresent(profile -> profiles.put(name, profile));
    }
    return new KnownLaboratories(profiles);
  }
}
