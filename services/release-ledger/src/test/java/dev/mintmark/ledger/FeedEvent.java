package dev.mintmark.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One server-sent event, read by the rules of the HTML standard, section 9.2.6. */
record FeedEvent(String id, String event, JsonNode data) {

  static List<FeedEvent> read(Stream<String> lines, int count) throws IOException {
    List<FeedEvent> events = new ArrayList<>();
    Map<String, String> fields = new HashMap<>();
    Iterator<String> iterator = lines.iterator();
    while (events.size() < count && iterator.hasNext()) {
      String line = iterator.next();
      if (!line.isEmpty()) {
        int colon = line.indexOf(':');
        fields.merge(line.substring(0, colon), line.substring(colon + 1).strip(), String::concat);
      } else if (fields.containsKey("data")) {
        JsonNode data = new ObjectMapper().readTree(fields.get("data"));
        events.add(
            new FeedEvent(fields.getOrDefault("id", ""), fields.getOrDefault("event", ""), data));
        fields.clear();
      }
    }
    return events;
  }
}
