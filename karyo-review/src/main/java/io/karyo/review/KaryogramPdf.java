package io.karyo.review;

import io.karyo.Karyotype;
import io.karyo.classify.karyogram.Karyogram;
import java.io.IOException;

/** A karyogram as a document of one page, in which text remains text. */
final class KaryogramPdf {

  private KaryogramPdf() {}

  static byte[] of(Review review) throws IOException {
    Karyotype karyotype = review.karyotype();
    try (PdfPages pages =
        new PdfPages(
            karyotype.cell() + ": " + karyotype.iscn(),
            ReportText.origin(review.identity().model()))) {
      pages.draw(Karyogram.of(karyotype), 1);
      return pages.finish();
    }
  }
}
