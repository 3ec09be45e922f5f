package io.karyo;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.model.internal.ModelFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The hash by which a model knows the images and types that it was trained on. */
final class DataHash {

  private DataHash() {}

  /** Returns the hash of an image and of its polarity, if it is known to be down. */
  static String of(ChromosomeImage image) {
    MessageDigest digest = ModelFile.sha256();
    digest.update(image.stainLevels());
    if (image.polarity().equals(Optional.of(Polarity.P_DOWN))) {
      digest.update((byte) 1);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns the hash of a training part, given the type and the hash of each of its images. */
  static String of(List<ChromosomeType> types, List<String> images) {
    MessageDigest digest = ModelFile.sha256();
    for (int i = 0; i < types.size(); i++) {
      digest.update((byte) types.get(i).ordinal());
      digest.update(images.get(i).getBytes(StandardCharsets.US_ASCII));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
