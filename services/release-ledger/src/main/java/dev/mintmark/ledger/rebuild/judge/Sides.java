package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.compare.source.Blobs;
import dev.mintmark.ledger.rebuild.chain.Input;
import dev.mintmark.ledger.rebuild.chain.RebuiltRelease;
import dev.mintmark.ledger.rebuild.chain.RecordedRelease;
import java.util.List;
import java.util.Optional;

/**
 * All that a judgement looks at: two ports to bytes, and what both sides' hand-offs say.
 *
 * @param recordedBytes the line's own artifacts
 * @param made what the rebuild's steps stored, and nothing else
 * @param laidOut what was laid out for the rebuild before it began
 * @param inputs what the recorded request names
 * @param measures recorded measurements that were laid out as inputs, too
 * @param measured what the rebuild measured again; empty where it noted nothing
 */
public record Sides(
    RecordedRelease recorded,
    Blobs recordedBytes,
    RebuiltRelease rebuilt,
    Blobs made,
    Blobs laidOut,
    List<Input> inputs,
    List<Input> measures,
    Optional<Measured> measured) {
  public Sides {
    inputs = List.copyOf(inputs);
    measures = List.copyOf(measures);
  }
}
