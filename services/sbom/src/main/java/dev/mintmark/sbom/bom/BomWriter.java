package dev.mintmark.sbom.bom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.mintmark.content.BomSize;
import dev.mintmark.content.Digest;
import dev.mintmark.sbom.release.SbomCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.parsers.JsonParser;

/**
 * Gives a document its serial number and its one form: CycloneDX 1.6 JSON with two spaces, line
 * feeds and nothing of the machine. Only what the schema allows leaves it.
 */
public final class BomWriter {
  private static final Version VERSION = Version.VERSION_16;
  private static final int SHOWN = 3;

  private final Schema schema;
  private final ObjectWriter json;

  /** Reads the schema, which the library brings: once, because it takes a second. */
  public BomWriter() {
    try {
      schema = new JsonParser().getJsonSchema(VERSION, new ObjectMapper());
    } catch (IOException e) {
      throw new UncheckedIOException("the schema is on the class path", e);
    }
    // The default printer ends lines as the machine does.
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    json = new ObjectMapper().writer(printer);
  }

  /**
   * Writes the document.
   *
   * @param what for people, e.g. {@code image linux/arm64}
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-007, SBM-018
   */
  public BomDocument write(String what, Bom bom) {
    byte[] unnumbered = bytes(tree(bom));
    requireSize(what, unnumbered.length);
    UUID serial = serial(unnumbered);
    bom.setSerialNumber("urn:uuid:" + serial);
    JsonNode tree = tree(bom);
    validate(what, tree);
    byte[] document = bytes(tree);
    requireSize(what, document.length);
    return new BomDocument(document, serial);
  }

  private static void requireSize(String what, int bytes) {
    if (bytes > BomSize.ONE) {
      throw SbomCode.TOO_LARGE
          .refusal(
              "the bill of materials of " + what,
              "it has " + bytes + " bytes, more than the " + BomSize.ONE + " that can be attested",
              "put fewer files into the image: leave out sources, caches and what no program of it reads")
          .asException();
    }
  }

  /** A name-based UUID of the content, version 8 with SHA-256 (RFC 9562, appendix B.2). */
  private static UUID serial(byte[] content) {
    ByteBuffer hash = ByteBuffer.wrap(Digest.of(content).bytes());
    long high = hash.getLong() & ~0xf000L | 0x8000L;
    long low = hash.getLong() & ~(0b11L << 62) | 0b10L << 62;
    return new UUID(high, low);
  }

  private static JsonNode tree(Bom bom) {
    JsonNode tree = BomGeneratorFactory.createJson(VERSION, bom).toJsonNode();
    // The library writes times with the digits of the machine's locale.
    if (tree.path("metadata") instanceof ObjectNode metadata) {
      metadata.put("timestamp", bom.getMetadata().getTimestamp().toInstant().toString());
    }
    return tree;
  }

  private byte[] bytes(JsonNode tree) {
    try {
      return json.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  private void validate(String what, JsonNode tree) {
    List<Error> faults = schema.validate(tree);
    if (!faults.isEmpty()) {
      throw SbomCode.INVALID
          .refusal(
              "the bill of materials of " + what,
              "CycloneDX 1.6 does not allow it: "
                  + String.join("; ", faults.stream().limit(SHOWN).map(BomWriter::words).toList()),
              "look for a value in the request that the named field cannot hold")
          .asException();
    }
  }

  /** Place and rule; the validator's own sentence is in the machine's language. */
  private static String words(Error fault) {
    return fault.getInstanceLocation() + " breaks its '" + fault.getKeyword() + "'";
  }
}
