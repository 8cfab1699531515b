package dev.mintmark.cli.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.http.Answer;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.http.Paths;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;

/** canary-controller's HTTP API of devices. */
public final class Fleet {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PAGE = 500;

  private final Api api;

  public Fleet(Api api) {
    this.api = api;
  }

  /**
   * Devices, by their id.
   *
   * @param limit how many at most
   */
  public ArrayNode devices(Optional<String> deviceClass, int limit) {
    ArrayNode devices = JsonNodeFactory.instance.arrayNode();
    String after = "";
    do {
      StringBuilder path =
          new StringBuilder("/v1/fleet/devices?limit=")
              .append(Math.min(PAGE, limit - devices.size()));
      deviceClass.ifPresent(name -> path.append("&class=").append(Paths.encode(name)));
      if (!after.isEmpty()) {
        path.append("&after=").append(Paths.encode(after));
      }
      JsonNode page = expect(get(path.toString()), 200).json();
      page.path("devices").forEach(devices::add);
      after = page.path("next").asText("");
    } while (!after.isEmpty() && devices.size() < limit);
    return devices;
  }

  /**
   * One device.
   *
   * @throws CommandException CLI-084 where the controller does not know it
   */
  public JsonNode device(String id) {
    HttpRequest request = get("/v1/fleet/devices/" + Paths.encode(id));
    Answer answer = api.send(request);
    return switch (answer.status()) {
      case 200 -> answer.json();
      case 404 ->
          throw new CommandException(
              Exit.FAILURE,
              "CLI-084",
              "canary-controller has no device %s; `mintmark fleet list` shows those it has"
                  .formatted(id));
      default -> throw api.refused(request, answer);
    };
  }

  /** How many devices of each class run each release. */
  public JsonNode summary() {
    return expect(get("/v1/fleet/summary"), 200).json();
  }

  /** Tokens that enrol one device each; the controller shows them this once. */
  public JsonNode enrol(String deviceClass, int count, Duration validFor) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("deviceClass", deviceClass)
            .put("count", count)
            .put("validFor", validFor.toString());
    HttpRequest request =
        api.to("/v1/enrolments")
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return expect(request, 201).json();
  }

  private HttpRequest get(String path) {
    return api.to(path).timeout(TIMEOUT).GET().build();
  }

  private Answer expect(HttpRequest request, int status) {
    Answer answer = api.send(request);
    if (answer.status() != status) {
      throw api.refused(request, answer);
    }
    return answer;
  }
}
