package io.karyo.onnx;

import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.AtomicFile;
import io.karyo.model.Settings;
import io.karyo.network.NetworkInput;
import io.karyo.network.NetworkState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the trained encoder of a karyotyper as an ONNX file, for programs without karyo.
 *
 * <p><b>Shapes:</b> in {@code images [n, 1, height, width]} and, unless the network goes without,
 * {@code sizes [n, 6]}; out {@code embedding [n, size]} and, if the classifier is that of class
 * means, {@code probabilities [n, types]}. {@link NetworkInput} describes what goes in. Operator
 * set 17, 32-bit floats, no operators beyond the standard ones.
 *
 * <p><b>Not in the file:</b> straightening, the choice between the two ways up, typicality and the
 * assignment of whole cells. The file's {@code metadata_props} state this, the input, the types in
 * the order of the probabilities, where the model comes from, and its licence.
 *
 * <p><b>Thread safety:</b> immutable; each method returns a changed copy.
 */
public final class OnnxExport {

  /** Its logits are −20 · distance² ÷ spread. */
  private static final float SHARPNESS = 20;

  private static final String CLASS_MEANS = "class-means";
  private static final String PROBABILITIES = "probabilities";

  private final Karyotyper karyotyper;
  private final String licence;
  private final String card;

  private OnnxExport(Karyotyper karyotyper, String licence, String card) {
    this.karyotyper = karyotyper;
    this.licence = licence;
    this.card = card;
  }

  /**
   * Begins an export.
   *
   * @param karyotyper a trained or loaded karyotyper, open until the file is written
   * @return the export
   */
  public static OnnxExport of(Karyotyper karyotyper) {
    return new OnnxExport(Objects.requireNonNull(karyotyper, "karyotyper"), "not stated", "");
  }

  /**
   * States the licence of the weights, which follows from that of the training images.
   *
   * @param licence for example {@code "CC BY 4.0"}; default {@code "not stated"}
   * @return the changed export
   */
  public OnnxExport licence(String licence) {
    return new OnnxExport(karyotyper, Objects.requireNonNull(licence, "licence"), card);
  }

  /**
   * Adds a model card.
   *
   * @param card text for people: intended use, training data, limits; default none
   * @return the changed export
   */
  public OnnxExport card(String card) {
    return new OnnxExport(karyotyper, licence, Objects.requireNonNull(card, "card"));
  }

  /**
   * Writes the file, in the place of an older one only when it is complete.
   *
   * @param file where to
   * @throws IOException if writing fails
   * @throws IllegalArgumentException if the encoder is not karyo-siamese's SameDiff encoder or
   *     several of it
   * @throws io.karyo.model.ModelFormatException if several encoders are of unlike shapes
   * @throws IllegalStateException if the karyotyper is closed
   */
  public void write(Path file) throws IOException {
    byte[] bytes = toBytes();
    AtomicFile.write(file, out -> out.write(bytes));
  }

  /**
   * Returns the content of the file.
   *
   * @return an ONNX model
   * @throws IllegalArgumentException as for {@link #write}
   * @throws IllegalStateException as for {@link #write}
   */
  public byte[] toBytes() {
    SavedPart saved = new SavedPart();
    SavedPart classifier = new SavedPart();
    try {
      karyotyper.trainedEncoder().save(saved);
      karyotyper.trainedClassifier().save(classifier);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    SavedNetworks networks =
        SavedNetworks.read(karyotyper.encoder().id(), karyotyper.encoder().settings(), saved);
    EncoderGraph encoder = networks.graph();
    Graph graph = encoder.finish();
    Map<String, String> properties = properties(networks.first().state());
    if (karyotyper.classifier().id().equals(CLASS_MEANS)) {
      properties.put("karyo.types", probabilities(graph, encoder.size(), classifier));
    }
    return graph.model(version(), description(networks.first().layers()), properties);
  }

  /** Adds the probabilities by class means, and returns the types in their order. */
  private static String probabilities(Graph graph, int size, SavedPart classifier) {
    int[] shape = classifier.shape("means");
    int types = shape[0];
    Settings state = classifier.state();
    double scale = SHARPNESS / state.number("spread", 1) / state.number("temperature", 1);
    graph.constant("means", classifier.array("means", types, size), 1, types, size);
    graph.constant("last_axis", 2);
    graph.constant("sharpness", new float[] {(float) -scale}, 1);
    graph.constant("second_axis", 1);
    String one = graph.node("Unsqueeze", "one", EncoderGraph.EMBEDDING, "second_axis").add();
    String difference = graph.node("Sub", "difference", one, "means").add();
    String squares = graph.node("Mul", "squares", difference, difference).add();
    String distance =
        graph.node("ReduceSum", "distance", squares, "last_axis").with("keepdims", 0).add();
    String logits = graph.node("Mul", "logits", distance, "sharpness").add();
    graph.node("Softmax", PROBABILITIES, logits).with("axis", 1).add();
    graph.output(PROBABILITIES, types);
    StringBuilder names = new StringBuilder();
    for (float ordinal : classifier.array("types", types)) {
      names.append(names.isEmpty() ? "" : ",").append(ChromosomeType.ALL.get((int) ordinal));
    }
    return names.toString();
  }

  private Map<String, String> properties(NetworkState state) {
    NetworkInput.Reference reference = state.reference();
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(
        "karyo.images",
        "stain 0 (background) to 1 of the straightened chromosome, p arm up, cropped to levels"
            + " above 20 of 255, stretched bilinearly, divided by the mean of those levels, minus"
            + " 0.5");
    properties.put(
        "karyo.sizes",
        "2 ln(length / median), 2 ln(area / median), 1 if the cell is known, 2 ln(area / length^2)"
            + " + 3, 3 deviation / mean, 4 ln(stain / median); medians of the cell or, if it is not"
            + " known, karyo.median.*");
    properties.put("karyo.median.length", Double.toString(reference.medianLength()));
    properties.put("karyo.median.area", Double.toString(reference.medianArea()));
    properties.put("karyo.median.stain", Double.toString(reference.medianStain()));
    properties.put("karyo.cells", Boolean.toString(reference.scales()));
    properties.put("karyo.polarity", state.prototypes() == null ? "p arm up" : "either");
    properties.put(
        "karyo.notIncluded",
        "straightening, the choice between the two ways up, typicality, assignment of whole cells");
    properties.put("karyo.training", karyotyper.report().toString());
    properties.put("licence", licence);
    if (!card.isEmpty()) {
      properties.put("card", card);
    }
    properties.put("use", "research; not a medical device");
    return properties;
  }

  private static String description(Layers layers) {
    return "Embeds straightened chromosomes of "
        + layers.height()
        + " x "
        + layers.width()
        + " px. Written by karyo; see metadata_props.";
  }

  private static String version() {
    return Objects.requireNonNullElse(
        OnnxExport.class.getPackage().getImplementationVersion(), "development");
  }
}
