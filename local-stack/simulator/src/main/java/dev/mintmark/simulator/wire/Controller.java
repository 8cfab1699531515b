package dev.mintmark.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.simulator.plan.Member;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The canary controller's doors for devices. Every method throws IOException when it may work
 * later, and {@link WireException} when the controller refuses or answers what nobody understands.
 */
public final class Controller {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LONGEST_DETAIL = 500;

  private final Http http;
  private final URI address;

  public Controller(Http http, URI address) {
    this.http = http;
    this.address = address;
  }

  /** One-time tokens, as an operator asks for them. */
  public List<String> oneTimeTokens(String operatorToken, String deviceClass, int count)
      throws IOException, InterruptedException {
    String tried = "enrol " + count + " devices of class " + deviceClass;
    ObjectNode body = CanonicalJson.object();
    body.put("deviceClass", deviceClass).put("count", count).put("validFor", "PT1H");
    Answer answer = http.send(post("/v1/enrolments", body, operatorToken));
    require(tried, answer, 201);
    List<String> tokens = new ArrayList<>();
    answer.json(tried).path("tokens").forEach(token -> tokens.add(token.asText()));
    if (tokens.size() != count) {
      throw new WireException(tried, "the answer has " + tokens.size() + " tokens");
    }
    return tokens;
  }

  /** Trades a one-time token for the device's own. May be asked again when the answer was lost. */
  public String enrol(Member member, String oneTimeToken) throws IOException, InterruptedException {
    String tried = "enrol " + member.device();
    ObjectNode body =
        CanonicalJson.object().put("token", oneTimeToken).put("device", member.device());
    Answer answer = http.send(post("/v1/devices", facts(body, member), null));
    require(tried, answer, 200, 201);
    String token = answer.json(tried).path("token").asText();
    if (token.isEmpty()) {
      throw new WireException(tried, "the answer has no token");
    }
    return token;
  }

  /**
   * Waits for another order than the last one.
   *
   * @param lastOrder 0 when there was none
   * @param wait in whole seconds, at most 60
   */
  public Desired desired(String device, String token, long lastOrder, Duration wait)
      throws IOException, InterruptedException {
    URI uri = address.resolve("/v1/devices/" + device + "/desired?wait=" + wait.toSeconds());
    HttpRequest.Builder request =
        Http.request(uri, PATIENCE.plus(wait)).header("Authorization", "Bearer " + token);
    if (lastOrder > 0) {
      request.header("If-None-Match", "\"" + lastOrder + "\"");
    }
    Answer answer = http.send(request.GET().build());
    String tried = "poll for " + device;
    return switch (answer.status()) {
      case 304 -> new Desired.Unchanged();
      case 204 -> new Desired.Nothing();
      case 200 -> new Desired.Ordered(order(tried, answer.json(tried)));
      default -> throw new WireException(tried, answer);
    };
  }

  private static Order order(String tried, JsonNode json) {
    try {
      return new Order(
          json.path("order").asLong(),
          json.path("release").asText(),
          new RepositoryName(json.path("repository").asText()),
          new Tag(json.path("tag").asText()),
          Digest.parse(json.path("index").asText()),
          json.path("reason").asText().equals("rollback"));
    } catch (IllegalArgumentException e) {
      throw new WireException(tried, String.valueOf(e.getMessage()));
    }
  }

  /** Reports; false when the order is not the device's newest any more. */
  public boolean report(Member member, String token, Report report)
      throws IOException, InterruptedException {
    ObjectNode body = CanonicalJson.object().put("order", report.order());
    body.put("kind", report.kind().name()).put("release", report.release());
    body.put("index", report.index().toString());
    String detail = report.detail();
    if (report.code() != null) {
      body.put("code", report.code());
    }
    if (detail != null) {
      body.put("detail", detail.substring(0, Math.min(LONGEST_DETAIL, detail.length())));
    }
    String path = "/v1/devices/" + member.device() + "/reports";
    Answer answer = http.send(post(path, facts(body, member), token));
    if (answer.status() == 409) {
      return false;
    }
    require("report " + report.kind() + " of " + member.device(), answer, 202);
    return true;
  }

  private static ObjectNode facts(ObjectNode body, Member member) {
    return body.put("driver", member.driver())
        .put("firmware", member.firmware())
        .put("kernel", member.kernel());
  }

  private HttpRequest post(String path, ObjectNode body, @Nullable String token) {
    HttpRequest.Builder request =
        Http.request(address.resolve(path), PATIENCE).header("Content-Type", "application/json");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request.POST(BodyPublishers.ofByteArray(CanonicalJson.write(body))).build();
  }

  private static void require(String tried, Answer answer, int... expected) {
    for (int status : expected) {
      if (answer.status() == status) {
        return;
      }
    }
    throw new WireException(tried, answer);
  }
}
