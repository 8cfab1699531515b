package dev.mintmark.ledger.entry;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** What an event says, field for field, as JSON; its place in the chain is said elsewhere. */
final class Facts {
  private static final String LINK = "handOff";

  private Facts() {}

  static String of(IndexedRecord event) {
    return record(event).encode();
  }

  private static JsonObject record(IndexedRecord record) {
    JsonObject object = new JsonObject();
    for (Schema.Field field : record.getSchema().getFields()) {
      if (!field.name().equals(LINK)) {
        object.put(field.name(), value(record.get(field.pos())));
      }
    }
    return object;
  }

  private static @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case IndexedRecord record -> record(record);
      case List<?> list -> {
        JsonArray array = new JsonArray();
        list.forEach(element -> array.add(value(element)));
        yield array;
      }
      case Number number -> number;
      case Boolean flag -> flag;
      default -> Storable.text(value.toString());
    };
  }
}
