package dev.mintmark.oci.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.StrictJson;
import dev.mintmark.json.UnreadableJsonException;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The typed fields of a JSON object. Unknown ones are passed over, as the specification demands; an
 * explicit null counts as absent.
 *
 * @param at where the object stands, for errors: {@code manifest.layers[2]}
 */
public record Fields(String at, JsonNode node) {
  private static final int MAX_DEPTH = 16;
  private static final StrictJson JSON = new StrictJson(Integer.MAX_VALUE, MAX_DEPTH);

  /**
   * Reads a whole document: one strict JSON object.
   *
   * @param what what the bytes should be, for errors
   * @param limit in bytes
   * @throws OciException (OCI-005), (OCI-006) when over the limit
   */
  public static Fields read(String what, byte[] bytes, int limit) {
    if (bytes.length > limit) {
      throw new OciException(
          OciError.TOO_LARGE,
          "cannot read " + what + ": " + bytes.length + " bytes, the limit is " + limit);
    }
    try {
      return new Fields(what, JSON.read(bytes));
    } catch (UnreadableJsonException e) {
      throw new OciException(OciError.JSON, "cannot read " + what + ": it " + e.getMessage(), e);
    }
  }

  public boolean has(String name) {
    return node.hasNonNull(name);
  }

  public @Nullable String textOrNull(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw refuse(name, "it is not a text");
    }
    return value.textValue();
  }

  public String text(String name) {
    String value = textOrNull(name);
    if (value == null) {
      throw refuse(name, "it is missing");
    }
    return value;
  }

  public long nonNegative(String name) {
    JsonNode value = node.get(name);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
      throw refuse(name, "it is not a whole number");
    }
    if (value.longValue() < 0) {
      throw refuse(name, "it is negative");
    }
    return value.longValue();
  }

  public Digest digest(String name) {
    String value = text(name);
    return checked(name, () -> Digest.parse(value));
  }

  public Fields object(String name) {
    JsonNode value = node.get(name);
    if (value == null || !value.isObject()) {
      throw refuse(name, "it is not an object");
    }
    return new Fields(at + "." + name, value);
  }

  public @Nullable Fields objectOrNull(String name) {
    return has(name) ? object(name) : null;
  }

  /** The array's objects; absent is refused. */
  public List<Fields> objects(String name, int limit) {
    JsonNode value = node.get(name);
    if (value == null || !value.isArray()) {
      throw refuse(name, "it is not a list");
    }
    if (value.size() > limit) {
      throw refuse(name, "it has " + value.size() + " entries, the limit is " + limit);
    }
    List<Fields> found = new ArrayList<>();
    for (JsonNode element : value) {
      String place = at + "." + name + "[" + found.size() + "]";
      if (!element.isObject()) {
        throw new OciException(OciError.FIELD, "cannot accept " + place + ": it is not an object");
      }
      found.add(new Fields(place, element));
    }
    return found;
  }

  /** The array's texts; absent is empty. */
  public List<String> texts(String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray()) {
      throw refuse(name, "it is not a list");
    }
    List<String> found = new ArrayList<>();
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        throw refuse(name, "it holds something that is not a text");
      }
      found.add(element.textValue());
    }
    return found;
  }

  /** An object whose values are all texts; absent is empty. */
  public SortedMap<String, String> map(String name) {
    SortedMap<String, String> found = new TreeMap<>();
    if (!has(name)) {
      return found;
    }
    for (Map.Entry<String, JsonNode> entry : object(name).node().properties()) {
      if (!entry.getValue().isTextual()) {
        throw refuse(name, "the value of '" + entry.getKey() + "' is not a text");
      }
      found.put(entry.getKey(), entry.getValue().textValue());
    }
    return found;
  }

  /** Runs a constructor that refuses with IllegalArgumentException. */
  public <T> T checked(String name, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new OciException(
          OciError.FIELD, "cannot accept " + at + "." + name + ": " + e.getMessage(), e);
    }
  }

  public <T> @Nullable T mapOrNull(String name, Function<Fields, T> read) {
    Fields fields = objectOrNull(name);
    return fields == null ? null : read.apply(fields);
  }

  public OciException refuse(String name, String why) {
    return new OciException(OciError.FIELD, "cannot accept " + at + "." + name + ": " + why);
  }
}
