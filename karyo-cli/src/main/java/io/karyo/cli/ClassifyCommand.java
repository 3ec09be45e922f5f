package io.karyo.cli;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.cli.common.Answer;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.ModelOption;
import io.karyo.cli.output.Outputs;
import io.karyo.data.ImageSource;
import io.karyo.image.Polarity;
import io.karyo.laboratory.Familiarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what images show. */
@Command(
    name = "classify",
    description = {
      "Classifies the chromosome in each image. Chromosomes may have either polarity.",
      "Writes one line per image, its fields separated by tabs: path, type, probability, polarity"
          + " (P_UP or P_DOWN: p arm up or down), typicality (below 0.01 for one in a hundred real"
          + " chromosomes and nearly all other pictures; - if the model cannot measure it), second"
          + " type, its probability, third type, its probability.",
      "In a path, ? stands for a tab or another control character; --json writes the path"
          + " unchanged.",
      "A bad image is reported on standard error and does not stop the others; the exit code is"
          + " then 1.",
      "With --cell, images that look as if they were of another laboratory than the model's are"
          + " reported on standard error, and --json writes how familiar the cell is."
    })
final class ClassifyCommand extends CliCommand {

  private static final int ALTERNATIVES = 2;

  @Mixin private ModelOption model = new ModelOption();

  @Option(
      names = "--cell",
      description = "All images are of one cell; their relative sizes then improve accuracy.")
  private boolean cell;

  @Option(
      names = "--upright",
      description =
          "All p arms are up, as in a karyogram. Each image is then examined only this way up, in"
              + " half the time.")
  private boolean upright;

  @Option(names = "--json", description = "Write one JSON array instead of lines.")
  private boolean json;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "PNG, JPEG, BMP, GIF or TIFF files of one chromosome each.")
  private List<Path> images = List.of();

  @Override
  public Integer call() throws IOException {
    List<Answer> answers;
    Optional<Familiarity> familiarity = Optional.empty();
    try (Karyotyper karyotyper = model.load()) {
      answers =
          Answer.ask(
              karyotyper,
              cell,
              images.stream()
                  .map(file -> new Answer.Question(file.toString(), source(file)))
                  .toList());
      if (cell) {
        familiarity =
            karyotyper.familiarityOf(
                List.of(
                    answers.stream()
                        .flatMap(answer -> Stream.ofNullable(answer.classification()))
                        .toList()));
      }
    }
    warnIfForeign("these images", familiarity);
    int code = FINE;
    for (Answer answer : answers) {
      Classification classification = answer.classification();
      if (classification == null) {
        complain("%s", answer.failure());
        code = FAILED;
      } else if (!json) {
        say("%s", line(answer.name(), classification));
      }
    }
    if (json) {
      Familiarity ofCell = familiarity.orElse(null);
      say("%s", Outputs.json(answers.stream().map(answer -> object(answer, ofCell)).toList()));
    }
    return code;
  }

  private ImageSource source(Path file) {
    ImageSource source = ImageSource.of(file);
    return upright ? source.withPolarity(Polarity.P_UP) : source;
  }

  /** What may grow stands last. */
  private static String line(String name, Classification classification) {
    OptionalDouble typicality = classification.typicality();
    return String.format(
        Locale.ROOT,
        "%s\t%s\t%.4f\t%s\t%s\t%s",
        name.replaceAll("\\p{Cntrl}", "?"),
        classification.type(),
        classification.probability(),
        classification.polarity(),
        typicality.isPresent() ? String.format(Locale.ROOT, "%.4f", typicality.getAsDouble()) : "-",
        classification.alternatives().stream()
            .limit(ALTERNATIVES)
            .map(other -> String.format(Locale.ROOT, "%s\t%.4f", other.type(), other.probability()))
            .collect(Collectors.joining("\t")));
  }

  private static Map<String, Object> object(Answer answer, @Nullable Familiarity familiarity) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("path", answer.name());
    Classification classification = answer.classification();
    if (classification == null) {
      object.put("error", String.valueOf(answer.failure()));
      return object;
    }
    object.put("type", classification.type().label());
    object.put("probability", classification.probability());
    object.put("polarity", classification.polarity().name());
    object.put("polarityProbability", classification.polarityProbability());
    classification.typicality().ifPresent(typicality -> object.put("typicality", typicality));
    object.put(
        "alternatives",
        classification.alternatives().stream()
            .limit(ALTERNATIVES)
            .map(other -> Map.of("type", other.type().label(), "probability", other.probability()))
            .toList());
    object.put("quality", classification.straightened().quality());
    object.put("method", classification.straightened().method());
    if (familiarity != null) {
      object.put("familiarity", familiarity);
    }
    return object;
  }
}
