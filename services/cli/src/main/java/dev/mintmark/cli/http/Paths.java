package dev.mintmark.cli.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Texts in the path or the query of an address. */
public final class Paths {
  private Paths() {}

  /** Percent-encoded, also the slash: one segment of a path, or one value (RFC 3986, 2.1). */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
