package io.karyo.data;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Leakage between the splits of a data set, which makes accuracy look better than it is: patients,
 * cells and images that are in two splits (Kaufman, Rosset, Perlich and Stitelman, ACM Transactions
 * on Knowledge Discovery from Data 6, 2012). Images that occur twice within a split are reported as
 * well, because they count twice, and if their labels differ, one is wrong.
 *
 * <pre>{@code
 * Leakage leakage = Leakage.check(ChromosomeDataset.fromManifest(Path.of("pki3/manifest.csv")));
 * if (leakage.betweenSplits()) {
 *   logger.warn("{}", leakage);
 * }
 * }</pre>
 *
 * @param images the number of images checked
 * @param patients the patients in more than one split, in the order of the data set
 * @param cells the cells in more than one split, in the order of the data set
 * @param duplicates the pictures that occur more than once, in the order of the data set
 */
public record Leakage(
    int images, List<Shared> patients, List<Shared> cells, List<Duplicate> duplicates) {

  /** How many findings of a kind a message lists. */
  private static final int MAX_LISTED = 5;

  public Leakage {
    patients = List.copyOf(patients);
    cells = List.copyOf(cells);
    duplicates = List.copyOf(duplicates);
  }

  /**
   * A patient or a cell in more than one split.
   *
   * @param name the patient or the cell
   * @param imagesBySplit how many images of it each split has, by the name of the split
   */
  public record Shared(String name, Map<String, Integer> imagesBySplit) {

    public Shared {
      imagesBySplit = Collections.unmodifiableMap(new TreeMap<>(imagesBySplit));
    }
  }

  /**
   * A picture that occurs more than once.
   *
   * @param chromosomes the chromosomes that have it, at least two, in the order of the data set
   */
  public record Duplicate(List<LabelledChromosome> chromosomes) {

    public Duplicate {
      chromosomes = List.copyOf(chromosomes);
    }

    /**
     * {@return the names of the splits that have the picture, sorted; empty if it is in no split}
     */
    public List<String> splits() {
      return chromosomes.stream()
          .flatMap(item -> item.split().stream())
          .distinct()
          .sorted()
          .toList();
    }

    /**
     * {@return the types that the picture is labelled with, at least one, in the order of {@link
     * ChromosomeType#ALL}; if there are several, all but one are wrong}
     */
    public List<ChromosomeType> types() {
      return chromosomes.stream().map(LabelledChromosome::type).distinct().sorted().toList();
    }

    @Override
    public String toString() {
      return chromosomes.stream()
          .map(
              item ->
                  item.name()
                      + " ("
                      + item.type()
                      + item.split().map(split -> ", " + split).orElse("")
                      + ")")
          .collect(Collectors.joining(" = "));
    }
  }

  /**
   * Checks a data set for leakage. Images are read one after the other and compared by a hash
   * (SHA-256) of their size and {@linkplain ChromosomeImage#greyLevels() grey levels}. So images
   * with the same pixels are found even if the names and formats of their files differ. Images that
   * are rotated, scaled or cropped differently are not found.
   *
   * @param dataset the data set, whether or not patients may be in two splits; chromosomes in no
   *     split are checked only for duplicates
   * @return what was found
   * @throws IOException if an image cannot be read
   */
  public static Leakage check(ChromosomeDataset dataset) throws IOException {
    Map<ByteBuffer, List<LabelledChromosome>> pictures = new LinkedHashMap<>();
    for (LabelledChromosome item : dataset.items()) {
      pictures.computeIfAbsent(hash(item.load()), absent -> new ArrayList<>()).add(item);
    }
    return new Leakage(
        dataset.size(),
        shared(dataset, LabelledChromosome::patient),
        shared(dataset, LabelledChromosome::cell),
        pictures.values().stream().filter(same -> same.size() > 1).map(Duplicate::new).toList());
  }

  private static List<Shared> shared(
      ChromosomeDataset dataset, Function<LabelledChromosome, Optional<String>> owner) {
    Map<String, Map<String, Integer>> owners = new LinkedHashMap<>();
    for (LabelledChromosome item : dataset.items()) {
      if (owner.apply(item).isPresent() && item.split().isPresent()) {
        owners
            .computeIfAbsent(owner.apply(item).get(), absent -> new TreeMap<>())
            .merge(item.split().get(), 1, Integer::sum);
      }
    }
    return owners.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry -> new Shared(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static ByteBuffer hash(ChromosomeImage image) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(8).putInt(image.width()).putInt(image.height()).flip());
      return ByteBuffer.wrap(digest.digest(image.greyLevels()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * {@return whether a patient, a cell or a picture is in two splits, so that measured accuracy is
   * too high; duplicates within one split do not count}
   */
  public boolean betweenSplits() {
    return !patients.isEmpty()
        || !cells.isEmpty()
        || duplicates.stream().anyMatch(duplicate -> duplicate.splits().size() > 1);
  }

  /** Returns the number of findings of each kind and the first of each. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(images + " images");
    list(text, "patients in more than one split", patients);
    list(text, "cells in more than one split", cells);
    list(
        text,
        "pictures in more than one split",
        duplicates.stream().filter(duplicate -> duplicate.splits().size() > 1).toList());
    list(
        text,
        "pictures more than once within a split or outside of any",
        duplicates.stream().filter(duplicate -> duplicate.splits().size() <= 1).toList());
    list(
        text,
        "pictures of more than one type",
        duplicates.stream().filter(duplicate -> duplicate.types().size() > 1).toList());
    return text.toString();
  }

  private static void list(StringBuilder text, String kind, List<?> findings) {
    text.append("\n").append(findings.size()).append(" ").append(kind);
    findings.stream().limit(MAX_LISTED).forEach(found -> text.append("\n  ").append(found));
    if (findings.size() > MAX_LISTED) {
      text.append("\n  and ").append(findings.size() - MAX_LISTED).append(" more");
    }
  }
}
