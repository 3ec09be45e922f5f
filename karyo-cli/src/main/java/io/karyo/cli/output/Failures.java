package io.karyo.cli.output;

import io.karyo.chromosome.KaryoException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CancellationException;

/** Puts what went wrong into words for someone who does not know the program. */
public final class Failures {

  private Failures() {}

  /**
   * Describes a failure.
   *
   * @param failure what was thrown
   * @return what went wrong, on one line
   */
  public static String message(Throwable failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + ": access denied";
    }
    if (failure instanceof NotDirectoryException notFolder) {
      return notFolder.getFile() + ": not a folder";
    }
    String message = failure.getMessage();
    boolean told =
        failure instanceof KaryoException
            || failure instanceof IOException
            || failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException
            || failure instanceof UnsupportedOperationException
            || failure instanceof CancellationException;
    if (!told || message == null) {
      return "unexpected " + failure + "; --stacktrace prints its stack trace";
    }
    // What the library calls by its method is an option here.
    String here = message.replace("allowSharedPatients()", "--allow-shared-patients");
    return failure instanceof FileSystemException ? here.replace(": null", "") : here;
  }
}
