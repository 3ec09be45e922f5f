package io.karyo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  private final Path dir;

  AtomicFileTest(@TempDir Path dir) {
    this.dir = dir;
  }

  private static AtomicFile.Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.toList();
    }
  }

  @Test
  void aFailureAfterSomeBytesLeavesTheOldFileAndNothingElse() throws IOException {
    Path path = dir.resolve("x");
    AtomicFile.write(path, text("old"));
    for (Throwable failure :
        List.of(new IOException("a"), new IllegalStateException("b"), new OutOfMemoryError("c"))) {
      assertThatThrownBy(
              () ->
                  AtomicFile.write(
                      path,
                      out -> {
                        out.write(new byte[1 << 20]);
                        AtomicFileTest.<RuntimeException>sneak(failure);
                      }))
          .isSameAs(failure);
      assertThat(path).hasContent("old");
      assertThat(files()).containsExactly(path);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void anInterruptedWriteLeavesTheOldFileAndTheFlag() throws IOException {
    Path path = dir.resolve("x");
    AtomicFile.write(path, text("old"));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> AtomicFile.write(path, text("new")))
          .isInstanceOf(ClosedByInterruptException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(path).hasContent("old");
    assertThat(files()).containsExactly(path);
  }

  @Test
  void theOldFileIsThereUntilTheNewOneIsComplete() throws IOException {
    Path path = dir.resolve("x");
    AtomicFile.write(path, text("old"));
    AtomicFile.write(
        path,
        out -> {
          out.write(new byte[1 << 20]);
          assertThat(path).hasContent("old");
        });
    assertThat(path).hasSize(1 << 20);
  }

  @Test
  void aTemporaryFileThatSomeoneLeftIsNotTouched() throws IOException {
    Path left = Files.writeString(dir.resolve(".x.0.tmp"), "left");
    AtomicFile.write(dir.resolve("x"), text("new"));

    assertThat(left).hasContent("left");
    assertThat(files()).containsExactlyInAnyOrder(left, dir.resolve("x"));
  }

  @Test
  void aDirectoryIsNotReplaced() throws IOException {
    Path path = Files.createDirectory(dir.resolve("x"));
    assertThatThrownBy(() -> AtomicFile.write(path, text("new")))
        .isInstanceOf(FileSystemException.class);
    assertThat(path).isEmptyDirectory();
    assertThat(files()).containsExactly(path);
  }

  @Test
  void aSymbolicLinkIsFollowed() throws IOException {
    Path real = Files.writeString(dir.resolve("real"), "old");
    Path link = dir.resolve("link");
    try {
      Files.createSymbolicLink(link, real);
    } catch (UnsupportedOperationException | FileSystemException e) {
      assumeTrue(false, "this system makes no symbolic links");
    }
    AtomicFile.write(link, text("new"));

    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");
  }

  @Test
  void theFileIsAsReadableAsOtherFiles() throws IOException {
    Path plain = Files.writeString(dir.resolve("plain"), "");
    AtomicFile.write(dir.resolve("x"), text("new"));
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "this system has no POSIX permissions");
    assertThat(Files.getPosixFilePermissions(dir.resolve("x")))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void aFileSystemOfAnotherKindServes() throws IOException {
    try (FileSystem zip =
        FileSystems.newFileSystem(dir.resolve("fs.zip"), Map.of("create", "true"))) {
      Path path = zip.getPath("/x");
      AtomicFile.write(path, text("old"));
      AtomicFile.write(path, text("new"));
      assertThat(Files.readString(path)).isEqualTo("new");
      try (Stream<Path> files = Files.list(zip.getPath("/"))) {
        assertThat(files).hasSize(1);
      }
    }
  }
}
