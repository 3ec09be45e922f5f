package io.karyo.review;

import io.karyo.classify.karyogram.Karyogram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The files that a cell can be saved as. */
enum CellExport {
  JSON("karyotype.json", "application/json") {
    @Override
    byte[] write(ReviewedCell cell) {
      return cell.review().toJson().getBytes(StandardCharsets.UTF_8);
    }
  },
  PNG("karyogram.png", "image/png") {
    @Override
    byte[] write(ReviewedCell cell) {
      return Pictures.png(Karyogram.of(cell.review().karyotype()).toImage());
    }
  },
  SVG("karyogram.svg", "image/svg+xml") {
    @Override
    byte[] write(ReviewedCell cell) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Karyogram.of(cell.review().karyotype()).writeSvg(bytes);
      return bytes.toByteArray();
    }
  },
  PDF("karyogram.pdf", "application/pdf") {
    @Override
    byte[] write(ReviewedCell cell) throws IOException {
      return KaryogramPdf.of(cell.review());
    }
  },
  TRAINING("training.zip", "application/zip") {
    @Override
    byte[] write(ReviewedCell cell) throws IOException {
      return TrainingZip.of(cell.review().karyotype());
    }
  };

  private final String path;
  private final String type;

  CellExport(String path, String type) {
    this.path = path;
    this.type = type;
  }

  static Optional<CellExport> ofPath(String path) {
    return Arrays.stream(values()).filter(export -> export.path.equals(path)).findFirst();
  }

  String type() {
    return type;
  }

  /**
   * Writes the file.
   *
   * @throws java.util.NoSuchElementException if there is nothing to write
   */
  abstract byte[] write(ReviewedCell cell) throws IOException;
}
