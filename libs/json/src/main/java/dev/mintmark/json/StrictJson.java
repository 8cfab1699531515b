package dev.mintmark.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;

/**
 * Reads JSON so that no two readers can see different things in it: UTF-8 without a byte order
 * mark, no doubled key, no trailing text, bounded depth and size. What it takes of memory beside
 * the tree is a few times the longest text in it. Any thread may use it.
 */
public final class StrictJson {
  private final int maxBytes;
  private final ObjectMapper mapper;

  /**
   * A reader.
   *
   * @param maxBytes larger documents are refused
   * @param maxDepth deeper ones, too
   */
  public StrictJson(int maxBytes, int maxDepth) {
    this(maxBytes, maxDepth, Long.MAX_VALUE);
  }

  /**
   * A reader of what may be long and has few parts.
   *
   * @param maxTokens more braces, names and values are refused: a tree takes ten times the memory
   *     of a text that is all of them
   */
  public StrictJson(int maxBytes, int maxDepth, long maxTokens) {
    this.maxBytes = maxBytes;
    StreamReadConstraints bounds =
        StreamReadConstraints.builder()
            .maxNestingDepth(maxDepth)
            .maxStringLength(maxBytes)
            .maxTokenCount(maxTokens)
            .build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(bounds)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    this.mapper =
        JsonMapper.builder(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  }

  /**
   * Reads one object.
   *
   * @throws UnreadableJsonException for anything else
   */
  public ObjectNode read(byte[] bytes) {
    if (bytes.length > maxBytes) {
      throw new UnreadableJsonException(
          "has " + bytes.length + " bytes, more than " + maxBytes, null);
    }
    JsonNode node;
    try {
      // Decoded here: the parser would guess UTF-16 or UTF-32 from the first bytes.
      node =
          mapper.readTree(
              new InputStreamReader(new ByteArrayInputStream(bytes), UTF_8.newDecoder()));
    } catch (CharacterCodingException e) {
      throw new UnreadableJsonException("is not UTF-8", e);
    } catch (JsonProcessingException e) {
      throw new UnreadableJsonException("is not strict JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new UnreadableJsonException("is not a JSON object", null);
  }
}
