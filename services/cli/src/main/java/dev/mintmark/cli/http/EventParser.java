package dev.mintmark.cli.http;

import java.util.Optional;

/** Puts the lines of an event stream together (HTML Living Standard, 9.2.6). */
final class EventParser {
  private String id = "";
  private String type = "";
  private final StringBuilder data = new StringBuilder();

  /** Takes a line without its end; gives an event when an empty line completes it. */
  Optional<ServerEvent> line(String line) {
    if (line.isEmpty()) {
      return complete();
    }
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1);
    if (value.startsWith(" ")) {
      value = value.substring(1);
    }
    switch (field) {
      case "id" -> id = value;
      case "event" -> type = value;
      case "data" -> data.append(value).append('\n');
      default -> {} // a comment (empty name), `retry`, or a field of a later standard
    }
    return Optional.empty();
  }

  private Optional<ServerEvent> complete() {
    Optional<ServerEvent> event = Optional.empty();
    if (!data.isEmpty()) {
      String text = data.substring(0, data.length() - 1);
      event = Optional.of(new ServerEvent(id, type.isEmpty() ? "message" : type, text));
    }
    type = "";
    data.setLength(0);
    return event;
  }
}
