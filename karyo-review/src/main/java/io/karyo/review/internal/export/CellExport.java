package io.karyo.review.internal.export;

import io.karyo.classify.karyogram.Karyogram;
import io.karyo.review.internal.page.Pictures;
import io.karyo.review.internal.page.ReviewedCell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The files that a cell can be saved as. */
public enum CellExport {
  JSON("karyotype.json", "application/json") {
    @Override
    public byte[] write(ReviewedCell cell) {
      return cell.session().toJson().getBytes(StandardCharsets.UTF_8);
    }
  },
  PNG("karyogram.png", "image/png") {
    @Override
    public byte[] write(ReviewedCell cell) {
      return Pictures.png(Karyogram.of(cell.session().karyotype()).toImage());
    }
  },
  SVG("karyogram.svg", "image/svg+xml") {
    @Override
    public byte[] write(ReviewedCell cell) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Karyogram.of(cell.session().karyotype()).writeSvg(bytes);
      return bytes.toByteArray();
    }
  },
  PDF("karyogram.pdf", "application/pdf") {
    @Override
    public byte[] write(ReviewedCell cell) throws IOException {
      return KaryogramPdf.of(cell.session());
    }
  },
  TRAINING("training.zip", "application/zip") {
    @Override
    public byte[] write(ReviewedCell cell) throws IOException {
      return TrainingZip.of(cell.session().karyotype());
    }
  };

  private final String path;
  private final String type;

  CellExport(String path, String type) {
    this.path = path;
    this.type = type;
  }

  public static Optional<CellExport> ofPath(String path) {
    return Arrays.stream(values()).filter(export -> export.path.equals(path)).findFirst();
  }

  public String type() {
    return type;
  }

  /**
   * Writes the file.
   *
   * @throws java.util.NoSuchElementException if there is nothing to write
   */
  public abstract byte[] write(ReviewedCell cell) throws IOException;
}
