package dev.mintmark.cli.rollout;

import dev.mintmark.content.Digest;
import dev.mintmark.gate.judge.Recompute;

/** A judgement made again on this machine, from what the controller kept of it. */
public sealed interface Recomputation {
  /** The same verdict, byte for byte, from the bytes that the log names. */
  record Same() implements Recomputation {}

  /**
   * Not the same.
   *
   * @param found in words: what differs, and where
   */
  record Different(String found) implements Recomputation {}

  /**
   * Makes the verdict again. What the controller hands out must first be what it named when it
   * judged: by digest.
   *
   * @param policyDigest {@code sha256:<hex>} of the rollout's policy
   */
  static Recomputation of(
      String policyDigest, Judgement judgement, byte[] policy, byte[] evidence, byte[] verdict) {
    if (!isOf(policyDigest, policy)) {
      return replaced("policy", policyDigest, policy);
    }
    if (!isOf(judgement.evidence(), evidence)) {
      return replaced("evidence", judgement.evidence(), evidence);
    }
    if (!isOf(judgement.verdict(), verdict)) {
      return replaced("verdict", judgement.verdict(), verdict);
    }
    try {
      return switch (Recompute.same(policy, evidence, verdict)) {
        case Recompute.Same same -> new Same();
        case Recompute.Different(int at, String found, String expected) ->
            new Different(
                "byte %d of the verdict: stored \"%s\", made again \"%s\""
                    .formatted(at, found, expected));
      };
    } catch (IllegalArgumentException e) {
      return new Different("it cannot be made again: " + e.getMessage());
    }
  }

  private static boolean isOf(String digest, byte[] bytes) {
    return Digest.of(bytes).toString().equals(digest);
  }

  private static Different replaced(String artifact, String digest, byte[] bytes) {
    return new Different(
        "the %s is not the one that was judged: %s instead of %s"
            .formatted(artifact, Digest.of(bytes), digest));
  }
}
