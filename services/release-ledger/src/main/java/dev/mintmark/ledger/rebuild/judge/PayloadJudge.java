package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.rebuild.v1.Payload;
import dev.mintmark.events.rebuild.v1.PayloadKind;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.ledger.rebuild.chain.Steps;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.VerificationKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges what is signed: the rebuilt document has to be the recorded one, and the recorded
 * signature has to hold over the rebuilt one.
 */
final class PayloadJudge {
  /** Of a statement with a whole SBOM in it. */
  private static final int MOST_BYTES = Documents.MAX_BYTES;

  private static final String STEP = Steps.SIGN.step();

  private final BlobReader recordedBytes;
  private final BlobReader made;
  private final ReleaseKeys keys;
  private final Explainer explainer;

  PayloadJudge(BlobReader recordedBytes, BlobReader made, ReleaseKeys keys, Explainer explainer) {
    this.recordedBytes = recordedBytes;
    this.made = made;
    this.keys = keys;
    this.explainer = explainer;
  }

  /**
   * Judges.
   *
   * @param attested whether the release was made by a line with evidence: then it must have all
   *     that such a line signs
   */
  List<Row> judge(ReleaseSigned signed, RebuildPrepared prepared, boolean attested) {
    List<SignedPayload> recordedPayloads = new SignedPayloads(recordedBytes).of(signed);
    Map<String, Artifact> rebuilt = new LinkedHashMap<>();
    for (Payload payload : prepared.getPayloads()) {
      if (attested || isJudged(payload.getKind(), recordedPayloads)) {
        rebuilt.put(
            SignedPayload.role(payload.getKind(), payload.getOf()),
            ArtifactReferences.toArtifact(payload.getPayload()));
      }
    }
    List<Row> rows = new ArrayList<>();
    for (SignedPayload recorded : recordedPayloads) {
      Optional<Artifact> same = Optional.ofNullable(rebuilt.remove(recorded.role()));
      Finding finding =
          same.map(artifact -> judge(recorded, artifact, recorded.key().orElse(signed.getKey())))
              .orElseGet(() -> Finding.Different.of("the rebuild prepared none"));
      rows.add(new Row(STEP, recorded.role(), recorded.reference(), same, finding));
    }
    rebuilt.forEach((role, artifact) ->
        rows.add(
            new Row(
                STEP,
                role,
                Optional.empty(),
                Optional.of(artifact),
                Finding.Different.of("the release has no such signature"))));
    return rows;
  }

  /**
   * Releases of before have no evidence, and no signature over any model's files: nothing can be
   * said of what was not there.
   */
  private static boolean isJudged(PayloadKind kind, List<SignedPayload> recorded) {
    if (SignedPayload.isEvidence(kind)) {
      return recorded.stream().anyMatch(payload -> SignedPayload.isEvidence(payload.kind()));
    }
    return kind != PayloadKind.MODEL_STATEMENT
        || recorded.stream().anyMatch(payload -> payload.kind() == kind);
  }

  private Finding judge(SignedPayload recorded, Artifact rebuilt, String key) {
    return switch (made.read(rebuilt.digest())) {
      case Reading.Absent() ->
          new Finding.Undecided("the rebuild names it, but its place has no such bytes");
      case Reading.Damaged(String found) -> new Finding.Undecided("the rebuilt bytes " + found);
      case Reading.Whole(Computed computed) ->
          made.small(rebuilt.digest(), MOST_BYTES)
              .map(bytes -> judge(recorded, rebuilt, computed, bytes, key))
              .orElseGet(() -> new Finding.Undecided("the rebuilt document is too large"));
    };
  }

  private Finding judge(
      SignedPayload recorded, Artifact rebuilt, Computed computed, byte[] bytes, String key) {
    Optional<byte[]> before = recorded.payload();
    if (before.isPresent()) {
      return Match.of(compute(before.get()), computed)
          .map(match -> verified(recorded, match, bytes, key))
          .orElseGet(() ->
              new Finding.Different(explainer.explain(before.get(), bytes, rebuilt.mediaType())));
    }
    Optional<Digest> named = recorded.reference().map(Artifact::digest);
    if (named.isEmpty()) {
      return new Finding.Undecided("the recorded signature and the document under it are gone");
    }
    return Match.ofNamed(named.get(), computed)
        .map(match -> verified(recorded, match, bytes, key))
        .orElseGet(() ->
            Finding.Different.of("other bytes; where cannot be told, the recorded ones are gone"));
  }

  private Finding verified(SignedPayload recorded, Match match, byte[] rebuilt, String key) {
    Optional<VerificationKey> known = keys.named(recorded.kind(), key);
    if (known.isEmpty()) {
      return new Finding.Undecided(
          "it was signed with key "
              + key
              + ", which the ledger was not given for such a signature");
    }
    if (recorded.signature().isEmpty()) {
      return new Finding.Undecided("the recorded signature is gone or cannot be read");
    }
    for (Digest carrier : recorded.carriers()) {
      if (!(recordedBytes.read(carrier) instanceof Reading.Whole)) {
        return new Finding.Undecided(
            "the recorded signature cannot be shown: " + carrier + " is gone or damaged");
      }
    }
    byte[] signed = recorded.signedForm().apply(rebuilt);
    return known.get().verifies(signed, recorded.signature().get())
        ? new Finding.Identical(match)
        : Finding.Different.of(
            "the recorded signature does not hold over the rebuilt document with key " + key);
  }

  private static Computed compute(byte[] bytes) {
    try {
      return Computed.over(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be read", e);
    }
  }
}
