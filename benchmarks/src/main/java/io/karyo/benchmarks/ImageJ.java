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
import io.karyo.image.ChromosomeImage;

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
    final AxisProbe axis;
    private final byte[] grey;
    private final float[][] points;
    private final int width;

    Task(ChromosomeImage image, AxisProbe axis) {
      this.image = image;
      this.axis = axis;
      this.grey = image.greyLevels();
      this.points = axis.points(PIXELS_A_POINT);
      this.width = axis.width();
    }

    /** Finds a skeleton: Otsu's threshold, then ImageJ's thinning; black on white. */
    ByteProcessor skeletonise() {
      ByteProcessor picture = new ByteProcessor(image.width(), image.height(), grey.clone());
      int threshold =
          new AutoThresholder().getThreshold(AutoThresholder.Method.Otsu, picture.getHistogram());
      picture.threshold(threshold);
      new BinaryProcessor(picture).skeletonize(0);
      return picture;
    }

    /** Samples along a spline through the axis, as wide as karyo does. */
    ImageProcessor straighten() {
      ImagePlus picture = new ImagePlus("", new ByteProcessor(image.width(), image.height(), grey));
      picture.setRoi(
          new PolygonRoi(points[0].clone(), points[1].clone(), points[0].length, Roi.POLYLINE));
      return new Straightener().straightenLine(picture, width);
    }
  }
}
