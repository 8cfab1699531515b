package dev.mintmark.registry.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The specification's own JSON bodies. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** The body of an error. */
  public static byte[] error(String code, String message) {
    return write(Map.of("errors", List.of(ordered("code", code, "message", message))));
  }

  static byte[] tags(String repository, List<String> tags) {
    return write(ordered("name", repository, "tags", tags));
  }

  /** The body of the answer to who asks for a token. */
  public static byte[] token(String token) {
    return write(ordered("token", token, "access_token", token));
  }

  static byte[] empty() {
    return write(Map.of());
  }

  private static Map<String, Object> ordered(
      String first, Object firstValue, String second, Object secondValue) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(first, firstValue);
    map.put(second, secondValue);
    return map;
  }

  private static byte[] write(Map<String, ?> value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of texts can be written", e);
    }
  }
}
