package io.karyo.benchmarks;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.plugin.Straightener;
import ij.process.AutoThresholder;
import ij.process.BinaryProcessor;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.karyo.ChromosomeImage;
import io.karyo.straighten.AxisProbe;

/** What ImageJ does of straightening. It has no way from a skeleton to an axis: that is given. */
final class ImageJ {

  /** A line through every pixel would be followed into each stair of the skeleton. */
  private static final int PIXELS_A_POINT = 4;

  private ImageJ() {}

  static String version() {
    return IJ.getVersion();
  }

  /** A picture with what ImageJ is given of it. */
  static final class Task {

    final ChromosomeImage image;
    final AxisProbe.Axis axis;
    private final byte[] grey;
    private final float[][] points;
    private final int lineWidth;

    /**
     * Prepares.
     *
     * @param lineWidth how wide the straightened picture shall be, in px
     */
    Task(ChromosomeImage image, AxisProbe.Axis axis, int lineWidth) {
      this.image = image;
      this.axis = axis;
      this.grey = image.greyLevels();
      this.points = axis.thinned(PIXELS_A_POINT);
      this.lineWidth = lineWidth;
    }

    /** Otsu's threshold, then ImageJ's thinning. */
    int skeletonise() {
      ByteProcessor picture = new ByteProcessor(image.width(), image.height(), grey.clone());
      int threshold =
          new AutoThresholder().getThreshold(AutoThresholder.Method.Otsu, picture.getHistogram());
      picture.threshold(threshold);
      new BinaryProcessor(picture).skeletonize(0);
      return picture.get(0, 0);
    }

    /** Samples along a spline through the axis. */
    int straighten() {
      ImagePlus picture = new ImagePlus("", new ByteProcessor(image.width(), image.height(), grey));
      Roi line =
          new PolygonRoi(points[0].clone(), points[1].clone(), points[0].length, Roi.POLYLINE);
      picture.setRoi(line);
      ImageProcessor straightened = new Straightener().straightenLine(picture, lineWidth);
      return straightened == null ? 0 : straightened.getHeight();
    }
  }
}
