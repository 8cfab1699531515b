package dev.mintmark.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;

/** A service's answer, of any status. */
public record Answer(int status, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The body as JSON; a missing node where it is none. */
  public JsonNode json() {
    try {
      JsonNode node = JSON.readTree(body);
      return node == null ? MissingNode.getInstance() : node;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
