package dev.mintmark.image.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Binds an entry to its key and to this service: HMAC-SHA-256 over key and value, under a key made
 * of the service's own secret. Whoever can write the folder alone can make no entry that is
 * believed, not even by copying one to another key.
 */
final class Seal {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecretKeySpec key;

  /**
   * @param secret known to the service, not to whoever may write its folder
   */
  Seal(byte[] secret) {
    this.key =
        new SecretKeySpec(
            mac(new SecretKeySpec(secret, ALGORITHM), "mintmark build cache 1".getBytes(UTF_8)),
            ALGORITHM);
  }

  /** An entry: 32 bytes of seal, then the value. */
  byte[] close(Digest entryKey, byte[] value) {
    return ByteBuffer.allocate(BYTES + value.length).put(seal(entryKey, value)).put(value).array();
  }

  /** An entry's value. */
  byte[] open(Digest entryKey, byte[] entry) throws BrokenEntryException {
    if (entry.length < BYTES) {
      throw new BrokenEntryException(CacheFault.MALFORMED);
    }
    byte[] value = Arrays.copyOfRange(entry, BYTES, entry.length);
    if (!MessageDigest.isEqual(seal(entryKey, value), Arrays.copyOf(entry, BYTES))) {
      throw new BrokenEntryException(CacheFault.SEAL);
    }
    return value;
  }

  private byte[] seal(Digest entryKey, byte[] value) {
    return mac(key, entryKey.bytes(), value);
  }

  private static byte[] mac(SecretKeySpec key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
