package dev.mintmark.signer;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;

/** Changes events deep inside, by a path such as {@code variants.0.value}. */
final class Paths {
  private Paths() {}

  static void set(SpecificRecordBase event, String path, Object value) {
    SpecificRecordBase record = event;
    List<String> parts = new ArrayList<>(List.of(path.split("\\.")));
    String last = parts.removeLast();
    Object at = record;
    for (String part : parts) {
      at = at instanceof List<?> list ? list.get(Integer.parseInt(part)) : field(at, part);
    }
    if (at instanceof SpecificRecordBase owner) {
      if (field(owner, last).equals(value)) {
        throw new IllegalArgumentException(path + " is already " + value);
      }
      owner.put(owner.getSchema().getField(last).pos(), value);
    } else {
      setElement((List<?>) at, Integer.parseInt(last), value);
    }
  }

  static Object get(SpecificRecordBase event, String path) {
    Object at = event;
    for (String part : path.split("\\.")) {
      at = at instanceof List<?> list ? list.get(Integer.parseInt(part)) : field(at, part);
    }
    return at;
  }

  private static Object field(Object record, String name) {
    return ((SpecificRecordBase) record).get(name);
  }

  @SuppressWarnings("unchecked")
  private static void setElement(List<?> list, int index, Object value) {
    ((List<Object>) list).set(index, value);
  }
}
