package io.karyo.review.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestGuardTest {

  private static InetSocketAddress address(String host, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,127.0.0.1:8080",
    "0:0:0:0:0:0:0:1,[::1]:8080",
    "0:0:0:0:0:0:0:0,[::]:8080",
    "2001:db8:0:0:0:0:0:0,[2001:db8::]:8080",
    "fe80:0:0:0:1:0:0:10%1,[fe80::1:0:0:10]:8080",
    "2001:db8:0:0:1:0:0:1,[2001:db8::1:0:0:1]:8080",
    "2001:DB8:0:1:1:1:1:1,[2001:db8:0:1:1:1:1:1]:8080",
    "10:0:0:20:30:40:50:60,[10::20:30:40:50:60]:8080"
  })
  void aHostIsWrittenAsBrowsersWriteIt(String host, String written) throws Exception {
    assertThat(RequestGuard.host(address(host, 8080))).isEqualTo(written);
    assertThat(RequestGuard.hosts(address(host, 8080))).contains(written);
  }

  @Test
  void theServersOwnNamesAreItsHosts() throws Exception {
    assertThat(RequestGuard.hosts(address("127.0.0.1", 8080)))
        .containsExactlyInAnyOrder("127.0.0.1:8080", "localhost:8080");
    assertThat(RequestGuard.hosts(address("::1", 8080)))
        .containsExactlyInAnyOrder("[::1]:8080", "localhost:8080");
    assertThat(RequestGuard.hosts(address("192.0.2.7", 8080))).containsExactly("192.0.2.7:8080");
  }

  @Test
  void browsersLeaveOutPort80() throws Exception {
    assertThat(RequestGuard.hosts(address("127.0.0.1", 80)))
        .containsExactlyInAnyOrder("127.0.0.1:80", "127.0.0.1", "localhost:80", "localhost");
    assertThat(RequestGuard.hosts(address("::1", 80)))
        .containsExactlyInAnyOrder("[::1]:80", "[::1]", "localhost:80", "localhost");
  }
}
