package dev.mintmark.oci.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Parses one JSON object that every reader understands alike: UTF-8 without a byte order mark, no
 * key twice, nothing behind it, limited depth.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 16;

  private static final ObjectReader READER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .readerFor(JsonNode.class)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StrictJson() {}

  /**
   * @param what what the bytes should be, for errors
   * @param limit in bytes
   * @throws OciException (OCI-005), (OCI-006) when over the limit
   */
  public static Fields object(String what, byte[] bytes, int limit) {
    if (bytes.length > limit) {
      throw new OciException(
          OciError.TOO_LARGE,
          "cannot read " + what + ": " + bytes.length + " bytes, the limit is " + limit);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode node = READER.readValue(text);
      if (node == null || !node.isObject()) {
        throw new OciException(OciError.JSON, "cannot read " + what + ": it is not a JSON object");
      }
      return new Fields(what, node);
    } catch (CharacterCodingException e) {
      throw new OciException(OciError.JSON, "cannot read " + what + ": it is not UTF-8", e);
    } catch (JacksonException e) {
      throw new OciException(
          OciError.JSON, "cannot read " + what + " as JSON: " + e.getOriginalMessage(), e);
    }
  }
}
