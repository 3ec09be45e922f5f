package io.karyo.review;

import io.karyo.classify.karyogram.Karyogram;
import java.io.IOException;

/** The report of a case as a document: its karyotype, and the cells with all that was done. */
final class CaseReportPdf {

  private static final double KARYOGRAM_SHARE = 0.6;

  private CaseReportPdf() {}

  static byte[] of(ReviewedCase reviewed) throws IOException {
    String title = "Case " + reviewed.id();
    try (PdfPages pages = new PdfPages(title, ReportText.origin(reviewed.model()))) {
      pages.write(title, PdfPages.TITLE);
      for (String line : ReportText.summary(reviewed)) {
        pages.write(line, PdfPages.TEXT);
      }
      for (ReviewedCell cell : reviewed.cells()) {
        Review.View view = cell.review().view();
        pages.write(
            cell.index() + "  " + view.karyotype().iscn() + "  " + view.karyotype().cell(),
            PdfPages.TEXT);
      }
      for (ReviewedCell cell : reviewed.cells()) {
        pages.newPage();
        write(pages, cell);
      }
      return pages.finish();
    }
  }

  private static void write(PdfPages pages, ReviewedCell cell) throws IOException {
    Review.View view = cell.review().view();
    pages.write("Cell " + cell.index() + ": " + view.karyotype().iscn(), PdfPages.TITLE);
    pages.draw(Karyogram.of(view.karyotype()), KARYOGRAM_SHARE);
    for (String line : ReportText.cell(view)) {
      pages.write(line, PdfPages.TEXT);
    }
    pages.space(PdfPages.TEXT.getSize2D());
    pages.write("What was done", PdfPages.HEADING);
    for (Review.TrailEntry entry : view.trail()) {
      pages.write(ReportText.entry(entry), PdfPages.TEXT);
    }
    if (view.trail().isEmpty()) {
      pages.write("Nothing.", PdfPages.TEXT);
    }
  }
}
