package dev.mintmark.cli.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;

/** Words for a connection that failed: Java's own are often empty. */
final class Trouble {
  private Trouble() {}

  static String describe(IOException e) {
    return switch (e) {
      case HttpTimeoutException late -> "no answer in time";
      case ConnectException refused -> "connection refused";
      default -> e.getMessage() == null ? "the connection broke" : e.getMessage();
    };
  }
}
