package dev.mintmark.verify.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Reads JSON so that no two readers can see different things in it: UTF-8 only, no doubled key, no
 * trailing text, bounded depth and size.
 */
public final class StrictJson {
  /** Larger documents are refused: a statement with a whole SBOM in it fits. */
  public static final int MAX_BYTES = 32 << 20;

  private static final int MAX_DEPTH = 64;
  private static final ObjectMapper MAPPER = mapper();

  private StrictJson() {}

  private static ObjectMapper mapper() {
    StreamReadConstraints bounds =
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxStringLength(MAX_BYTES)
            .build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(bounds)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Pure ASCII: some verifiers count characters where DSSE counts bytes.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /**
   * Reads one JSON object.
   *
   * @param what what the bytes are said to be, for the error
   * @throws RefusedException {@link RefusalCode#JSON} for anything else
   */
  public static ObjectNode read(byte[] bytes, String what) {
    if (bytes.length > MAX_BYTES) {
      throw refused(what, "has " + bytes.length + " bytes, more than " + MAX_BYTES, null);
    }
    JsonNode node;
    try {
      // Decoded here: the parser would guess UTF-16 or UTF-32 from the first bytes.
      node = MAPPER.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw refused(what, "is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw refused(what, "is not strict JSON: " + e.getOriginalMessage(), e);
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw refused(what, "is not a JSON object", null);
  }

  /** An empty object; its fields are written in the order in which they are put. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The compact form, ASCII, fields in the order in which they were put. */
  public static byte[] write(ObjectNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a JSON tree", e);
    }
  }

  private static RefusedException refused(
      String what, String found, @org.jspecify.annotations.Nullable Throwable cause) {
    return new RefusedException(RefusalCode.JSON, "cannot read " + what + ": it " + found, cause);
  }
}
