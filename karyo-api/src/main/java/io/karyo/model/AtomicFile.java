package io.karyo.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file completely or not at all.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls; if several write the same file, the last to
 * finish wins.
 */
public final class AtomicFile {

  private static final int MAX_TEMPORARY = 1000;

  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes it.
     *
     * @param out the stream to write to; need not be closed
     * @throws IOException if writing fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file or replaces it. The content goes to a temporary file in the same directory, is
   * forced to disk and then moved into place, so a reader finds either the old or the new file,
   * even after a crash. If anything fails, including an interruption, the old file is unchanged and
   * the temporary file is deleted. Symbolic links are followed.
   *
   * @param path the file
   * @param content its content
   * @throws IOException if writing or moving fails
   */
  public static void write(Path path, Content content) throws IOException {
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    Temporary temporary = Temporary.beside(target);
    try {
      try (FileChannel channel = temporary.channel;
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      move(temporary.path, target);
    } catch (IOException | RuntimeException | Error e) {
      try {
        Files.deleteIfExists(temporary.path);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * A temporary file. {@code Files.createTempFile} is not used, because it would make the final
   * file readable only by its owner.
   */
  private record Temporary(Path path, FileChannel channel) {

    static Temporary beside(Path target) throws IOException {
      for (int i = 0; ; i++) {
        Path path = target.resolveSibling("." + target.getFileName() + "." + i + ".tmp");
        try {
          return new Temporary(
              path,
              FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (FileAlreadyExistsException e) {
          if (i == MAX_TEMPORARY) {
            throw e;
          }
        }
      }
    }
  }
}
