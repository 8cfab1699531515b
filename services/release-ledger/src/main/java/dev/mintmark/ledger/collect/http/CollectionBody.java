package dev.mintmark.ledger.collect.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.StrictJson;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.ledger.collect.sweep.Order;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what is wanted of a collection. */
final class CollectionBody {
  private static final StrictJson JSON = new StrictJson(1 << 20, 8);

  private CollectionBody() {}

  /** Answers 400, LDG-002, for anything else. */
  static Order read(byte @Nullable [] body) {
    try {
      JsonNode json = JSON.read(body == null ? new byte[0] : body);
      Set<Digest> lost = new HashSet<>();
      for (JsonNode digest : json.path("lost")) {
        lost.add(Digest.parse(digest.asText()));
      }
      return new Order(
          Duration.parse(json.path("olderThan").asText()), mode(json.path("mode").asText()), lost);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new WebApplicationException(
          Problem.response(
              400,
              new Refusal(
                  "LDG-002",
                  "the order",
                  String.valueOf(e.getMessage()),
                  "send {\"mode\":\"usage\"|\"plan\"|\"delete\",\"olderThan\":\"P7D\",\"lost\":[]},"
                      + " two days at least")));
    }
  }

  private static Order.Mode mode(String text) {
    return switch (text) {
      case "usage" -> Order.Mode.USAGE;
      case "plan" -> Order.Mode.PLAN;
      case "delete" -> Order.Mode.DELETE;
      default -> throw new IllegalArgumentException("its mode is '" + text + "'");
    };
  }
}
