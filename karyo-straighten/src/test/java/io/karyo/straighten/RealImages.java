package io.karyo.straighten;

import io.karyo.image.ChromosomeImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads the real data sets for tests and benchmarks, where they are at hand. */
final class RealImages {

  private RealImages() {}

  record Entry(Path path, String label, String cell, String split) {}

  /** Where the data sets may lie: the system property {@code karyo.data}. */
  static Path root() {
    return Path.of(System.getProperty("karyo.data", "../../shared/data"));
  }

  static boolean present(String set) {
    return Files.isRegularFile(root().resolve(set).resolve("manifest.csv"));
  }

  static List<Entry> manifest(String set) throws IOException {
    Path folder = root().resolve(set);
    List<Entry> entries = new ArrayList<>();
    List<String> lines = Files.readAllLines(folder.resolve("manifest.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] field = line.split(",", -1);
      entries.add(new Entry(folder.resolve(field[0]), field[1], field[2], field[4]));
    }
    return entries;
  }

  static ChromosomeImage read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path);
        ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
      ImageReader reader = tolerantReader(stream);
      reader.setInput(stream, true, true);
      try {
        return grey(reader.read(0)).withSource(path.toString());
      } finally {
        reader.dispose();
      }
    }
  }

  private static ImageReader tolerantReader(ImageInputStream stream) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
    ImageReader reader = readers.next();
    while (readers.hasNext() && !reader.getClass().getName().startsWith("com.twelvemonkeys")) {
      reader = readers.next();
    }
    return reader;
  }

  /** Takes the samples themselves: {@code getRGB} would apply a gamma curve to grey images. */
  private static ChromosomeImage grey(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    byte[] grey = new byte[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sample = raster.getSample(x, y, 0);
        if (image.getColorModel() instanceof IndexColorModel palette) {
          sample = palette.getGreen(sample);
        }
        grey[y * width + x] = (byte) sample;
      }
    }
    return ChromosomeImage.of(height, width, grey);
  }
}
