package io.karyo;

import io.karyo.chromosome.KaryoException;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelRules;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.model.internal.Json;
import io.karyo.model.internal.ModelFile;
import io.karyo.spi.Checkpoints;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints in a folder: one file per trainer, in the format of a model file, whose properties
 * identify the training. The folder is locked while it is open.
 */
final class CheckpointFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Karyotyper.class);

  private static final String ENDING = ".checkpoint";
  private static final String TEMPORARY = ENDING + ".0.tmp";
  private static final String LOCK = "lock";
  private static final String LIBRARY = "library";

  /** Only identifies the file's content; no part can be created from it. */
  private static final Part PART =
      new Part() {
        @Override
        public String id() {
          return "checkpoint";
        }
      };

  private final Path folder;
  private final Settings training;
  private final FileChannel lock;

  private CheckpointFolder(Path folder, Settings training, FileChannel lock) {
    this.folder = folder;
    this.training = training;
    this.lock = lock;
  }

  /**
   * Opens a folder, which is created if it does not exist.
   *
   * @param training identifies this training
   * @throws IOException if the folder cannot be made, read or written to
   * @throws ModelFormatException if a checkpoint is damaged
   * @throws IllegalArgumentException if a checkpoint is of another training
   * @throws IllegalStateException if another training uses the folder now
   */
  static CheckpointFolder open(Path folder, Settings training) throws IOException {
    Files.createDirectories(folder);
    FileChannel lock =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!locked(lock)) {
        throw new IllegalStateException(
            "checkpoints: must be used by one training at a time, found another that uses "
                + folder);
      }
      CheckpointFolder opened =
          new CheckpointFolder(
              folder, training.with(LIBRARY, ModelFile.currentLibraryVersion()), lock);
      for (Path file : opened.files()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(TEMPORARY)) {
          // Whoever wrote it was killed: the folder is locked.
          Files.delete(file);
        } else if (name.endsWith(ENDING)) {
          var unused = opened.read(file);
        }
      }
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private ModelFile read(Path file) throws IOException {
    ModelFile model = ModelFile.read(file);
    Settings found = model.properties();
    for (String name : training.names()) {
      Object wanted = training.asMap().get(name);
      if (!Objects.equals(wanted, found.asMap().get(name))) {
        throw new IllegalArgumentException(
            ("checkpoints: must be of a training with %s %s, found %s in %s; use another folder,"
                    + " or delete this one to start again")
                .formatted(name, wanted, found.asMap().get(name), file));
      }
    }
    return model;
  }

  /** Returns the place for the checkpoints of a trainer. */
  Checkpoints of(String name) {
    return new OfTrainer(name);
  }

  /** Unlocks the folder. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private final class OfTrainer implements Checkpoints {
    private final String name;
    private final Path file;

    OfTrainer(String name) {
      this.name = name;
      this.file = folder.resolve(name + ENDING);
    }

    @Override
    public Optional<ModelSource> latest() {
      try {
        return Files.exists(file)
            ? Optional.of(read(file).source(PartKind.ENCODER))
            : Optional.empty();
      } catch (IOException e) {
        throw new KaryoException("checkpoints: cannot read " + file, e);
      }
    }

    @Override
    public void save(Content content) {
      try {
        ModelFile.builder()
            .part(PartKind.ENCODER, PART, content::writeTo)
            .properties(training)
            .build()
            .write(file);
      } catch (IOException | IllegalArgumentException e) {
        LOG.warn("the training goes on, but {} could not be saved: {}", file, e.toString());
      }
    }

    @Override
    public Checkpoints nested(String nested) {
      if (!ModelRules.isName(nested) || nested.indexOf('.') >= 0) {
        throw new IllegalArgumentException(
            "name: must be 1 to 64 of a-z, A-Z, 0-9, '_' and '-', found " + Json.quote(nested));
      }
      return new OfTrainer(name + '.' + nested);
    }
  }
}
