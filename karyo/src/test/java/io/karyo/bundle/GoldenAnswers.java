package io.karyo.bundle;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.internal.ModelFile;
import io.karyo.network.EncoderNetwork;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Records a small model and its answers, which later versions of the library have to give again.
 *
 * <p>{@code main} writes the model, the images of a cell and the answers to the folder that it is
 * given. It was run once; a new recording breaks the promise that old models keep their answers.
 */
final class GoldenAnswers {

  static final String MODEL = "model.karyo";
  static final String MACHINE = "machine.txt";
  static final String TRAINING = "training.txt";

  private static final int CELLS = 10;
  private static final int TRAINING_CELLS = 8;
  private static final int ASKED = 20;

  private GoldenAnswers() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder.resolve("cell"));
    List<SyntheticChromosome> chromosomes = synthetic().cell(ASKED).chromosomes();
    for (int i = 0; i < chromosomes.size(); i++) {
      ImageIO.write(picture(chromosomes.get(i).image()), "png", folder.resolve(image(i)).toFile());
    }
    try (Karyotyper karyotyper = train(CELLS, 16, 12)) {
      karyotyper.save(folder.resolve(MODEL));
      for (Map.Entry<String, String> answer : answers(karyotyper, cell(folder)).entrySet()) {
        Files.writeString(folder.resolve(answer.getKey()), answer.getValue());
      }
    }
    Files.writeString(folder.resolve(MACHINE), machine());
    Files.writeString(folder.resolve(TRAINING), trainingHash());
  }

  private static SyntheticCells synthetic() {
    return SyntheticCells.builder().seed(7).upsideDown(0.3).build();
  }

  private static String image(int index) {
    return String.format("cell/%02d.png", index);
  }

  private static BufferedImage picture(ChromosomeImage image) {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, image.width(), image.height(), image.greyLevels());
    return picture;
  }

  /** The recorded images, as one cell. */
  static Cell cell(Path folder) throws IOException {
    List<ChromosomeImage> images = new ArrayList<>();
    for (int i = 0; Files.exists(folder.resolve(image(i))); i++) {
      images.add(ChromosomeImage.read(folder.resolve(image(i))).withSource(image(i)));
    }
    return new Cell("golden", images);
  }

  private static Karyotyper train(int cells, int embedding, int epochs) throws IOException {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < cells; i++) {
      items.addAll(synthetic().cell(i).labelled(i < TRAINING_CELLS ? "train" : "validation"));
    }
    EncoderNetwork network =
        new EncoderNetwork(
            32,
            16,
            List.of(
                new EncoderNetwork.Convolution(8, 3, 1, true),
                new EncoderNetwork.Convolution(16, 3, 1, true)),
            true,
            false,
            0);
    SameDiffEncoder encoder =
        SiameseEncoders.sameDiff().network(network).embeddingSize(embedding).epochs(epochs);
    return Karyotyper.builder()
        .encoder(encoder)
        .seed(7)
        .threads(1)
        .train(ChromosomeDataset.of(items));
  }

  /** The answers of a model for a cell: a name of a file, and its text. */
  static Map<String, String> answers(Karyotyper karyotyper, Cell cell) {
    Karyotype karyotype = karyotyper.karyotype(cell);
    Karyotype corrected =
        karyotype.at(Instant.EPOCH).withPinned(3, ChromosomeType.C2).withFlipped(5).without(45);
    List<Classification> classifications = new ArrayList<>(karyotyper.classify(cell));
    classifications.addAll(karyotyper.classify(cell.chromosomes()));
    return new TreeMap<>(
        Map.of(
            "classifications.txt",
            classifications.stream().map(GoldenAnswers::line).collect(Collectors.joining()),
            "karyotype.json",
            withoutVersion(karyotype.toJson()),
            "corrected.json",
            withoutVersion(corrected.toJson())));
  }

  /** The recording is of version 1; version 2 has more for photographs only. */
  private static String withoutVersion(String json) {
    return json.replaceFirst("\"libraryVersion\": \"[^\"]*\"", "\"libraryVersion\": \"any\"")
        .replaceFirst("\"version\": 2,", "\"version\": 1,");
  }

  private static String line(Classification one) {
    return one.type()
        + " "
        + one.polarity()
        + " typicality "
        + one.typicality()
        + " probabilities "
        + Arrays.toString(one.probabilities().toArray())
        + " embedding "
        + Arrays.toString(one.embedding().toArray())
        + "\n";
  }

  /** The hash of all that a tiny training learned. */
  static String trainingHash() throws IOException {
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    try (Karyotyper karyotyper = train(5, 8, 2)) {
      karyotyper.save(model);
    }
    MessageDigest digest = ModelFile.sha256();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(model.toByteArray()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        // The manifest names the seconds that the training took.
        if (!entry.getName().startsWith("manifest.")) {
          digest.update(entry.getName().getBytes(StandardCharsets.UTF_8));
          digest.update(zip.readAllBytes());
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The hash of some products and functions: where it is the recorded one, the machine rounds as
   * the one that recorded the answers.
   */
  static String machine() {
    MessageDigest digest = ModelFile.sha256();
    INDArray weights = numbers(72, 37);
    NativeOps nativeOps = NativeOpsHolder.getInstance().getDeviceNativeOps();
    int threads = nativeOps.ompGetMaxThreads();
    nativeOps.setOmpNumThreads(1);
    try {
      for (int size : new int[] {1, 2, 6, 7, 16, 46, 64, 192}) {
        INDArray product = Nd4j.create(DataType.FLOAT, size, 37);
        Nd4j.exec(
            DynamicCustomOp.builder("matmul")
                .addInputs(numbers(size, 72), weights)
                .addOutputs(product)
                .build());
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * size * 37);
        for (float value : product.reshape((long) size * 37).toFloatVector()) {
          bytes.putFloat(value);
        }
        digest.update(bytes.array());
      }
    } finally {
      nativeOps.setOmpNumThreads(threads);
    }
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * 4 * 100);
    for (int i = 1; i <= 100; i++) {
      double x = i / 7.0;
      bytes.putDouble(Math.exp(-x)).putDouble(Math.log(x)).putDouble(Math.pow(x, 1.3));
      bytes.putDouble(Math.sin(x));
    }
    digest.update(bytes.array());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static INDArray numbers(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sqrt(i * 31 % 1013) - 16;
    }
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(rows, columns);
  }
}
