package io.karyo.review.internal.journal;

import io.karyo.Karyotype;
import io.karyo.chromosome.Placement;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.photo.Segmentation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Identifies the images of a cell, so that actions are not applied to another one. */
final class Fingerprint {

  private final MessageDigest digest = sha256();

  private Fingerprint() {}

  /**
   * Returns the SHA-256 of the pixels of a cell in hexadecimal digits: of the photograph, if there
   * is one, and of each chromosome with its number.
   */
  static String of(Karyotype karyotype) {
    Fingerprint fingerprint = new Fingerprint();
    karyotype.segmentation().map(Segmentation::photograph).ifPresent(fingerprint::add);
    for (Placement placement : karyotype.placements()) {
      fingerprint.add(placement.chromosome(), karyotype.image(placement.chromosome()));
    }
    return HexFormat.of().formatHex(fingerprint.digest.digest());
  }

  /** Returns the first digits of the SHA-256 of a text. */
  static String of(String text) {
    byte[] hash = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, 8);
  }

  private void add(Metaphase photograph) {
    digest.update(numbers(photograph.width(), photograph.height(), photograph.bits()));
    short[] levels = photograph.levels();
    ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES * levels.length);
    bytes.asShortBuffer().put(levels);
    digest.update(bytes.array());
  }

  private void add(int number, ChromosomeImage image) {
    digest.update(numbers(number, image.width(), image.height()));
    digest.update(image.greyLevels());
  }

  private static byte[] numbers(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
    bytes.asIntBuffer().put(numbers);
    return bytes.array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
