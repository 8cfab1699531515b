package dev.mintmark.cli.ledger;

import dev.mintmark.cli.ledger.HandOff.ArtifactUse;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A hand-off on one line: step, what it made, its first digest, the size of all of it, and the time
 * since the hand-off before.
 */
public final class HandOffLine {
  /** What an event is about: its artifacts of one role, with a word for people. */
  private record Made(String role, String word) {}

  private static final Map<String, Made> MADE =
      Map.ofEntries(
          Map.entry(TopicCatalogue.BUILD_REQUESTED.name(), new Made("model.file", "request")),
          Map.entry(TopicCatalogue.MODEL_INGESTED.name(), new Made("model", "model")),
          Map.entry(TopicCatalogue.MODEL_QUANTIZED.name(), new Made("variants.model", "variants")),
          Map.entry(TopicCatalogue.IMAGE_BUILT.name(), new Made("index", "image")),
          Map.entry(TopicCatalogue.SBOM_PUBLISHED.name(), new Made("documents.document", "SBOMs")),
          Map.entry(
              TopicCatalogue.EVIDENCE_ATTESTED.name(), new Made("attestations.bundle", "evidence")),
          Map.entry(
              TopicCatalogue.RELEASE_SIGNED.name(), new Made("statements.signature", "signatures")),
          Map.entry(TopicCatalogue.RELEASE_PUBLISHED.name(), new Made("index", "release")),
          Map.entry(TopicCatalogue.RELEASE_REJECTED.name(), new Made("", "refused")));

  private static final Made UNKNOWN = new Made("", "event");
  private static final int SHORT_HEX = 12;

  private HandOffLine() {}

  /**
   * The line.
   *
   * @param before when the hand-off before was made; empty for the first
   */
  public static String of(HandOff handOff, Optional<Instant> before) {
    Made made = MADE.getOrDefault(handOff.topic(), UNKNOWN);
    List<ArtifactUse> artifacts =
        handOff.artifacts().stream()
            .filter(use -> use.role().replaceAll("\\[[^]]*]", "").equals(made.role()))
            .toList();
    long millis =
        before
            .map(time -> Math.max(0, Duration.between(time, handOff.time()).toMillis()))
            .orElse(0L);
    return String.format(
            Locale.ROOT,
            "%-20s %-10s %-22s %9s %9s",
            handOff.step(),
            made.word(),
            digest(artifacts),
            artifacts.isEmpty() ? "" : Sizes.format(total(artifacts)),
            Sizes.millis(millis))
        .stripTrailing();
  }

  private static String digest(List<ArtifactUse> artifacts) {
    if (artifacts.isEmpty()) {
      return "";
    }
    String first = shorten(artifacts.getFirst().digest());
    return artifacts.size() == 1 ? first : first + " +" + (artifacts.size() - 1);
  }

  private static long total(List<ArtifactUse> artifacts) {
    return artifacts.stream().mapToLong(ArtifactUse::size).sum();
  }

  /** {@code sha256:} and the first twelve digits: for people, never compared. */
  public static String shorten(String digest) {
    int end = "sha256:".length() + SHORT_HEX;
    return digest.length() > end ? digest.substring(0, end) : digest;
  }
}
