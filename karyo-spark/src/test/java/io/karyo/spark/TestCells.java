package io.karyo.spark;

import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Synthetic cells as image files, and a model that saw some of them for a moment. */
final class TestCells {

  static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("content", DataTypes.BinaryType)
          .add("cell", DataTypes.StringType);

  private static final SyntheticCells CELLS = SyntheticCells.builder().seed(5).build();
  private static final int TRAINED = 4;

  private TestCells() {}

  /** An image file with its name. */
  @SuppressWarnings("ArrayRecordComponent")
  record File(String cell, String path, byte[] content, ChromosomeType type) {

    ChromosomeImage decode() throws IOException {
      return ChromosomeImage.read(new java.io.ByteArrayInputStream(content), path);
    }

    Row row() {
      return RowFactory.create(path, content, cell);
    }
  }

  /** Returns the files of a cell that the model has not seen, in the order of their paths. */
  static List<File> cell(int index, int chromosomes) throws IOException {
    SyntheticCell cell = CELLS.cell(TRAINED + index);
    List<File> files = new ArrayList<>();
    for (int i = 0; i < chromosomes; i++) {
      SyntheticChromosome chromosome = cell.chromosomes().get(i);
      files.add(
          new File(
              cell.id(),
              String.format("%s/%02d.png", cell.id(), i),
              png(chromosome.image()),
              chromosome.type()));
    }
    return files;
  }

  static Karyotyper train() throws IOException {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < TRAINED; i++) {
      items.addAll(CELLS.cell(i).labelled(i == 0 ? "validation" : "train"));
    }
    return Karyotyper.builder()
        .encoder(SiameseEncoders.sameDiff().epochs(2))
        .seed(1)
        .train(ChromosomeDataset.of(items));
  }

  static byte[] png(ChromosomeImage image) throws IOException {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, image.width(), image.height(), image.greyLevels());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", out);
    return out.toByteArray();
  }

  /** A picture of one tone: it can be read and shows no chromosome. */
  static byte[] blank() throws IOException {
    return png(ChromosomeImage.of(40, 40, new byte[40 * 40]));
  }

  static byte[] garbage() {
    return "no picture".getBytes(StandardCharsets.UTF_8);
  }
}
