package dev.mintmark.vendor.bundle;

import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.dsse.Envelope;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.json.Fields;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.Arrays;

/**
 * The signature in a bundle: a DSSE envelope whose payload is the bundle's manifest. Its payload
 * type is of no attestation, so nothing takes it for one.
 */
final class BundleSignature {
  /** Its place in the tar: behind the manifest. */
  static final String NAME = "manifest.dsse.json";

  /** Base64 of the largest manifest, and room for the rest. */
  static final int MAX_BYTES = BundleManifest.MAX_BYTES / 3 * 4 + (64 << 10);

  private static final String TYPE = "application/vnd.mintmark.bundle.manifest.v1";

  private BundleSignature() {}

  static byte[] of(byte[] manifest, SigningKey key) {
    return CanonicalJson.write(Envelope.sign(TYPE, manifest, key).json());
  }

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException when it is not the key's over this manifest; the message reads
   *     on from "its signature"
   */
  static void check(byte[] signature, byte[] manifest, VerificationKey key) {
    Envelope envelope;
    try {
      envelope =
          Envelope.read(new Fields(Documents.read(signature, NAME), NAME, RefusalCode.BUNDLE_FORM));
    } catch (RefusedException e) {
      throw new IllegalArgumentException("cannot be read: " + e.getMessage(), e);
    }
    if (!envelope.payloadType().equals(TYPE)) {
      throw new IllegalArgumentException("is over a " + envelope.payloadType());
    }
    if (!Arrays.equals(envelope.payload(), manifest)) {
      throw new IllegalArgumentException("is over another manifest than the bundle's");
    }
    if (!envelope.isSignedBy(key)) {
      throw new IllegalArgumentException("is not one of " + key);
    }
  }
}
