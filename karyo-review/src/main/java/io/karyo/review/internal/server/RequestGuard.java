package io.karyo.review.internal.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets only requests through that come from the server's own page.
 *
 * <p>Another page in the same browser cannot know the token. A page whose name was made to resolve
 * to this machine sends its own name as host.
 */
public final class RequestGuard {

  static final String TOKEN_HEADER = "X-Karyo-Token";

  private static final int HTTP_PORT = 80;
  private static final int MAX_BODY = 1 << 16;

  private final byte[] token;
  private final Set<String> hosts;

  public RequestGuard(String token, InetSocketAddress address) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    hosts = hosts(address);
  }

  /** Returns what browsers send as the host of the server. */
  static Set<String> hosts(InetSocketAddress address) {
    Set<String> names = new HashSet<>();
    names.add(name(address.getAddress()));
    if (address.getAddress().isLoopbackAddress()) {
      names.add("localhost");
    }
    Set<String> hosts = new HashSet<>();
    for (String name : names) {
      hosts.add(name + ":" + address.getPort());
      if (address.getPort() == HTTP_PORT) {
        // Browsers leave it out.
        hosts.add(name);
      }
    }
    return hosts;
  }

  /** Returns the host and port of the server for its address. */
  public static String host(InetSocketAddress address) {
    return name(address.getAddress()) + ":" + address.getPort();
  }

  private static String name(InetAddress address) {
    String host = address.getHostAddress();
    return address instanceof Inet6Address
        ? "[" + shortened(host.replaceAll("%.*", "")) + "]"
        : host;
  }

  /** Replaces the longest run of zeros of an IPv6 address by two colons, as browsers do. */
  private static String shortened(String address) {
    for (int zeros = 8; zeros > 1; zeros--) {
      String shorter = address.replaceFirst("(^|:)0(:0){" + (zeros - 1) + "}(:|$)", "::");
      if (!shorter.equals(address)) {
        return shorter;
      }
    }
    return address;
  }

  /** Checks where a request comes from, before anything else of it is looked at. */
  void requireOwnPage(HttpExchange exchange) throws RequestRefusedException {
    Headers headers = exchange.getRequestHeaders();
    List<String> host = headers.getOrDefault("Host", List.of());
    if (host.size() != 1 || !hosts.contains(host.get(0).toLowerCase(Locale.ROOT))) {
      throw new RequestRefusedException(403, "Host: must be the address of this server");
    }
    for (String origin : headers.getOrDefault("Origin", List.of())) {
      if (!hosts.contains(origin.toLowerCase(Locale.ROOT).replaceFirst("^http://", ""))) {
        throw new RequestRefusedException(403, "Origin: must be the page of this server");
      }
    }
  }

  /** Checks the token of a request; for the page itself it is in the address. */
  void requireToken(HttpExchange exchange) throws RequestRefusedException {
    boolean page = exchange.getRequestURI().getRawPath().equals("/");
    String query = exchange.getRequestURI().getRawQuery();
    String given =
        page
            ? (query != null && query.startsWith("token=") ? query.substring(6) : null)
            : exchange.getRequestHeaders().getFirst(TOKEN_HEADER);
    if (!isToken(given)) {
      throw new RequestRefusedException(
          401, "token: must be that of the address which the program printed");
    }
  }

  /** Takes the same time for every wrong token. */
  private boolean isToken(@Nullable String given) {
    return given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads the body of a request, but not more than an action can have. */
  static byte[] body(HttpExchange exchange) throws IOException, RequestRefusedException {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    // The server has checked that it is a number.
    if (length != null && Long.parseLong(length.strip()) > MAX_BODY) {
      throw tooLarge();
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw tooLarge();
    }
    return body;
  }

  private static RequestRefusedException tooLarge() {
    return new RequestRefusedException(413, "body: must have at most " + MAX_BODY + " bytes");
  }
}
