package dev.mintmark.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the launcher tells, a line for each event: JSON for a program, words for a person. The
 * events: {@code starting}, {@code orphans-ended}, {@code ready} (of a part), {@code up}, {@code
 * ended}, {@code stopping}, {@code stopped}, {@code failed}.
 */
final class Events {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintStream out;
  private final boolean json;

  Events(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void emit(String event) {
    emit(event, Map.of());
  }

  /** A part answers, that long after its own start. */
  void ready(String part, Duration after) {
    emit("ready", fields("part", part, "millis", after.toMillis()));
  }

  /** A process ended although nobody asked it to, and is started again after the pause. */
  void ended(String part, int exitCode, Duration pause) {
    emit("ended", fields("part", part, "exitCode", exitCode, "restartInMillis", pause.toMillis()));
  }

  synchronized void emit(String event, Map<String, Object> fields) {
    out.writeBytes(line(event, fields).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Fields in the order given: name, value, name, value. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  private String line(String event, Map<String, Object> fields) {
    if (!json) {
      return event
          + fields.entrySet().stream()
              .map(e -> " " + e.getKey() + "=" + e.getValue())
              .collect(Collectors.joining())
          + "\n";
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("event", event);
    object.putAll(fields);
    try {
      return MAPPER.writeValueAsString(object) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers are JSON", e);
    }
  }
}
