package io.karyo.cli.output;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.karyo.model.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** Writes files, and finds out before a long run whether they can be written. */
public final class Outputs {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Outputs() {}

  /**
   * Returns whether a file's name stands for standard output.
   *
   * @param file a file's name
   * @return whether it is {@code -} or the device
   */
  public static boolean isStandardOutput(Path file) {
    return file.toString().equals("-") || file.toString().equals("/dev/stdout");
  }

  /**
   * Checks that a file can be written or replaced.
   *
   * @param file the file
   * @throws IOException if not; the message gives the reason
   */
  public static void requireWritable(Path file) throws IOException {
    if (isStandardOutput(file)) {
      throw new IOException(file + ": cannot be written, it must be a file");
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(file + ": cannot be written, its folder does not exist");
    }
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": cannot be written, there is a folder of that name");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // It would be replaced by a file, even /dev/null.
      throw new IOException(file + ": cannot be written, it must be a file or -");
    }
    try {
      Files.delete(Files.createTempFile(folder, ".karyo", ".tmp"));
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written, its folder is not writable", e);
    }
  }

  /**
   * Makes a folder, unless it is there.
   *
   * @param folder the folder
   * @return the same
   * @throws IOException if it cannot be made or written to
   */
  public static Path folder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(folder + ": must be a folder, found a file", e);
    } catch (IOException e) {
      throw new IOException(folder + ": folder cannot be created (" + Failures.message(e) + ")", e);
    }
    requireWritable(folder.resolve("probe"));
    return folder;
  }

  /**
   * Writes a text file, as a whole or not at all.
   *
   * @param file the file
   * @param text its text
   * @throws IOException if it cannot be written; an old file is then as it was
   */
  public static void text(Path file, String text) throws IOException {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes a row of a CSV file, with quotes where RFC 4180 wants them.
   *
   * @param fields the fields
   * @return the row, without a line end
   */
  public static String row(List<String> fields) {
    return fields.stream().map(Outputs::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String field) {
    return field.matches("[^,\"\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }

  /**
   * Writes a value as JSON.
   *
   * @param value maps, lists, text and numbers
   * @return the JSON text, indented
   * @throws IOException if a value cannot be written
   */
  public static String json(Object value) throws IOException {
    return JSON.writeValueAsString(value);
  }

  /**
   * Writes a picture, as a whole or not at all.
   *
   * @param image the picture
   * @param file the file
   * @throws IOException if it cannot be written; an old file is then as it was
   */
  public static void png(BufferedImage image, Path file) throws IOException {
    AtomicFile.write(
        file,
        out -> {
          if (!ImageIO.write(image, "png", out)) {
            throw new IOException(file + ": this Java cannot write PNG files");
          }
        });
  }
}
