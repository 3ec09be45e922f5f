package io.karyo.model.internal;

import io.karyo.chromosome.Rejected;
import io.karyo.model.Settings;
import io.karyo.spi.PartKind;
import io.karyo.spi.Straightener;
import java.io.IOException;
import java.nio.file.Path;

/** Saves models of so many floats over one another, each of one number, until it is ended. */
final class SavingProgram {

  static final String SAVED = "saved ";
  static final String FAILED = "failed ";

  private SavingProgram() {}

  static ModelFile model(int floats, int number) throws IOException {
    float[] values = new float[floats];
    java.util.Arrays.fill(values, number);
    return ModelFile.builder()
        .part(
            PartKind.STRAIGHTENER,
            Straightener.named("s", image -> new Rejected("all are")),
            sink -> sink.array("values", values, floats))
        .properties(Settings.EMPTY.with("number", number))
        .build();
  }

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    for (int i = 1; i < args.length || args.length == 2; i++) {
      int floats = Integer.parseInt(args[Math.min(i, args.length - 1)]);
      try {
        model(floats, i).write(file);
        System.out.println(SAVED + i);
      } catch (IOException e) {
        System.out.println(FAILED + e.getMessage());
      }
    }
  }
}
