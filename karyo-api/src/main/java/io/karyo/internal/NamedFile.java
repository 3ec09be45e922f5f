package io.karyo.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files so that every failure names them; the system's own "Is a directory" does not. */
public final class NamedFile {

  /**
   * Reads an open file.
   *
   * @param <T> what it holds
   */
  @FunctionalInterface
  public interface Reader<T> {
    T read(InputStream in) throws IOException;
  }

  private NamedFile() {}

  /**
   * Opens, reads and closes a file.
   *
   * @throws IOException if that fails; its message begins with the file
   */
  public static <T> T read(Path file, Reader<T> reader) throws IOException {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw new FileSystemException(name, null, "must be a file, found a folder");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return reader.read(in);
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().startsWith(name)) {
        throw e;
      }
      throw new IOException(name + ": must be readable, failed with: " + e, e);
    }
  }
}
