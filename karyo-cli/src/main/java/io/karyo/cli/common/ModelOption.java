package io.karyo.cli.common;

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
public final class ModelOption {

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A saved model; default the one for G-bands that comes with this program.")
  private @Nullable Path model;

  /**
   * Loads the model, which the caller closes.
   *
   * @return the model
   * @throws IOException if it cannot be read
   */
  public Karyotyper load() throws IOException {
    return load(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Loads the model, which the caller closes.
   *
   * @param threads how many the karyotyper uses
   * @return the model
   * @throws IOException if it cannot be read
   */
  public Karyotyper load(int threads) throws IOException {
    return load(model, threads);
  }

  /**
   * Loads a model, which the caller closes.
   *
   * @param file its file; null for the one that comes with this program
   * @param threads how many the karyotyper uses
   * @return the model
   * @throws IOException if it cannot be read
   */
  public static Karyotyper load(@Nullable Path file, int threads) throws IOException {
    return file == null ? GBandModel.load(threads) : Karyotyper.load(file, threads);
  }

  /**
   * Returns whether the option was given.
   *
   * @return false if the model comes with this program
   */
  public boolean isGiven() {
    return model != null;
  }

  /**
   * Names the model by its file and the SHA-256 of its content, wherever it is.
   *
   * @return the name
   * @throws IOException if it cannot be read
   */
  public String identity() throws IOException {
    try (InputStream in = model == null ? GBandModel.open() : Files.newInputStream(model)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      String hash = HexFormat.of().formatHex(digest.digest());
      return (model == null ? name() : String.valueOf(model.getFileName())) + " SHA-256:" + hash;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /**
   * Names the model in figures.
   *
   * @return the name
   */
  public String name() {
    return model == null ? "karyo-model-gband" : model.toString();
  }
}
