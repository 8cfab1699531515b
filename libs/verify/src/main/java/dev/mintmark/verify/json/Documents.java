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

  private Documents() {}

  /**
   * Reads one JSON object.
   *
   * @param what what the bytes are said to be, for the error
   * @throws RefusedException {@link RefusalCode#JSON} for anything else
   */
  public static ObjectNode read(byte[] bytes, String what) {
    try {
      return JSON.read(bytes);
    } catch (UnreadableJsonException e) {
      throw new RefusedException(
          RefusalCode.JSON, "cannot read " + what + ": it " + e.getMessage(), e);
    }
  }
}
