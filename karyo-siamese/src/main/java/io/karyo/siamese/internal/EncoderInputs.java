package io.karyo.siamese.internal;

import io.karyo.network.NetworkInput;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The placeholders of an encoder's graph.
 *
 * @param height rows of an image
 * @param width columns of an image
 * @param sizes whether the graph has a placeholder of sizes that it looks at
 */
public record EncoderInputs(int height, int width, boolean sizes) {

  /** The placeholder of the images, {@code [n, 1, height, width]}. */
  public static final String IMAGES = "images";

  /** The placeholder of the sizes, {@code [n, 6]}. */
  public static final String SIZES = "sizes";

  /** Adds the placeholder of the images. */
  public static SDVariable images(SameDiff graph, int height, int width) {
    return graph.placeHolder(IMAGES, DataType.FLOAT, -1, 1, height, width);
  }

  /** Adds the placeholder of the sizes. */
  public static SDVariable sizes(SameDiff graph) {
    return graph.placeHolder(SIZES, DataType.FLOAT, -1, NetworkInput.SIZES);
  }

  /**
   * Makes an array for each placeholder.
   *
   * @param images {@code count} images, row-major
   * @param sizes {@code count · SIZES} numbers
   * @return the arrays by name, to which more can be added
   */
  Map<String, INDArray> arrays(float[] images, float[] sizes, int count) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put(IMAGES, Nd4j.create(images, new long[] {count, 1, height, width}, 'c'));
    if (this.sizes) {
      arrays.put(SIZES, Nd4j.create(sizes, new long[] {count, NetworkInput.SIZES}, 'c'));
    }
    return arrays;
  }
}
