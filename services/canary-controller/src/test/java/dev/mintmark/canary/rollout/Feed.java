package dev.mintmark.canary.rollout;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Server-sent events of one rollout. */
final class Feed {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Feed() {}

  /** The states of that many steps behind one. */
  static List<String> read(Controller controller, String rollout, int after, int count)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> answer =
          http.send(
              controller
                  .request("/v1/rollouts/" + rollout + "/events")
                  .header("Last-Event-ID", Integer.toString(after))
                  .build(),
              HttpResponse.BodyHandlers.ofLines());
      List<String> states = new ArrayList<>();
      try (Stream<String> lines = answer.body()) {
        Iterator<String> each = lines.iterator();
        while (states.size() < count) {
          String line = each.next();
          if (line.startsWith("data:")) {
            states.add(JSON.readTree(line.substring(5)).get("to").asText());
          }
        }
      }
      http.shutdownNow();
      return states;
    }
  }
}
