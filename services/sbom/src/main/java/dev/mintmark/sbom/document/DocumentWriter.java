package dev.mintmark.sbom.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.kit.refusal.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.parsers.JsonParser;
import org.jboss.logging.Logger;

/** Turns a document into its one form of bytes: CycloneDX 1.6 JSON that the schema accepts. */
public final class DocumentWriter {
  private static final Logger LOG = Logger.getLogger(DocumentWriter.class);
  private static final Version VERSION = Version.VERSION_16;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Line ends are said: the default ones are the platform's. */
  private static final ObjectWriter WRITER =
      JSON.writer(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  private DocumentWriter() {}

  /**
   * The document's bytes; sets its serial number from its content.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-003 when the schema does not accept it
   */
  public static byte[] write(Bom bom) {
    bom.setSerialNumber(null);
    bom.setSerialNumber(Serial.of(json(bom)));
    byte[] bytes = json(bom);
    validate(bytes);
    return bytes;
  }

  /** The library words its findings in the host's language: the log has them, no event may. */
  private static void validate(byte[] bytes) {
    try {
      List<ParseException> faults = new JsonParser().validate(bytes, VERSION);
      if (!faults.isEmpty()) {
        faults.forEach(fault -> LOG.warnf("schema refused errorCode=SBM-003 at=%s", fault));
        throw new Refusal(
                "SBM-003",
                "the bill of materials",
                faults.size() + " places break the CycloneDX 1.6 schema; the log names them",
                "look for a name, media type or licence that CycloneDX does not allow")
            .asException();
      }
    } catch (IOException e) {
      throw new IllegalStateException("the schemas are in the library", e);
    }
  }

  private static byte[] json(Bom bom) {
    try {
      String text = BomGeneratorFactory.createJson(VERSION, bom).toJsonString();
      ObjectNode root = (ObjectNode) JSON.readTree(text);
      // The library writes the time in the host's locale, with its digits.
      Instant time = bom.getMetadata().getTimestamp().toInstant();
      ((ObjectNode) root.get("metadata")).put("timestamp", time.toString());
      return (WRITER.writeValueAsString(root) + "\n").getBytes(UTF_8);
    } catch (GeneratorException | JsonProcessingException e) {
      throw new IllegalStateException("cannot write a bill of materials", e);
    }
  }
}
