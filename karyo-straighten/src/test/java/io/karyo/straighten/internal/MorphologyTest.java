package io.karyo.straighten.internal;

import static org.assertj.core.api.Assertions.assertThat;

import boofcv.alg.filter.binary.BinaryImageOps;
import boofcv.struct.image.GrayU8;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MorphologyTest {

  @Test
  void dilatesAndErodesAsBoofCvDoes() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 300; n++) {
      int width = 3 + random.nextInt(40);
      int height = 3 + random.nextInt(40);
      double share = random.nextDouble();
      byte[] mask = new byte[width * height];
      for (int i = 0; i < mask.length; i++) {
        mask[i] = (byte) (random.nextDouble() < share ? 1 : 0);
      }
      GrayU8 image = new GrayU8(width, height);
      image.setData(mask.clone());
      assertThat(Morphology.square(mask, width, true))
          .isEqualTo(BinaryImageOps.dilate8(image, 1, null).data);
      assertThat(Morphology.square(mask, width, false))
          .isEqualTo(BinaryImageOps.erode8(image, 1, null).data);
    }
  }
}
