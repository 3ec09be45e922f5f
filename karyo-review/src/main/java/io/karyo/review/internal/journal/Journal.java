package io.karyo.review.internal.journal;

import io.karyo.model.Require;
import io.karyo.review.action.ReviewFormatException;
import io.karyo.review.internal.Library;
import io.karyo.review.internal.ReviewJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The actions of a review on disk: a line for each, which is on the disk when {@link #append}
 * returns. The format is described in {@code docs/review.md}.
 *
 * <p>A last line without a line end is what a killed program left; it is not read, and the next
 * {@link #append} replaces it. <b>Thread safety:</b> for one thread at a time. Nobody else can open
 * the same journal while it is open.
 */
public final class Journal implements AutoCloseable {

  /** The most actions of a review, with those that were undone. */
  public static final int MAX_ACTIONS = 5000;

  static final String ENDING = ".karyo-review.jsonl";

  private static final String FORMAT = "karyo-review";
  private static final int VERSION = 1;
  private static final int MAX_LINE_BYTES = 1 << 16;
  private static final long MAX_FILE_BYTES = 1L << 26;
  private static final int MAX_NAME = 80;

  /**
   * Those that this process has open. On some systems a second channel to a file, when it is
   * closed, releases the lock that the first one holds.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final Path key;
  private final FileChannel channel;
  private final List<ActionJson.Dated> recorded = new ArrayList<>();
  private long end;
  private boolean broken;

  private Journal(Path file, Path key, FileChannel channel) {
    this.file = file;
    this.key = key;
    this.channel = channel;
  }

  /**
   * Opens the journal of a cell, which is created if it does not exist.
   *
   * @throws ReviewFormatException if it is damaged, or of another cell, model or version
   * @throws IOException if it cannot be read or written, or is open elsewhere
   */
  public static Journal open(Path folder, CellIdentity identity) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name(identity.cell()) + ENDING);
    Path key = folder.toRealPath().resolve(file.getFileName());
    if (!OPEN.add(key)) {
      throw inUse(file);
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
      if (!locked(channel)) {
        throw inUse(file);
      }
      Journal journal = new Journal(file, key, channel);
      if (channel.size() == 0) {
        // Only now: of two programs that create the file, one has the lock.
        journal.write(line(header(identity)));
        forceFolder(folder);
      }
      journal.read(identity);
      return journal;
    } catch (IOException | RuntimeException | Error e) {
      if (channel != null) {
        channel.close();
      }
      OPEN.remove(key);
      throw e;
    }
  }

  private static IOException inUse(Path file) {
    return new IOException(
        file + ": must be used by one review at a time, found another that uses it");
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Forces the entry of a new file to the disk, on systems where a folder can be forced. */
  private static void forceFolder(Path folder) {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (IOException notHere) {
      // Windows does not open folders, and needs no forcing.
    }
  }

  /** Makes a file name of the name of a cell, which may be a path or anything else. */
  static String name(String cell) {
    String safe = cell.replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^[.]+", "_");
    boolean same = safe.equals(cell) && safe.length() <= MAX_NAME && !safe.isEmpty();
    if (same) {
      return safe;
    }
    String last = safe.substring(Math.max(0, safe.length() - MAX_NAME));
    return last.replaceAll("^[._-]+", "") + "-" + Fingerprint.of(cell);
  }

  private static Map<String, @Nullable Object> header(CellIdentity identity) {
    Map<String, @Nullable Object> header = new LinkedHashMap<>();
    header.put("format", FORMAT);
    header.put("version", VERSION);
    header.put("library", Library.version());
    identity.addTo(header);
    return header;
  }

  private static byte[] line(Map<String, @Nullable Object> json) {
    byte[] text = ReviewJson.bytes(json);
    byte[] line = Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }

  private void read(CellIdentity identity) throws IOException {
    if (channel.size() > MAX_FILE_BYTES) {
      throw new ReviewFormatException(
          file,
          "line 1",
          "must have at most " + MAX_FILE_BYTES + " bytes, found " + channel.size());
    }
    byte[] all = new byte[(int) channel.size()];
    ByteBuffer buffer = ByteBuffer.wrap(all);
    while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {
      // Until all is read.
    }
    int number = 0;
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '\n') {
        number++;
        read(Arrays.copyOfRange(all, start, i), number, identity);
        start = i + 1;
      }
    }
    if (number == 0) {
      throw new ReviewFormatException(file, "line 1", "must be the header of a review, found none");
    }
    end = start;
  }

  private void read(byte[] line, int number, CellIdentity identity) throws ReviewFormatException {
    try {
      Require.that(line.length <= MAX_LINE_BYTES, "line", "of at most 65536 bytes", line.length);
      Require.that(number <= MAX_ACTIONS + 1, "actions", "at most " + MAX_ACTIONS, "more");
      Map<String, @Nullable Object> json = ReviewJson.object(line);
      if (number == 1) {
        Require.that(
            FORMAT.equals(json.get("format")),
            "format",
            FORMAT,
            String.valueOf(json.get("format")));
        Object version = json.get("version");
        Require.that(
            Integer.valueOf(VERSION).equals(version), "version", VERSION + "", version + "");
        identity.requireSame(json.get("cell"), json.get("model"), json.get("images"));
      } else {
        recorded.add(ActionJson.dated(json));
      }
    } catch (IllegalArgumentException e) {
      throw new ReviewFormatException(file, "line " + number, e);
    }
  }

  /** Returns the actions that were in the file when it was opened. */
  public List<ActionJson.Dated> recorded() {
    return List.copyOf(recorded);
  }

  public Path file() {
    return file;
  }

  /**
   * Adds an action. If it fails, the file is as it was, as far as the disk allows.
   *
   * @throws IOException if the line cannot be written
   */
  public void append(ActionJson.Dated dated) throws IOException {
    if (broken) {
      throw new IOException(file + ": cannot be written since an earlier failure");
    }
    write(line(ActionJson.json(dated)));
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer line = ByteBuffer.wrap(bytes);
    long at = end;
    try {
      // A torn last line ends here, not when it is read: the actions may yet be refused.
      channel.truncate(end);
      while (line.hasRemaining()) {
        at += channel.write(line, at);
      }
      channel.force(true);
      end = at;
    } catch (IOException e) {
      undoWrite(e);
      throw e;
    }
  }

  private void undoWrite(IOException failure) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      // What was written is perhaps half a line, after which nothing may be written.
      broken = true;
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      OPEN.remove(key);
    }
  }
}
