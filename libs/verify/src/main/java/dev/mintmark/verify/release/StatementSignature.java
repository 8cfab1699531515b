package dev.mintmark.verify.release;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The signature file beside {@code release.env}: Base64 of the DER ECDSA signature over the
 * statement's bytes, one line. With openssl: {@code base64 -d release.env.sig > sig; openssl dgst
 * -sha256 -verify release.pub -signature sig release.env}.
 */
public final class StatementSignature {
  private static final int MAX_BYTES = 200;

  private StatementSignature() {}

  public static byte[] sign(byte[] statement, SigningKey key) {
    return (Base64.getEncoder().encodeToString(key.sign(statement)) + "\n").getBytes(US_ASCII);
  }

  /**
   * The DER signature in a signature file.
   *
   * @throws RefusedException VER-015 for any other form than {@link #sign} writes
   */
  public static byte[] read(byte[] file) {
    try {
      String text = new String(file, US_ASCII).stripTrailing();
      byte[] signature = Base64.getDecoder().decode(text);
      byte[] again = (Base64.getEncoder().encodeToString(signature) + "\n").getBytes(US_ASCII);
      if (file.length <= MAX_BYTES && Arrays.equals(again, file)) {
        return signature;
      }
    } catch (IllegalArgumentException e) {
      throw refused();
    }
    throw refused();
  }

  private static RefusedException refused() {
    return new RefusedException(
        RefusalCode.BAD_SIGNATURE,
        "cannot accept the release statement's signature: it is not one line of Base64");
  }
}
