package dev.mintmark.verify.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.json.Fields;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * The body of a {@code cosign.key}: JSON that names scrypt and NaCl's secretbox (XSalsa20 with
 * Poly1305), over a PKCS#8 key (go-securesystemslib, encrypted).
 */
final class CosignKey {
  private static final int MAC_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 24;

  /** Four times cosign's own: N times r times p. */
  private static final long MOST_WORK = 4L * 65_536 * 8;

  /**
   * N below 2^(128 r / 8), as scrypt has it (RFC 7914, section 2); greater r allow more than ever
   * fits.
   */
  private static final long MOST_FOR_ONE_BLOCK = 65_536;

  private CosignKey() {}

  /**
   * @throws RefusedException VER-003 for what is no such body, VER-004 for other ciphers, VER-007
   *     for a wrong password
   */
  static byte[] decrypt(byte[] json, String what, KeyPassword password) {
    Fields body;
    try {
      body =
          new Fields(Documents.read(json, what), what, RefusalCode.KEY_NOT_PEM)
              .only("kdf", "cipher", "ciphertext");
    } catch (RefusedException e) {
      throw new RefusedException(RefusalCode.KEY_NOT_PEM, e.detail(), e);
    }
    Fields kdf = body.object("kdf").only("name", "params", "salt");
    Fields cipher = body.object("cipher").only("name", "nonce");
    if (!kdf.string("name").equals("scrypt") || !cipher.string("name").equals("nacl/secretbox")) {
      throw new RefusedException(
          RefusalCode.KEY_KIND,
          "cannot read %s: it is encrypted with %s and %s; expected scrypt and nacl/secretbox"
              .formatted(what, kdf.string("name"), cipher.string("name")));
    }
    JsonNode cost = kdf.objectNode("params");
    byte[] salt = kdf.base64("salt");
    byte[] nonce = cipher.base64("nonce");
    byte[] boxed = body.base64("ciphertext");
    requireSound(cost, nonce, boxed, what);
    byte[] secret = new String(password.of(what)).getBytes(UTF_8);
    byte[] key =
        SCrypt.generate(
            secret,
            salt,
            cost.path("N").intValue(),
            cost.path("r").intValue(),
            cost.path("p").intValue(),
            KEY_BYTES);
    return open(key, nonce, boxed, what);
  }

  private static void requireSound(JsonNode cost, byte[] nonce, byte[] boxed, String what) {
    long n = cost.path("N").asLong();
    long r = cost.path("r").asLong();
    long p = cost.path("p").asLong();
    boolean whole =
        cost.path("N").isIntegralNumber()
            && cost.path("r").isIntegralNumber()
            && cost.path("p").isIntegralNumber();
    boolean small = n > 1 && r > 0 && p > 0 && n <= MOST_WORK && r <= MOST_WORK && p <= MOST_WORK;
    if (!whole
        || !small
        || (r == 1 && n >= MOST_FOR_ONE_BLOCK)
        || Long.bitCount(n) != 1
        || n * r > MOST_WORK
        || n * r * p > MOST_WORK
        || nonce.length != NONCE_BYTES
        || boxed.length <= MAC_BYTES) {
      throw new RefusedException(
          RefusalCode.KEY_NOT_PEM,
          "cannot read %s: its scrypt cost (N=%d r=%d p=%d), nonce or content is none of cosign's"
              .formatted(what, n, r, p));
    }
  }

  /** The first 32 bytes of the key stream are the authenticator's key. */
  private static byte[] open(byte[] key, byte[] nonce, byte[] boxed, String what) {
    XSalsa20Engine stream = new XSalsa20Engine();
    stream.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
    byte[] first = new byte[KEY_BYTES];
    stream.processBytes(new byte[KEY_BYTES], 0, KEY_BYTES, first, 0);
    Poly1305 mac = new Poly1305();
    mac.init(new KeyParameter(first));
    mac.update(boxed, MAC_BYTES, boxed.length - MAC_BYTES);
    byte[] found = new byte[MAC_BYTES];
    mac.doFinal(found, 0);
    if (!MessageDigest.isEqual(found, Arrays.copyOf(boxed, MAC_BYTES))) {
      throw KeyPassword.wrong(what);
    }
    byte[] plain = new byte[boxed.length - MAC_BYTES];
    stream.processBytes(boxed, MAC_BYTES, plain.length, plain, 0);
    return plain;
  }
}
