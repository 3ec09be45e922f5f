package io.karyo.model.internal;

import io.karyo.model.ModelFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * The one form of a zip that karyo writes, and the only one that it reads: every entry stored, no
 * flags, no extra fields, no comment, all times 1980-01-01, names ASCII, less than 4 GiB (PKWARE
 * APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16). Any unzip program reads it too.
 *
 * <p>Every byte outside the entries' contents follows from their names, sizes and checksums. So the
 * reader makes the headers again and compares: the directory at the end cannot contradict the
 * headers of the entries, nothing can hide between entries or after the end, and nothing inflates.
 * {@code java.util.zip} would not do: {@code ZipFile} believes the directory, {@code
 * ZipInputStream} the headers, and neither reports differences.
 */
public final class StoredZip {

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int LOCAL_BYTES = 30;
  private static final int VERSION = 10;

  /** No more of a name is read; all that are asked for are shorter. */
  private static final int MAX_NAME = 512;

  /** 1980-01-01: years since 1980, month and day in 7, 4 and 5 bits. */
  private static final int DATE = 1 << 5 | 1;

  private StoredZip() {}

  /** Little-endian numbers, one after another. */
  private static final class Fields {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Fields two(int... values) {
      for (int value : values) {
        bytes.write(value);
        bytes.write(value >>> 8);
      }
      return this;
    }

    Fields four(int value) {
      return two(value, value >>> 16);
    }

    Fields all(byte[] values) {
      bytes.writeBytes(values);
      return this;
    }

    /** Appends what both kinds of header share: from the version to the length of the extras. */
    Fields entry(String name, int crc, long size) {
      int flags = 0;
      int stored = 0;
      int time = 0;
      int extra = 0;
      two(VERSION, flags, stored, time, DATE).four(crc).four((int) size).four((int) size);
      return two(name.length(), extra);
    }

    byte[] toBytes() {
      return bytes.toByteArray();
    }
  }

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] localHeader(String name, int crc, long size) {
    return new Fields().four(LOCAL).entry(name, crc, size).all(ascii(name)).toBytes();
  }

  /** The directory that ends the file, as far as the entries are known. */
  private static final class Directory {
    private final Fields headers = new Fields();
    private int entries;
    private long offset;

    void add(String name, int crc, long size) {
      int comment = 0;
      int disk = 0;
      int attributes = 0;
      headers.four(CENTRAL).two(VERSION).entry(name, crc, size).two(comment, disk, attributes);
      headers.four(attributes).four((int) offset).all(ascii(name));
      entries++;
      offset += LOCAL_BYTES + name.length() + size;
    }

    byte[] toBytes() {
      int disk = 0;
      int comment = 0;
      byte[] all = headers.toBytes();
      return new Fields()
          .all(all)
          .four(END)
          .two(disk, disk, entries, entries)
          .four(all.length)
          .four((int) offset)
          .two(comment)
          .toBytes();
    }
  }

  /** Writes a zip to a stream, which stays open. */
  public static final class Writer {
    private final OutputStream out;
    private final Directory directory = new Directory();

    public Writer(OutputStream out) {
      this.out = out;
    }

    /** Begins an entry; the caller then writes its content to the stream. */
    void begin(String name, int crc, long size) throws IOException {
      out.write(localHeader(name, crc, size));
      directory.add(name, crc, size);
    }

    /** Writes a whole entry. */
    public void entry(String name, byte[] content) throws IOException {
      CRC32 crc = new CRC32();
      crc.update(content);
      begin(name, (int) crc.getValue(), content.length);
      out.write(content);
    }

    public void end() throws IOException {
      out.write(directory.toBytes());
    }
  }

  /** Reads a zip from a stream to its end; the caller knows which entry comes next. */
  static final class Reader {
    private final InputStream in;
    private final String file;
    private final Directory directory = new Directory();
    private final CRC32 crc = new CRC32();
    private long position;
    private String name = "";
    private int declaredCrc;

    Reader(InputStream in, String file) {
      this.in = in;
      this.file = file;
    }

    /**
     * Reads the header of the next entry, whose content {@link #read} then gives.
     *
     * @return the size of the content, within the two bounds
     * @throws ModelFormatException if the header is not that of a stored entry of this name
     */
    long begin(String expected, long minSize, long maxSize) throws IOException {
      byte[] bytes = new byte[LOCAL_BYTES];
      read(bytes, 0, Integer.BYTES);
      ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (header.getInt(0) != LOCAL) {
        String found = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Integer.BYTES);
        throw position == Integer.BYTES
            ? wrong("must be a karyo model, which is a zip, found a file that begins with " + found)
            : wrong("must have the entry '" + expected + "' here, found " + found);
      }
      read(bytes, Integer.BYTES, LOCAL_BYTES - Integer.BYTES);
      byte[] foundName = new byte[Math.min(header.getShort(26) & 0xFFFF, MAX_NAME)];
      read(foundName, 0, foundName.length);
      if (!Arrays.equals(foundName, ascii(expected))) {
        throw wrong(
            "must have the entry '%s' here, found %s"
                .formatted(
                    expected, Json.quote(new String(foundName, StandardCharsets.ISO_8859_1))));
      }
      declaredCrc = header.getInt(14);
      long size = header.getInt(22) & 0xFFFFFFFFL;
      if (!Arrays.equals(
          bytes, 0, LOCAL_BYTES, localHeader(expected, declaredCrc, size), 0, LOCAL_BYTES)) {
        throw wrong(
            "entry '%s' must be stored as karyo writes it, found another header (method %d, flags"
                    .formatted(expected, header.getShort(8))
                + " %d); was the file packed again by another program?"
                    .formatted(header.getShort(6)));
      }
      if (size < minSize || size > maxSize) {
        throw wrong(
            "entry '%s' must have %s bytes, found %d"
                .formatted(
                    expected, minSize == maxSize ? maxSize : minSize + " to " + maxSize, size));
      }
      name = expected;
      crc.reset();
      directory.add(expected, declaredCrc, size);
      return size;
    }

    /** Reads exactly this many bytes. */
    void read(byte[] bytes, int offset, int length) throws IOException {
      int count = in.readNBytes(bytes, offset, length);
      position += count;
      if (count < length) {
        throw wrong("must be complete, found its end after " + position + " bytes");
      }
      crc.update(bytes, offset, length);
    }

    /** Checks the content that was read against the checksum in the header. */
    void endEntry() {
      if ((int) crc.getValue() != declaredCrc) {
        throw wrong("entry '" + name + "' must have the CRC-32 of its header, found another");
      }
    }

    /** Reads a whole entry. */
    public byte[] entry(String expected, long minSize, int maxSize) throws IOException {
      byte[] content = new byte[(int) begin(expected, minSize, maxSize)];
      read(content, 0, content.length);
      endEntry();
      return content;
    }

    /** Reads the directory, and checks that it matches the entries and that nothing follows. */
    public void end() throws IOException {
      byte[] expected = directory.toBytes();
      byte[] found = new byte[expected.length];
      read(found, 0, found.length);
      if (!Arrays.equals(found, expected)) {
        throw wrong("must end with a directory that matches its entries, found another");
      }
      if (in.read() >= 0) {
        throw wrong("must end after " + position + " bytes, found more");
      }
    }

    private ModelFormatException wrong(String message) {
      return new ModelFormatException(file + ": " + message);
    }
  }
}
