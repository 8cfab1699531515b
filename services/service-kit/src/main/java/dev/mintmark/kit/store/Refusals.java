package dev.mintmark.kit.store;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;

/** The store's refusals, each with its code. */
final class Refusals {
  private Refusals() {}

  static RefusedException missing(Digest digest) {
    return refusal(
        "ART-001",
        digest,
        "it is not in the artifact store",
        "put it there and request the release again");
  }

  static RefusedException damaged(Digest digest) {
    return refusal(
        "ART-002",
        digest,
        "its stored bytes have another digest; a copy is in quarantine",
        "put the artifact again");
  }

  static RefusedException tooLarge(Digest digest, long size, long limit) {
    return refusal(
        "ART-003",
        digest,
        "it has " + size + " bytes, more than " + limit,
        "use a smaller one or raise the limit");
  }

  static RefusedException wrongDigest(Digest expected, Digest found) {
    return refusal(
        "ART-004",
        expected,
        "the bytes sent have digest " + found,
        "send the bytes that the digest names");
  }

  static RefusedException wrongLength(Digest expected, long announced, long found) {
    return refusal(
        "ART-005",
        expected,
        found + " bytes came where " + announced + " were announced",
        "send the whole artifact with its true length");
  }

  private static RefusedException refusal(String code, Digest digest, String found, String advice) {
    return new Refusal(code, "artifact " + digest, found, advice).asException();
  }
}
