package dev.mintmark.contract.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.contract.line.Line;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** canary-controller's door for operators, and how the services are. */
final class Door implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int OK = 200;

  private final Line line;
  private final HttpClient client = HttpClient.newHttpClient();

  Door(Line line) {
    this.line = line;
  }

  /** Starts a rollout; its id. */
  String start(String release, String policy) throws Exception {
    ObjectNode body =
        JsonNodeFactory.instance.objectNode().put("release", release).put("policy", policy);
    HttpResponse<byte[]> answer =
        send(
            request("canary-controller", "/v1/rollouts", "operator")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(201);
    return Line.json(text(answer)).path("rollout").asText();
  }

  JsonNode rollout(String id) throws Exception {
    return Line.json(new String(get("/v1/rollouts/" + id), StandardCharsets.UTF_8));
  }

  /**
   * The bytes of a judgement, as they are in the artifact store.
   *
   * @param sequence of the change that carries it
   * @param artifact {@code policy}, {@code evidence} or {@code verdict}
   */
  byte[] artifact(String id, int sequence, String artifact) throws Exception {
    return get("/v1/rollouts/%s/judgements/%d/%s".formatted(id, sequence, artifact));
  }

  /** Whether the service answers that it works. */
  boolean isReady(String service) throws InterruptedException {
    try {
      return send(request(service, "/q/health/ready", "viewer")).statusCode() == OK;
    } catch (IOException e) {
      return false;
    }
  }

  private byte[] get(String path) throws Exception {
    HttpResponse<byte[]> answer = send(request("canary-controller", path, "viewer"));
    assertThat(answer.statusCode()).as("%s: %s", path, text(answer)).isEqualTo(OK);
    return answer.body();
  }

  private HttpRequest.Builder request(String service, String path, String role) {
    return HttpRequest.newBuilder(URI.create(line.url(service) + path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + line.token(role));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
