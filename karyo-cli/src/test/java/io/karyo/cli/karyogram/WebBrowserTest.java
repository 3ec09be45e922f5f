package io.karyo.cli.karyogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebBrowserTest {

  private static final URI PAGE = URI.create("http://127.0.0.1:8080/?token=t");

  private static List<String> command(String system, Map<String, String> environment) {
    return WebBrowser.command(system, environment, PAGE);
  }

  @Test
  void eachSystemHasItsCommand() {
    assertThat(command("Windows 11", Map.of()))
        .containsExactly("rundll32", "url.dll,FileProtocolHandler", PAGE.toString());
    assertThat(command("Mac OS X", Map.of())).containsExactly("open", PAGE.toString());
    assertThat(command("Linux", Map.of("DISPLAY", ":0")))
        .containsExactly("xdg-open", PAGE.toString());
    assertThat(command("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")))
        .containsExactly("xdg-open", PAGE.toString());
  }

  @Test
  void noBrowserIsOpenedWithoutADesktop() {
    assertThat(command("Linux", Map.of())).isEmpty();
    assertThat(command("Linux", Map.of("DISPLAY", ""))).isEmpty();
  }
}
