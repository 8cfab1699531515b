package dev.mintmark.ledger.http;

import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.http.WholeNumber;
import dev.mintmark.kit.refusal.Refusal;
import jakarta.ws.rs.WebApplicationException;
import org.jspecify.annotations.Nullable;

/** Reads what a caller asks for; an answer 400 or 404 says what is wrong with it. */
final class Asked {
  private static final int MOST = 1000;

  private Asked() {}

  static ReleaseId release(@Nullable String text) {
    try {
      return ReleaseId.parse(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw bad(
          "release " + text, "it is not a release id", "use NAME:VERSION, e.g. face-detect:v1.0.0");
    }
  }

  static int limit(String limit) {
    return WholeNumber.in(1, MOST, limit)
        .orElseThrow(() -> bad("limit", "it is " + limit, "use 1 to " + MOST));
  }

  static LineageKind kind(@Nullable String text) {
    for (LineageKind kind : LineageKind.values()) {
      if (kind.word().equals(text)) {
        return kind;
      }
    }
    throw bad("kind", "it is " + text, "use one of " + LineageKind.words());
  }

  static String value(@Nullable String text) {
    if (text == null || text.isBlank() || text.indexOf('\0') >= 0) {
      throw bad("value", "it is empty", "give the digest or name to look for");
    }
    return text;
  }

  /** A position in the feed; 0 for none. */
  static long lastEventId(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return 0;
    }
    try {
      return Math.max(0, Long.parseLong(header.strip()));
    } catch (NumberFormatException e) {
      throw bad(
          "Last-Event-ID", "it is '" + header + "'", "send the id of the last event received");
    }
  }

  static WebApplicationException unknown(ReleaseId release) {
    return new WebApplicationException(
        Problem.response(
            404,
            new Refusal(
                "LDG-001",
                "release " + release,
                "the ledger has no record of it",
                "see GET /v1/releases for those it has")));
  }

  private static WebApplicationException bad(String subject, String found, String advice) {
    return new WebApplicationException(
        Problem.response(400, new Refusal("LDG-002", subject, found, advice)));
  }
}
