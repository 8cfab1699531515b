package dev.mintmark.verify.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import java.util.Base64;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A set and what was signed over its text: lines {@code signature=<id> <Base64 of DER>} behind it,
 * sorted by id. Whose they are is to be verified yet.
 */
public final class SignedKeySet {
  static final String SIGNATURE = "signature=";

  private final KeySet set;
  private final SortedMap<String, String> signatures;

  SignedKeySet(KeySet set, SortedMap<String, String> signatures) {
    this.set = set;
    this.signatures = Collections.unmodifiableSortedMap(new TreeMap<>(signatures));
  }

  public static SignedKeySet unsigned(KeySet set) {
    return new SignedKeySet(set, Collections.emptySortedMap());
  }

  /** With one more signature. */
  public SignedKeySet sign(SigningKey root) {
    SortedMap<String, String> more = new TreeMap<>(signatures);
    more.put(root.verificationKey().hint(), Base64.getEncoder().encodeToString(root.sign(body())));
    return new SignedKeySet(set, more);
  }

  /** What the signatures vouch for, once they were verified. */
  public KeySet set() {
    return set;
  }

  /** The bytes that are signed. */
  public byte[] body() {
    return KeySetText.write(set);
  }

  /** Of the signed bytes. */
  public Digest digest() {
    return Digest.of(body());
  }

  /** Ids of the keys that are said to have signed, sorted. */
  public java.util.Set<String> signers() {
    return signatures.keySet();
  }

  boolean isSignedBy(VerificationKey key) {
    String signature = signatures.get(key.hint());
    return signature != null && key.verifies(body(), Base64.getDecoder().decode(signature));
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder(new String(body(), US_ASCII));
    signatures.forEach((id, signature) ->
        text.append(SIGNATURE).append(id).append(' ').append(signature).append('\n'));
    return text.toString().getBytes(US_ASCII);
  }
}
