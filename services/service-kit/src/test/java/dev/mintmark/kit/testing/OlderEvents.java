package dev.mintmark.kit.testing;

import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.topics.ReleasedSchemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;

/**
 * Events as the version 0.0.1 of the test resources would have written them, which had other
 * fields.
 *
 * @param value the recorded bytes
 * @param fingerprint of their schema
 */
public record OlderEvents(byte[] value, String fingerprint) {
  public OlderEvents {
    value = value.clone();
  }

  @Override
  public byte[] value() {
    return value.clone();
  }

  /** The event with the fields that the older schema has; what only that one has is given. */
  public static OlderEvents of(SpecificRecord event, Map<String, Object> dropped) {
    Schema schema = schema(event.getSchema());
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      Schema.Field now = event.getSchema().getField(field.name());
      record.put(field.pos(), now == null ? dropped.get(field.name()) : event.get(now.pos()));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new OlderEvents(out.toByteArray(), EventCodec.fingerprint(schema));
  }

  private static Schema schema(Schema newest) {
    return ReleasedSchemas.of(newest.getFullName()).stream()
        .filter(schema -> !EventCodec.fingerprint(schema).equals(EventCodec.fingerprint(newest)))
        .findFirst()
        .orElseThrow();
  }
}
