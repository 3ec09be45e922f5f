package io.karyo.data;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A chromosome of a known type, with its cell, patient, split and laboratory if known.
 *
 * @param name names it in messages, for example its path
 * @param source loads its image
 * @param type its type
 * @param cell the metaphase that it was cut out of
 * @param patient the person it comes from
 * @param split the part of the data set that it belongs to, for example {@code "train"}
 * @param laboratory where it was photographed, in a data set of several laboratories
 */
public record LabelledChromosome(
    String name,
    ImageSource source,
    ChromosomeType type,
    Optional<String> cell,
    Optional<String> patient,
    Optional<String> split,
    Optional<String> laboratory) {

  public LabelledChromosome {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(type, "type");
    checkText("cell", cell);
    checkText("patient", patient);
    checkText("split", split);
    checkText("laboratory", laboratory);
  }

  private static void checkText(String component, Optional<String> text) {
    if (text.isPresent() && text.get().isBlank()) {
      throw new IllegalArgumentException(
          component + ": must not be blank, found '" + text.get() + "'");
    }
  }

  /**
   * Labels an image file.
   *
   * @param file the file, not read until its image is loaded
   * @param type the type of the chromosome
   * @return a chromosome of no known cell, patient or split
   */
  public static LabelledChromosome of(Path file, ChromosomeType type) {
    return of(file.toString(), ImageSource.of(file), type);
  }

  /**
   * Labels an image in memory.
   *
   * @param image the image
   * @param type the type of the chromosome
   * @return a chromosome of no known cell, patient or split, named by the image's source
   */
  public static LabelledChromosome of(ChromosomeImage image, ChromosomeType type) {
    return of(image.source(), ImageSource.of(image), type);
  }

  /**
   * Labels an image of any source.
   *
   * @param name names it in messages
   * @param source loads it
   * @param type the type of the chromosome
   * @return a chromosome of no known cell, patient or split
   */
  public static LabelledChromosome of(String name, ImageSource source, ChromosomeType type) {
    return new LabelledChromosome(
        name, source, type, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Sets the type.
   *
   * @param type the type
   * @return the same chromosome of that type
   */
  public LabelledChromosome withType(ChromosomeType type) {
    return new LabelledChromosome(name, source, type, cell, patient, split, laboratory);
  }

  /**
   * Sets the cell.
   *
   * @param cell the metaphase, not blank
   * @return the same chromosome of that cell
   */
  public LabelledChromosome withCell(String cell) {
    return new LabelledChromosome(
        name, source, type, Optional.of(cell), patient, split, laboratory);
  }

  /**
   * Sets the patient.
   *
   * @param patient the person, not blank
   * @return the same chromosome of that patient
   */
  public LabelledChromosome withPatient(String patient) {
    return new LabelledChromosome(
        name, source, type, cell, Optional.of(patient), split, laboratory);
  }

  /**
   * Sets the split.
   *
   * @param split the part of a data set, not blank
   * @return the same chromosome in that split
   */
  public LabelledChromosome withSplit(String split) {
    return new LabelledChromosome(
        name, source, type, cell, patient, Optional.of(split), laboratory);
  }

  /**
   * Sets the laboratory.
   *
   * @param laboratory where it was photographed, not blank
   * @return the same chromosome of that laboratory
   */
  public LabelledChromosome withLaboratory(String laboratory) {
    return new LabelledChromosome(
        name, source, type, cell, patient, split, Optional.of(laboratory));
  }

  /**
   * Sets where the image is loaded from.
   *
   * @param source loads its image
   * @return the same chromosome with that image
   */
  public LabelledChromosome withSource(ImageSource source) {
    return new LabelledChromosome(name, source, type, cell, patient, split, laboratory);
  }

  /**
   * Loads the image.
   *
   * @return the image
   * @throws IOException if it cannot be read
   */
  public ChromosomeImage load() throws IOException {
    return source.load();
  }

  /**
   * {@return the name and the known properties, for example {@code LabelledChromosome[7.png, type
   * X, cell c1, patient p1, split test]}}
   */
  @Override
  public String toString() {
    return "LabelledChromosome["
        + name
        + ", type "
        + type
        + cell.map(id -> ", cell " + id).orElse("")
        + patient.map(id -> ", patient " + id).orElse("")
        + split.map(id -> ", split " + id).orElse("")
        + laboratory.map(id -> ", laboratory " + id).orElse("")
        + "]";
  }
}
