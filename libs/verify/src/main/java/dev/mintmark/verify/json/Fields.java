package dev.mintmark.verify.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The fields of a JSON object, read with a refusal for each that is not as expected. */
public final class Fields {
  private final ObjectNode object;
  private final String what;
  private final RefusalCode code;

  /**
   * @param what what the object is said to be, for errors
   * @param code the code of every refusal here
   */
  public Fields(ObjectNode object, String what, RefusalCode code) {
    this.object = object;
    this.what = what;
    this.code = code;
  }

  /** Refuses fields with other names: what is not understood is not accepted. */
  public Fields only(String... names) {
    Set<String> known = Set.of(names);
    for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
      String name = i.next();
      if (!known.contains(name)) {
        throw refused("has the field '" + name + "', which is not understood here");
      }
    }
    return this;
  }

  public String string(String name) {
    if (object.get(name) instanceof JsonNode value && value.isTextual()) {
      return value.textValue();
    }
    throw refused("has no string '" + name + "'");
  }

  /** Empty when the field is not there; null and other types are refused. */
  public Optional<String> optionalString(String name) {
    return object.has(name) ? Optional.of(string(name)) : Optional.empty();
  }

  /** A string that must have exactly this value. */
  public void require(String name, String value) {
    String found = string(name);
    if (!found.equals(value)) {
      throw refused("has the " + name + " '" + found + "'; expected '" + value + "'");
    }
  }

  /** Bytes in canonical standard Base64: padded, no line breaks, no stray bits. */
  public byte[] base64(String name) {
    String text = string(name);
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new RefusedException(code, "'" + name + "' of " + what + " is not Base64", e);
    }
    throw refused("has a '" + name + "' that is not canonical Base64");
  }

  public Fields object(String name) {
    return new Fields(objectNode(name), what + "." + name, code);
  }

  public ObjectNode objectNode(String name) {
    if (object.get(name) instanceof ObjectNode child) {
      return child;
    }
    throw refused("has no object '" + name + "'");
  }

  /** The objects of an array; empty when the field is not there. */
  public List<Fields> objects(String name) {
    if (!object.has(name)) {
      return List.of();
    }
    if (!(object.get(name) instanceof ArrayNode array)) {
      throw refused("has a '" + name + "' that is not an array");
    }
    List<Fields> children = new ArrayList<>();
    for (JsonNode element : array) {
      if (!(element instanceof ObjectNode child)) {
        throw refused("has something else than objects in '" + name + "'");
      }
      children.add(new Fields(child, what + "." + name + "[" + children.size() + "]", code));
    }
    return List.copyOf(children);
  }

  /** The strings of an array; empty when the field is not there. */
  public List<String> strings(String name) {
    if (!object.has(name)) {
      return List.of();
    }
    if (!(object.get(name) instanceof ArrayNode array)) {
      throw refused("has a '" + name + "' that is not an array");
    }
    List<String> strings = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isTextual()) {
        throw refused("has something else than strings in '" + name + "'");
      }
      strings.add(element.textValue());
    }
    return List.copyOf(strings);
  }

  public boolean flag(String name) {
    if (object.get(name) instanceof JsonNode value && value.isBoolean()) {
      return value.booleanValue();
    }
    throw refused("has no '" + name + "' that is true or false");
  }

  /** The one object of an array with exactly one. */
  public Fields single(String name) {
    List<Fields> children = objects(name);
    if (children.size() != 1) {
      throw refused("has " + children.size() + " objects in '" + name + "'; expected 1");
    }
    return children.getFirst();
  }

  /** The names, in document order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return List.copyOf(names);
  }

  public boolean has(String name) {
    return object.has(name);
  }

  /** A refusal of this object; {@code found} reads on from "it". */
  public RefusedException refused(String found) {
    return new RefusedException(code, "cannot accept " + what + ": it " + found);
  }
}
