package dev.mintmark.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.engine.RunningContainer;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.quantizer.gate.Box;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The example's server in a container, asked as anybody asks it. */
public final class FaceServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration EACH = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofMillis(300);

  private final URI base;
  private final RunningContainer container;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(EACH).build();

  /**
   * A server that may not answer yet.
   *
   * @param base {@code http} on this machine
   */
  public FaceServer(URI base, RunningContainer container) {
    this.base = base;
    this.container = container;
  }

  /**
   * Waits until it says that it is well.
   *
   * @param health path of the release's own
   * @throws CommandException CLI-156 when it ends before, or the time does
   */
  public void await(String health, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end && container.runs()) {
      try {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(health)).timeout(EACH).build();
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet, or its engine does and hangs up.
      }
      Thread.sleep(BETWEEN);
    }
    throw failed(
        container.runs() ? "it is not well after " + patience.toSeconds() + " s" : "it has ended");
  }

  /**
   * The faces in a picture.
   *
   * @param picture {@code .npy}
   * @throws CommandException CLI-156 for an answer that is none
   */
  public List<Box> faces(byte[] picture) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve("/detect"))
            .timeout(EACH)
            .POST(BodyPublishers.ofByteArray(picture))
            .build();
    HttpResponse<String> answer;
    try {
      answer = http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw failed(String.valueOf(e));
    }
    if (answer.statusCode() != 200) {
      throw failed("status %d, %s".formatted(answer.statusCode(), answer.body().strip()));
    }
    return parse(answer.body());
  }

  private List<Box> parse(String text) {
    List<Box> boxes = new ArrayList<>();
    try {
      for (JsonNode face : JSON.readTree(text).path("faces")) {
        JsonNode box = face.path("box");
        if (box.size() != 4) {
          throw failed("a face without its four sides: " + face);
        }
        boxes.add(
            new Box(
                box.path(0).asDouble(),
                box.path(1).asDouble(),
                box.path(2).asDouble(),
                box.path(3).asDouble(),
                face.path("score").asDouble()));
      }
    } catch (JsonProcessingException e) {
      throw failed("an answer that is no JSON: " + e.getOriginalMessage());
    }
    return boxes;
  }

  private CommandException failed(String found) {
    return new CommandException(
        Exit.FAILURE,
        "CLI-156",
        "the server in the container does not answer: %s; it said: %s"
            .formatted(found, container.said()));
  }
}
