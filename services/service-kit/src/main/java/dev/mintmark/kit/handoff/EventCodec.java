package dev.mintmark.kit.handoff;

import dev.mintmark.topics.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Raw Avro binary (Avro 1.12 specification, "Binary encoding") of an event's value, and back.
 * Reading is strict: every byte is used, and writing again gives the same bytes, so a value has one
 * form and one digest.
 */
public final class EventCodec {
  /** A larger value is unreadable: events carry references, never blobs. */
  public static final int MAX_BYTES = Topic.MAX_VALUE_BYTES;

  static {
    // Avro allocates what a length field says before it reads on: without a bound, six bytes can
    // ask for all memory. It
    // reads these once, when its first decoder is made.
    for (String limit : List.of("string", "bytes", "collectionItems")) {
      System.setProperty(
          "org.apache.avro.limits." + limit + ".maxLength", Integer.toString(MAX_BYTES));
    }
  }

  /**
   * A model bound to the class's own loader: in a test's class loader the default one finds another
   * copy of the class. Kept, because each model builds its readers anew.
   */
  private static final ClassValue<SpecificData> DATA =
      new ClassValue<>() {
        @Override
        protected SpecificData computeValue(Class<?> type) {
          SpecificData data = new SpecificData(type.getClassLoader());
          SpecificData.getForClass(type).getConversions().forEach(data::addLogicalTypeConversion);
          // What the classes were generated with: about twice as fast as asking the schema.
          data.setCustomCoders(true);
          return data;
        }
      };

  /**
   * Readers of each class, in its own schema. They keep nothing between events, and are shared:
   * making one resolves the schema against itself, which costs as much as reading a small event.
   */
  private static final ClassValue<DatumReader<?>> READERS =
      new ClassValue<>() {
        @Override
        protected DatumReader<?> computeValue(Class<?> type) {
          SpecificData data = dataOf(type);
          Schema schema = data.getSchema(type);
          return new SpecificDatumReader<>(schema, schema, data);
        }
      };

  /** Of the few schemas there are: making one costs more than encoding an event. */
  private static final Map<Schema, String> FINGERPRINTS = new ConcurrentHashMap<>();

  private EventCodec() {}

  /** The event's bytes, the same on every JVM. */
  public static byte[] write(SpecificRecord event) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(event, out);
    return out.toByteArray();
  }

  private static void write(SpecificRecord event, OutputStream out) {
    write(new SpecificDatumWriter<>(event.getSchema(), dataOf(event.getClass())), event, out);
  }

  private static <T> void write(DatumWriter<T> writer, T event, OutputStream out) {
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      writer.write(event, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes bytes, and keeps only whether they are the expected ones. */
  private static final class Expected extends OutputStream {
    private final byte[] expected;
    private int at;
    private boolean same = true;

    Expected(byte[] expected) {
      this.expected = expected;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      same =
          same
              && length <= expected.length - at
              && Arrays.equals(bytes, from, from + length, expected, at, at + length);
      at += same ? length : 0;
    }

    boolean isWritten() {
      return same && at == expected.length;
    }
  }

  private static boolean isWrittenAs(SpecificRecord event, byte[] value) {
    Expected expected = new Expected(value);
    write(event, expected);
    return expected.isWritten();
  }

  /**
   * Reads one event.
   *
   * @throws UnreadableException KIT-010 over {@link #MAX_BYTES}, KIT-011 for any other bytes than
   *     {@link #write} makes
   */
  public static <T extends SpecificRecord> T read(byte[] value, Class<T> type)
      throws UnreadableException {
    Schema schema = dataOf(type).getSchema(type);
    T event = type.cast(decode(value, READERS.get(type), schema));
    if (!isWrittenAs(event, value)) {
      throw otherForm(schema);
    }
    return event;
  }

  /**
   * Reads an event that an older version wrote, by Avro's schema resolution; as strictly.
   *
   * @param writer what it was written with
   */
  static <T extends SpecificRecord> T read(byte[] value, Schema writer, Class<T> type)
      throws UnreadableException {
    SpecificData data = dataOf(type);
    Expected expected = new Expected(value);
    write(
        new GenericDatumWriter<>(writer),
        decode(value, new GenericDatumReader<>(writer), writer),
        expected);
    if (!expected.isWritten()) {
      throw otherForm(writer);
    }
    var reader = new SpecificDatumReader<T>(writer, data.getSchema(type), data);
    return type.cast(decode(value, reader, writer));
  }

  private static <T> T decode(byte[] value, DatumReader<T> reader, Schema writer)
      throws UnreadableException {
    if (value.length > MAX_BYTES) {
      throw new UnreadableException(
          "KIT-010", "the value has " + value.length + " bytes, more than " + MAX_BYTES);
    }
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(value, null);
    try {
      T event = reader.read(null, decoder);
      if (decoder.isEnd()) {
        return event;
      }
    } catch (IOException | RuntimeException e) {
      // Reading is a pure function of the bytes: whatever it throws, the bytes are at fault.
      throw new UnreadableException(
          "KIT-011", "the value is not a " + writer.getName() + ": " + e.getMessage());
    }
    throw new UnreadableException(
        "KIT-011", "bytes are left behind the end of the " + writer.getName());
  }

  private static UnreadableException otherForm(Schema schema) {
    return new UnreadableException(
        "KIT-011", "the value is not in the one form of a " + schema.getName());
  }

  /** CRC-64-AVRO of the schema's parsing canonical form, 16 hex digits. */
  public static String fingerprint(Schema schema) {
    return FINGERPRINTS.computeIfAbsent(
        schema, s -> HexFormat.of().toHexDigits(SchemaNormalization.parsingFingerprint64(s)));
  }

  private static SpecificData dataOf(Class<?> type) {
    return DATA.get(type);
  }
}
