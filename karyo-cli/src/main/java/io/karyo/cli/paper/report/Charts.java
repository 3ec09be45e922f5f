package io.karyo.cli.paper.report;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.metrics.Evaluation;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the charts of the report. */
public final class Charts {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 480;
  private static final int SQUARE = 760;

  /** The height of a legend that has a line a model. */
  private static final int LEGEND = 110;

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND
  };

  private Charts() {}

  /**
   * Returns whether this Java can write letters; a machine without a desktop may have no fonts.
   *
   * @return whether charts can be drawn
   */
  public static boolean available() {
    try {
      BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
      return picture
              .createGraphics()
              .getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
              .stringWidth("X")
          > 0;
    } catch (RuntimeException | LinkageError e) {
      // What is thrown without fonts differs from Java to Java.
      return false;
    }
  }

  /**
   * Draws how often each type was taken for which, true types downwards.
   *
   * @param title what is written above
   * @param evaluation has the numbers
   * @return the picture
   */
  public static BufferedImage confusion(String title, Evaluation evaluation) {
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(SQUARE)
            .height(SQUARE)
            .title(title)
            .xAxisTitle("predicted")
            .yAxisTitle("true")
            .build();
    List<String> labels = ChromosomeType.ALL.stream().map(ChromosomeType::label).toList();
    List<String> upwards = new ArrayList<>(labels);
    Collections.reverse(upwards);
    int last = labels.size() - 1;
    int most = 1;
    List<Number[]> cells = new ArrayList<>();
    for (ChromosomeType truth : ChromosomeType.ALL) {
      for (ChromosomeType told : ChromosomeType.ALL) {
        int count = evaluation.confusion(truth, told);
        most = Math.max(most, count);
        // Zeros are left out: 500 of them would hide the rest.
        if (count > 0) {
          cells.add(new Number[] {told.ordinal(), last - truth.ordinal(), count});
        }
      }
    }
    chart.addSeries("images", labels, upwards, cells);
    chart.getStyler().setMin(0).setMax(most);
    chart
        .getStyler()
        .setRangeColors(
            new Color[] {Color.WHITE, new Color(150, 195, 245), new Color(85, 145, 225)});
    chart.getStyler().setShowValue(true);
    chart.getStyler().setHeatMapValueDecimalPattern("0");
    chart.getStyler().setValueFontColor(Color.BLACK);
    plain(chart.getStyler());
    return BitmapEncoder.getBufferedImage(chart);
  }

  /**
   * Draws the F1 of each type, a colour a model.
   *
   * @param title what is written above
   * @param models the models by their names
   * @return the picture
   */
  public static BufferedImage scores(String title, Map<String, Evaluation> models) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT + LEGEND)
            .title(title)
            .xAxisTitle("type")
            .yAxisTitle("F1")
            .build();
    List<String> labels = ChromosomeType.ALL.stream().map(ChromosomeType::label).toList();
    models.forEach(
        (name, evaluation) ->
            chart.addSeries(
                name,
                labels,
                ChromosomeType.ALL.stream().map(type -> evaluation.ofType(type).f1()).toList()));
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
    plain(chart.getStyler());
    return BitmapEncoder.getBufferedImage(chart);
  }

  /**
   * A line of a chart.
   *
   * @param name its name
   * @param x where it passes
   * @param y as many values
   */
  public record Line(String name, List<Double> x, List<Double> y) {}

  /**
   * Draws lines over epochs.
   *
   * @param title what is written above
   * @param figure names the values
   * @param lines the lines
   * @return the picture
   */
  public static BufferedImage curves(String title, String figure, List<Line> lines) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(figure)
            .build();
    for (Line line : lines) {
      XYSeries series = chart.addSeries(line.name(), line.x(), line.y());
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setLineStyle(new BasicStroke(1.5f));
    }
    chart.getStyler().setMarkerSize(5);
    chart.getStyler().setXAxisDecimalPattern("#.#");
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    plain(chart.getStyler());
    return BitmapEncoder.getBufferedImage(chart);
  }

  /**
   * Draws embeddings laid out in a plane, a colour and sign a type.
   *
   * @param title what is written above
   * @param types the type of each
   * @param places the place of each
   * @return the picture
   */
  public static BufferedImage map(
      String title, List<ChromosomeType> types, List<Tsne.Point> places) {
    XYChart chart = new XYChartBuilder().width(WIDTH).height(SQUARE).title(title).build();
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    for (ChromosomeType type : ChromosomeType.ALL) {
      List<Double> x = new ArrayList<>();
      List<Double> y = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        if (types.get(i) == type) {
          x.add(places.get(i).x());
          y.add(places.get(i).y());
        }
      }
      if (!x.isEmpty()) {
        XYSeries series = chart.addSeries(type.label(), x, y);
        series.setMarker(MARKERS[type.ordinal() % MARKERS.length]);
        series.setMarkerColor(colour(type));
      }
    }
    chart.getStyler().setMarkerSize(8);
    chart.getStyler().setAxisTicksVisible(false);
    chart.getStyler().setPlotGridLinesVisible(false);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    plain(chart.getStyler());
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static Color colour(ChromosomeType type) {
    float hue = type.ordinal() / (float) ChromosomeType.ALL.size();
    return Color.getHSBColor(hue, type.ordinal() % 2 == 0 ? 0.95f : 0.7f, 0.8f);
  }

  private static void plain(Styler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setAntiAlias(true);
    styler.setChartTitleBoxVisible(false);
    styler.setLegendBorderColor(Color.WHITE);
  }
}
