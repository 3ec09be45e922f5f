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
 * <p><b>Thread safety:</b> safe; of several that write one file at a time, the last to end wins.
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
     * @param out where to; need not be closed
     * @throws IOException if writing fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file or replaces it. The content goes to a temporary file in the same directory, is
   * forced to the disk and then moved; so a reader finds the old file or the new one, also after a
   * crash. If anything fails, interruption included, the old file is as it was and the temporary
   * file is deleted. A symbolic link is followed.
   *
   * @param path where to
   * @param content what to write
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
   * A new file. {@code Files.createTempFile} would make it readable by its owner alone, and so the
   * file that it becomes.
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
