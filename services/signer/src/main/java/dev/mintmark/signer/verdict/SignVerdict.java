package dev.mintmark.signer.verdict;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReproducedArtifact;
import dev.mintmark.events.release.v1.ReproductionOutcome;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.signer.chain.SignerCode;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.key.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Attests what a rebuild found, good or bad, with the verdict key. The same verdict and key make
 * the same bytes.
 */
public final class SignVerdict implements Step<ReleaseReproduced, VerdictSigned> {
  private static final String INDEX = "index";
  private static final String BUILDER = "image-builder";

  private final ArtifactStore store;
  private final SigningKey key;

  public SignVerdict(ArtifactStore store, SigningKey key) {
    this.store = store;
    this.key = key;
  }

  @Override
  public Outcome<VerdictSigned> apply(Incoming<ReleaseReproduced> incoming) {
    ReleaseReproduced verdict = incoming.event();
    if (verdict.getIndex() == null) {
      return new Outcome.Dropped<>("the release has no image that an attestation could refer to");
    }
    requireSound(incoming);
    Artifact index = index(incoming, verdict.getIndex());
    Statement statement = Reproduction.statement(verdict, index.digest());
    Artifact unsigned = store.put(statement.bytes(), Envelope.IN_TOTO);
    // No clock: a verdict has no time of its own.
    ArtifactManifest made =
        BundleReferrer.of(SigstoreBundle.sign(statement, key), statement, index, Instant.EPOCH);
    return new Outcome.Produced<>(
        new VerdictSigned(
            incoming.nextLink(verdict.getHandOff()),
            verdict.getRun(),
            verdict.getRepository(),
            index.digest().toString(),
            key.verificationKey().hint(),
            ArtifactReferences.toReference(unsigned),
            stored(made.bytes()),
            Stream.concat(Stream.of(made.config()), made.layers().stream())
                .map(this::stored)
                .distinct()
                .toList()));
  }

  /** A verdict never says more than its worst row. */
  private static void requireSound(Incoming<ReleaseReproduced> incoming) {
    ReleaseReproduced verdict = incoming.event();
    List<ReproducedArtifact> rows = verdict.getArtifacts();
    boolean allIdentical =
        !rows.isEmpty()
            && rows.stream()
                .allMatch(
                    row -> row.getVerdict() == ReproductionOutcome.IDENTICAL && hasOneDigest(row));
    boolean saysSo = verdict.getOutcome() == ReproductionOutcome.IDENTICAL;
    if (verdict.getOutcome() == ReproductionOutcome.UNKNOWN || saysSo && !allIdentical) {
      throw SignerCode.VERDICT.refused(
          subject(incoming), "it says " + verdict.getOutcome() + " over rows that do not");
    }
  }

  private static boolean hasOneDigest(ReproducedArtifact row) {
    return row.getRecorded() != null
        && row.getRebuilt() != null
        && row.getRecorded().getDigest().equals(row.getRebuilt().getDigest());
  }

  /** The recorded index with its size and type, as the row about it has it. */
  private static Artifact index(Incoming<ReleaseReproduced> incoming, String digest) {
    return incoming.event().getArtifacts().stream()
        .filter(row -> row.getStep().equals(BUILDER) && row.getRole().equals(INDEX))
        .map(SignVerdict::recorded)
        .filter(Objects::nonNull)
        .map(ArtifactReferences::toArtifact)
        .filter(index -> index.digest().equals(Digest.parse(digest)))
        .findFirst()
        .orElseThrow(() ->
            SignerCode.VERDICT.refused(
                subject(incoming), "it has no row about the index " + digest));
  }

  private static @Nullable ArtifactReference recorded(ReproducedArtifact row) {
    return row.getRecorded();
  }

  private static String subject(Incoming<ReleaseReproduced> incoming) {
    return "the verdict of " + incoming.event().getRun() + " on " + incoming.release();
  }

  private ArtifactReference stored(ArtifactManifest.Blob blob) {
    return ArtifactReferences.toReference(store.put(blob.content(), blob.artifact().mediaType()));
  }
}
