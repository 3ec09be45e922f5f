package io.karyo.review.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.karyo.model.Require;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON, strictly and within limits, since what is read may be from anywhere. */
public final class ReviewJson {

  /** Enough for a saved karyotype. */
  private static final int MAX_DEPTH = 32;

  private static final int MAX_NUMBER = 64;

  private static final JSON READER =
      JSON.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER)
                          .build())
                  .build())
          .build();

  private ReviewJson() {}

  /**
   * Reads an object.
   *
   * @throws IllegalArgumentException if the bytes are anything else
   */
  public static Map<String, @Nullable Object> object(byte[] utf8) {
    return object(text(utf8));
  }

  private static String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("JSON: must be UTF-8, found other bytes", e);
    }
  }

  private static Map<String, @Nullable Object> object(String text) {
    try (JsonParser parser = READER.createParser(text)) {
      boolean object = parser.nextToken() == JsonToken.START_OBJECT;
      Require.that(object, "JSON", "an object", parser.currentToken());
      Map<String, @Nullable Object> map = READER.mapFrom(parser);
      Require.that(parser.nextToken() == null, "JSON", "one object", "more after it");
      return map;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "JSON: must be a valid object, found " + firstLine(e.getMessage()), e);
    }
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "another text" : message.lines().findFirst().orElse("");
  }

  /** Writes maps, lists, texts, numbers and nulls. */
  public static String text(Object value) {
    try {
      return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(Object value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /** JSON has no infinity. */
  public static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
