package io.karyo.review.internal.export;

import io.karyo.classify.karyogram.Karyogram;
import io.karyo.review.action.TrailEntry;
import io.karyo.review.internal.page.ReviewedCase;
import io.karyo.review.internal.page.ReviewedCell;
import io.karyo.review.internal.session.Session;
import java.io.IOException;

/** The report of a case as a document: its karyotype, and the cells with all that was done. */
public final class CaseReportPdf {

  private static final double KARYOGRAM_SHARE = 0.6;

  private CaseReportPdf() {}

  public static byte[] of(ReviewedCase reviewed) throws IOException {
    String title = "Case " + reviewed.id();
    try (PdfPages pages = new PdfPages(title, ReportText.origin(reviewed.model()))) {
      pages.write(title, PdfPages.TITLE);
      for (String line : ReportText.summary(reviewed)) {
        pages.write(line, PdfPages.TEXT);
      }
      for (ReviewedCell cell : reviewed.cells()) {
        Session.View view = cell.session().view();
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
    Session.View view = cell.session().view();
    pages.write("Cell " + cell.index() + ": " + view.karyotype().iscn(), PdfPages.TITLE);
    pages.draw(Karyogram.of(view.karyotype()), KARYOGRAM_SHARE);
    for (String line : ReportText.cell(view)) {
      pages.write(line, PdfPages.TEXT);
    }
    pages.space(PdfPages.TEXT.getSize2D());
    pages.write("What was done", PdfPages.HEADING);
    for (TrailEntry entry : view.trail()) {
      pages.write(ReportText.entry(entry), PdfPages.TEXT);
    }
    if (view.trail().isEmpty()) {
      pages.write("Nothing.", PdfPages.TEXT);
    }
  }
}
