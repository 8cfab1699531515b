package dev.mintmark.signer.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.CanonicalJson;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * An Avro record as JSON, fields in the schema's order. What is null or an empty list is left out:
 * so an event of before a field was there reads the same as ever.
 */
final class RecordJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private RecordJson() {}

  static ObjectNode of(IndexedRecord record) {
    ObjectNode json = CanonicalJson.object();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
        json.set(field.name(), node(value));
      }
    }
    return json;
  }

  private static JsonNode node(Object value) {
    return switch (value) {
      case IndexedRecord record -> of(record);
      case List<?> list -> {
        ArrayNode array = JSON.arrayNode();
        list.forEach(element -> array.add(node(element)));
        yield array;
      }
      case Long number -> JSON.numberNode(number);
      case Integer number -> JSON.numberNode(number);
      case Double number -> JSON.numberNode(number);
      case Boolean truth -> JSON.booleanNode(truth);
      case String text -> JSON.textNode(text);
      case Enum<?> symbol -> JSON.textNode(symbol.toString());
      default ->
          throw new IllegalArgumentException("no form for a " + value.getClass().getSimpleName());
    };
  }
}
