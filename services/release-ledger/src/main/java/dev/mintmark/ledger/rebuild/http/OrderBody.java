package dev.mintmark.ledger.rebuild.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.events.rebuild.v1.ToolchainChoice;
import dev.mintmark.json.StrictJson;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.ledger.rebuild.order.Order;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an order as it is sent. */
final class OrderBody {
  static final int MOST_RELEASES = 1000;

  private static final StrictJson JSON = new StrictJson(1 << 20, 8);

  private OrderBody() {}

  /** Answers 400, LDG-002, for anything that is no order. */
  static Order read(byte @Nullable [] body) {
    try {
      JsonNode json = JSON.read(body == null ? new byte[0] : body);
      List<ReleaseId> releases = new ArrayList<>();
      for (JsonNode release : json.path("releases")) {
        releases.add(ReleaseId.parse(release.asText()));
      }
      if (releases.size() > MOST_RELEASES) {
        throw new IllegalArgumentException(releases.size() + " releases in one order");
      }
      return new Order(releases, toolchain(json.path("toolchain").asText("recorded")));
    } catch (IllegalArgumentException e) {
      throw new WebApplicationException(
          Problem.response(
              400,
              new Refusal(
                  "LDG-002",
                  "the order",
                  String.valueOf(e.getMessage()),
                  "send {\"releases\":[\"NAME:VERSION\"],\"toolchain\":\"recorded\"|\"current\"} with 1 to "
                      + MOST_RELEASES
                      + " releases")));
    }
  }

  private static ToolchainChoice toolchain(String text) {
    return switch (text) {
      case "recorded" -> ToolchainChoice.RECORDED;
      case "current" -> ToolchainChoice.CURRENT;
      default -> throw new IllegalArgumentException("toolchain is '" + text + "'");
    };
  }
}
