package dev.mintmark.kit.framing;

import dev.mintmark.kit.handoff.UnreadableException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A zero byte, the schema's id in the registry (4 bytes, big-endian), then Avro binary: the form
 * that the registry clients of all languages read.
 */
public final class Framing {
  public static final int HEADER_BYTES = 5;

  private Framing() {}

  public static byte[] frame(int schemaId, byte[] avro) {
    return ByteBuffer.allocate(HEADER_BYTES + avro.length)
        .put((byte) 0)
        .putInt(schemaId)
        .put(avro)
        .array();
  }

  /** The id that a framed value names. */
  public static int schemaId(byte[] framed) throws UnreadableException {
    check(framed);
    return ByteBuffer.wrap(framed).getInt(1);
  }

  /**
   * The Avro binary.
   *
   * @throws UnreadableException KIT-050 for a value without the frame
   */
  public static byte[] unframe(byte[] framed) throws UnreadableException {
    check(framed);
    return Arrays.copyOfRange(framed, HEADER_BYTES, framed.length);
  }

  private static void check(byte[] framed) throws UnreadableException {
    if (framed.length < HEADER_BYTES || framed[0] != 0) {
      throw new UnreadableException(
          "KIT-050", "the value has no frame: a zero byte and a schema id of 4 bytes");
    }
  }
}
