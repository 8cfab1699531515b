package dev.mintmark.contract.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Inputs;
import dev.mintmark.contract.line.Line;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** The picture of the smoke test, and the one face in it. */
final class Face {
  /** In shares of the picture: left, top, right, bottom. */
  private static final double[] BOX = {0.30, 0.31, 0.70, 0.71};

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Face() {}

  /** Waits for the server on this port of loopback, sends it the picture, looks at the boxes. */
  static void assertFoundBy(Process server, int port) throws Exception {
    URI base = URI.create("http://127.0.0.1:" + port);
    Awaitility.await("the server")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> !server.isAlive() || isHealthy(base));
    assertThat(server.isAlive()).as("the server runs").isTrue();
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(base.resolve("/detect"))
                .POST(HttpRequest.BodyPublishers.ofFile(sample()))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode faces = Line.json(answer.body()).path("faces");
    assertThat(faces).as(faces.toString()).hasSize(1);
    for (int i = 0; i < BOX.length; i++) {
      assertThat(faces.at("/0/box/" + i).asDouble()).isCloseTo(BOX[i], within(0.05));
    }
  }

  private static boolean isHealthy(URI base) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(base.resolve("/healthz")).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path sample() throws IOException {
    try (var samples = Files.list(Inputs.folder().resolve("smoke"))) {
      return samples
          .filter(file -> file.toString().endsWith(".npy"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }
}
