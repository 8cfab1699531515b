package dev.mintmark.cli.kit;

import dev.mintmark.verify.key.VerificationKey;
import java.util.Base64;
import java.util.HexFormat;

/** A key as two people compare it on the telephone. */
final class Fingerprint {
  private Fingerprint() {}

  /** SHA-256 of the key's DER, hexadecimal: what openssl and sha256sum give. */
  static String of(VerificationKey key) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(key.hint()));
  }
}
