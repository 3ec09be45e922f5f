package io.karyo.cli;

import io.karyo.Karyotyper;
import io.karyo.gband.GBandModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names a model; without it, the one that comes with the command line is used. */
final class ModelOption {

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A saved model; default the one for G-bands that comes with this program.")
  private @Nullable Path model;

  /** Loads the model, which the caller closes. */
  Karyotyper load() throws IOException {
    return load(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Loads the model, which the caller closes.
   *
   * @param threads how many the karyotyper uses
   */
  Karyotyper load(int threads) throws IOException {
    return load(model, threads);
  }

  /**
   * Loads a model, which the caller closes.
   *
   * @param file its file; null for the one that comes with this program
   * @param threads how many the karyotyper uses
   */
  static Karyotyper load(@Nullable Path file, int threads) throws IOException {
    return file == null ? GBandModel.load(threads) : Karyotyper.load(file, threads);
  }

  boolean isGiven() {
    return model != null;
  }

  /** Names the model by its file and the SHA-256 of its content, wherever it is. */
  String identity() throws IOException {
    try (InputStream in = model == null ? GBandModel.open() : Files.newInputStream(model)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      String hash = HexFormat.of().formatHex(digest.digest());
      return (model == null ? name() : String.valueOf(model.getFileName())) + " SHA-256:" + hash;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Names the model in figures. */
  String name() {
    return model == null ? "karyo-model-gband" : model.toString();
  }
}
