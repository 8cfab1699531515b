package dev.mintmark.ingest.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Reads a build request from plain JSON with the schema's field names. Strict: a field that is not
 * in the schema, doubled, missing without a default or of another type is refused with its place.
 */
public final class PlainJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Not the shared instance: that one may load a second copy of the event classes. */
  private static final SpecificData DATA = new SpecificData(BuildRequested.class.getClassLoader());

  private PlainJson() {}

  /**
   * The request that the JSON says.
   *
   * @throws RefusedException ING-001 for anything else
   */
  public static BuildRequested read(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      return (BuildRequested) value(root, BuildRequested.getClassSchema(), "$");
    } catch (JsonProcessingException e) {
      throw refused("the body", "it is not JSON: " + Shown.of(e.getOriginalMessage()));
    } catch (IOException e) {
      throw refused("the body", "it is not JSON");
    }
  }

  private static Object value(JsonNode node, Schema schema, String place) {
    return switch (schema.getType()) {
      case RECORD -> record(node, schema, place);
      case ARRAY -> array(node, schema, place);
      case STRING -> checked(node.isTextual(), node, "a string", place).textValue();
      case ENUM -> symbol(node, schema, place);
      case INT ->
          checked(node.canConvertToInt() && node.isIntegralNumber(), node, "a whole number", place)
              .intValue();
      case LONG ->
          checked(node.canConvertToLong() && node.isIntegralNumber(), node, "a whole number", place)
              .longValue();
      case DOUBLE -> checked(node.isNumber(), node, "a number", place).doubleValue();
      default -> throw new IllegalStateException(place + " has a type no request has: " + schema);
    };
  }

  private static IndexedRecord record(JsonNode node, Schema schema, String place) {
    checked(node.isObject(), node, "an object", place);
    checkNames(node, schema, place);
    IndexedRecord record = (IndexedRecord) DATA.newRecord(null, schema);
    for (Field field : schema.getFields()) {
      record.put(field.pos(), field(node.get(field.name()), field, place + "." + field.name()));
    }
    return record;
  }

  private static void checkNames(JsonNode node, Schema schema, String place) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (schema.getField(name) == null) {
        throw refused(
            place, "it has a field " + Shown.of(name) + " that build.requested does not have");
      }
    }
  }

  /** An optional field is a union of null and one type, null by default, or a list. */
  private static @Nullable Object field(@Nullable JsonNode node, Field field, String place) {
    Schema schema = field.schema();
    if (schema.getType() != Schema.Type.UNION) {
      if (node == null) {
        if (field.hasDefaultValue()) {
          return DATA.deepCopy(schema, DATA.getDefaultValue(field));
        }
        throw refused(place, "it is missing");
      }
      return value(node, schema, place);
    }
    return node == null || node.isNull() ? null : value(node, schema.getTypes().get(1), place);
  }

  private static Object symbol(JsonNode node, Schema schema, String place) {
    String symbol = checked(node.isTextual(), node, "a string", place).textValue();
    if (!schema.hasEnumSymbol(symbol)) {
      throw refused(
          place, "expected one of " + schema.getEnumSymbols() + ", found " + Shown.of(symbol));
    }
    return DATA.createEnum(symbol, schema);
  }

  private static List<Object> array(JsonNode node, Schema schema, String place) {
    checked(node.isArray(), node, "a list", place);
    List<Object> values = new ArrayList<>();
    for (JsonNode element : node) {
      values.add(value(element, schema.getElementType(), place + "[" + values.size() + "]"));
    }
    return values;
  }

  private static JsonNode checked(boolean right, JsonNode node, String expected, String place) {
    if (!right) {
      String found = node.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
      throw refused(place, "expected " + expected + ", found " + found);
    }
    return node;
  }

  private static RefusedException refused(String subject, String found) {
    return new Refusal(
            Codes.UNREADABLE,
            subject,
            found,
            "send build.requested as plain JSON with the schema's field names, see /q/openapi")
        .asException();
  }
}
