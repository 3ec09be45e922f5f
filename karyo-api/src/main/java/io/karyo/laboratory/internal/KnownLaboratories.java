package io.karyo.laboratory.internal;

import io.karyo.laboratory.Familiarity;
import io.karyo.model.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the cells look of each laboratory that a model learned from.
 *
 * @param profiles by the name of the laboratory, which is empty if there is only one
 */
public record KnownLaboratories(Map<String, LaboratoryProfile> profiles) {

  /** No laboratory is known. */
  public static final KnownLaboratories NONE = new KnownLaboratories(Map.of());

  /** The name of the laboratory of a training that had one only. */
  public static final String THE_ONLY = "";

  private static final String ONE = "laboratory";
  private static final String SEVERAL = "laboratories";

  public KnownLaboratories {
    profiles = Map.copyOf(profiles);
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
    return new TreeMap<>(profiles)
        .values().stream()
            .findFirst()
            .map(first -> new KnownLaboratories(Map.of(THE_ONLY, first.movedTo(cells))))
            .orElse(NONE);
  }

  /**
   * Adds these to the properties of a model.
   *
   * @param properties the others
   * @return all
   */
  public Settings addedTo(Settings properties) {
    if (profiles.containsKey(THE_ONLY)) {
      return properties.with(ONE, profiles.get(THE_ONLY).settings());
    }
    Settings all = Settings.EMPTY;
    for (Map.Entry<String, LaboratoryProfile> one : new TreeMap<>(profiles).entrySet()) {
      all = all.with(one.getKey(), one.getValue().settings());
    }
    return profiles.isEmpty() ? properties : properties.with(SEVERAL, all);
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
    LaboratoryProfile.of(properties.nested(ONE))
        .ifPresent(profile -> profiles.put(THE_ONLY, profile));
    Settings several = properties.nested(SEVERAL);
    for (String name : several.names()) {
      LaboratoryProfile.of(several.nested(name)).ifPresent(profile -> profiles.put(name, profile));
    }
    return new KnownLaboratories(profiles);
  }
}
