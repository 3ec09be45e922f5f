package io.karyo.cli.karyogram;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The browser of the person. It is opened by the system's own command, because {@code
 * java.awt.Desktop} needs a display that can be reached, and without one also fails pictures that
 * are drawn in memory.
 */
final class WebBrowser {

  private WebBrowser() {}

  /**
   * Opens a page where there is a desktop; elsewhere the person does it.
   *
   * @param failed takes the reason if it does not open, perhaps later and on another thread
   */
  static void open(URI page, Consumer<String> failed) {
    List<String> command = command(System.getProperty("os.name"), System.getenv(), page);
    if (command.isEmpty()) {
      return;
    }
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      var unused =
          process
              .onExit()
              .thenAccept(
                  ended -> {
                    if (ended.exitValue() != 0) {
                      failed.accept(command.get(0) + ": ended with " + ended.exitValue());
                    }
                  });
    } catch (IOException e) {
      failed.accept(e.getMessage());
    }
  }

  /** Returns the command that opens a page; none where there is no desktop. */
  static List<String> command(String system, Map<String, String> environment, URI page) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", page.toString());
    }
    if (name.startsWith("mac")) {
      return List.of("open", page.toString());
    }
    boolean desktop =
        !environment.getOrDefault("DISPLAY", "").isEmpty()
            || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    return desktop ? List.of("xdg-open", page.toString()) : List.of();
  }
}
