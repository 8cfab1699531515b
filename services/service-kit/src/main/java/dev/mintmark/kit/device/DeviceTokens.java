package dev.mintmark.kit.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A device's token says who it is and carries a MAC over that: {@code
 * mmd1:<device>:<class>:<generation>:<base64url of HMAC-SHA-256>}. So a door checks a token without
 * a database and without a fleet in memory, and a stolen database opens nothing (ADR 8).
 */
public final class DeviceTokens {
  private static final String PREFIX = "mmd1:";
  private static final int KEY_BYTES = 32;
  private static final int LONGEST = 256;
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;

  /**
   * @param key 32 secret bytes
   */
  public DeviceTokens(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "a device token key has %d bytes, not %d (KIT-041)".formatted(KEY_BYTES, key.length));
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** Reads the key: one line of 64 hex digits. */
  public static DeviceTokens read(Path file) {
    try {
      return new DeviceTokens(HexFormat.of().parseHex(Files.readString(file, UTF_8).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the device token key in " + file + " (KIT-041)", e);
    }
  }

  /** The token of a device: the same every time. */
  public String issue(DeviceIdentity identity) {
    String said =
        PREFIX + identity.device() + ':' + identity.deviceClass() + ':' + identity.generation();
    return said + ':' + BASE64.encodeToString(mac(said));
  }

  /** Whether that is a device's token at all, valid or not. */
  public static boolean looksLikeOne(String token) {
    return token.startsWith(PREFIX);
  }

  /** Who holds the token; empty when it was not issued with this key. */
  public Optional<DeviceIdentity> verify(String token) {
    int end = token.lastIndexOf(':');
    if (!looksLikeOne(token) || token.length() > LONGEST || end < PREFIX.length()) {
      return Optional.empty();
    }
    String said = token.substring(0, end);
    byte[] expected = BASE64.encodeToString(mac(said)).getBytes(UTF_8);
    if (!MessageDigest.isEqual(expected, token.substring(end + 1).getBytes(UTF_8))) {
      return Optional.empty();
    }
    // From here on the words are our own.
    String[] words = said.split(":", -1);
    return Optional.of(new DeviceIdentity(words[1], words[2], Integer.parseInt(words[3])));
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance(key.getAlgorithm());
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
