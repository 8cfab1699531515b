package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.ledger.entry.Stage;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * One hand-off of a chain.
 *
 * @param bytes the event's value
 * @param toolchain digest of the document of what made it; empty where none is known
 */
public record Link(Stage stage, SpecificRecord event, byte[] bytes, Optional<String> toolchain) {
  public Link {
    bytes = bytes.clone();
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The reference to the event's value. */
  public Artifact value() {
    return Artifact.of(bytes, MediaTypes.EVENT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Link that && stage == that.stage && value().equals(that.value());
  }

  @Override
  public int hashCode() {
    return value().hashCode();
  }

  @Override
  public String toString() {
    return stage + " " + value().digest();
  }
}
