package io.karyo.examples;

import io.karyo.Classification;
import io.karyo.Karyotyper;
import io.karyo.data.ImageSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what images show. */
@Command(
    name = "classify",
    description = {
      "Says the type of the chromosome in each image: path, type, probability and the next two"
          + " types with theirs, separated by tabs.",
      "A bad image is named on standard error and does not stop the others; the exit code is then"
          + " 1."
    })
final class ClassifyCommand extends CliCommand {

  private static final int ALTERNATIVES = 2;

  @Option(names = "--model", required = true, paramLabel = "FILE", description = "A saved model.")
  @SuppressWarnings("NullAway.Init")
  private Path model;

  @Option(
      names = "--cell",
      description = "All images are of one cell; knowing the sizes of the others helps.")
  private boolean cell;

  @Option(names = "--json", description = "Write one JSON array instead of lines.")
  private boolean json;

  @Parameters(
      paramLabel = "IMAGE",
      arity = "1..*",
      description = "PNG, JPEG, BMP or TIFF files of one chromosome each.")
  private List<Path> images = List.of();

  @Override
  public Integer call() throws IOException {
    List<Answer> answers;
    try (Karyotyper karyotyper = Karyotyper.load(model)) {
      answers =
          Answer.ask(
              karyotyper,
              cell,
              images.stream()
                  .map(file -> new Answer.Question(file.toString(), ImageSource.of(file)))
                  .toList());
    }
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
      say("%s", Outputs.json(answers.stream().map(ClassifyCommand::object).toList()));
    }
    return code;
  }

  private static String line(String name, Classification classification) {
    return String.format(
        Locale.ROOT,
        "%s\t%s\t%.4f\t%s",
        name,
        classification.type(),
        classification.probability(),
        classification.alternatives().stream()
            .limit(ALTERNATIVES)
            .map(other -> String.format(Locale.ROOT, "%s\t%.4f", other.type(), other.probability()))
            .collect(Collectors.joining("\t")));
  }

  private static Map<String, Object> object(Answer answer) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("path", answer.name());
    Classification classification = answer.classification();
    if (classification == null) {
      object.put("error", String.valueOf(answer.failure()));
      return object;
    }
    object.put("type", classification.type().label());
    object.put("probability", classification.probability());
    classification.typicality().ifPresent(typicality -> object.put("typicality", typicality));
    object.put(
        "alternatives",
        classification.alternatives().stream()
            .limit(ALTERNATIVES)
            .map(other -> Map.of("type", other.type().label(), "probability", other.probability()))
            .toList());
    object.put("quality", classification.straightened().quality());
    object.put("method", classification.straightened().method());
    return object;
  }
}
