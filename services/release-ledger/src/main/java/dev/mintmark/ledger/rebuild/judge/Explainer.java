package dev.mintmark.ledger.rebuild.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.compare.Comparison;
import dev.mintmark.compare.rule.Equivalence;
import dev.mintmark.compare.rule.EquivalenceRule;
import dev.mintmark.compare.source.Side;
import dev.mintmark.content.Artifact;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.UnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Tells where two artifacts differ, and whether a rule lets the difference pass. */
final class Explainer {
  /** Measurements are far smaller; nothing larger has a rule. */
  private static final int MOST_BYTES = 16 << 20;

  private static final int LINES = 3;

  /** What is known of two artifacts whose bytes differ. */
  Finding explain(Artifact recorded, BlobReader recordedBytes, Artifact rebuilt, BlobReader made) {
    Explanation why =
        explain(
            new Side(recorded.digest(), recordedBytes.blobs()),
            new Side(rebuilt.digest(), made.blobs()),
            recorded.mediaType());
    return rule(recorded, recordedBytes, rebuilt, made)
        .<Finding>map(rule -> new Finding.Equivalent(rule.id(), why))
        .orElseGet(() -> new Finding.Different(why));
  }

  /** Where two small documents differ. */
  Explanation explain(byte[] recorded, byte[] rebuilt, String mediaType) {
    return explain(Side.of(recorded), Side.of(rebuilt), mediaType);
  }

  private static Optional<EquivalenceRule> rule(
      Artifact recorded, BlobReader recordedBytes, Artifact rebuilt, BlobReader made) {
    boolean hasRule =
        List.of(EquivalenceRule.values()).stream()
            .anyMatch(rule -> rule.mediaType().equals(recorded.mediaType()));
    if (!hasRule) {
      return Optional.empty();
    }
    return recordedBytes
        .small(recorded.digest(), MOST_BYTES)
        .flatMap(before ->
            made.small(rebuilt.digest(), MOST_BYTES)
                .flatMap(after -> Equivalence.of(recorded.mediaType(), before, after)));
  }

  private static Explanation explain(Side recorded, Side rebuilt, String mediaType) {
    Comparison comparison;
    try {
      comparison = Comparison.of(recorded, rebuilt, mediaType);
    } catch (IOException e) {
      throw new UnavailableException("cannot compare " + recorded.digest(), e);
    } catch (RefusedException e) {
      return Explanation.of("other bytes; where cannot be told: " + e.refusal().message());
    }
    List<String> lines = comparison.lines();
    String summary = String.join("; ", lines.subList(0, Math.min(LINES, lines.size())));
    ObjectNode json = comparison.json();
    return new Explanation(summary, Optional.of(json));
  }
}
