package io.karyo.review.internal.export;

import io.karyo.Karyotype;
import io.karyo.classify.karyogram.Karyogram;
import io.karyo.review.internal.session.Session;
import java.io.IOException;

/** A karyogram as a document of one page, in which text remains text. */
final class KaryogramPdf {

  private KaryogramPdf() {}

  static byte[] of(Session session) throws IOException {
    Karyotype karyotype = session.karyotype();
    try (PdfPages pages =
        new PdfPages(
            karyotype.cell() + ": " + karyotype.iscn(),
            ReportText.origin(session.identity().model()))) {
      pages.draw(Karyogram.of(karyotype), 1);
      return pages.finish();
    }
  }
}
