package dev.mintmark.verify.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.StrictJson;
import dev.mintmark.json.UnreadableJsonException;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;

/** Documents that are strict JSON, or refused. */
public final class Documents {
  /** Larger ones are refused: a statement with a whole SBOM in it fits. */
  public static final int MAX_BYTES = 32 << 20;

  private static final int MAX_DEPTH = 64;
  private static final StrictJson JSON = new StrictJson(MAX_BYTES, MAX_DEPTH);

  /** An envelope has a dozen parts; one of them is what it carries, and may be large. */
  private static final StrictJson ENVELOPES = new StrictJson(MAX_BYTES, MAX_DEPTH, 10_000);

  private Documents() {}

  /**
   * Reads one JSON object.
   *
   * @param what what the bytes are said to be, for the error
   * @throws RefusedException {@link RefusalCode#JSON} for anything else
   */
  public static ObjectNode read(byte[] bytes, String what) {
    return read(JSON, bytes, what);
  }

  /**
   * Reads an envelope around a signed text, before anybody vouches for it: as {@link #read}, and
   * refuses one of many parts, which would take far more memory than its bytes.
   */
  public static ObjectNode readEnvelope(byte[] bytes, String what) {
    return read(ENVELOPES, bytes, what);
  }

  private static ObjectNode read(StrictJson json, byte[] bytes, String what) {
    try {
      return json.read(bytes);
    } catch (UnreadableJsonException e) {
      throw new RefusedException(
          RefusalCode.JSON, "cannot read " + what + ": it " + e.getMessage(), e);
    }
  }
}
