package dev.mintmark.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {
  private static final int DIGITS = 64;
  private static final String PREFIX = "sha256:";

  public Digest {
    if (!isHex(hex, 0)) {
      throw new IllegalArgumentException(
          "not a SHA-256 digest: '" + hex + "'; expected 64 lower-case hexadecimal digits");
    }
  }

  /**
   * Reads the OCI form, {@code sha256:<64 hex>}.
   *
   * @throws IllegalArgumentException for any other form, tags and other algorithms included
   */
  public static Digest parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "not a digest: '" + text + "'; expected sha256:<64 hexadecimal digits>");
    }
    return new Digest(text.substring(PREFIX.length()));
  }

  /** Whether {@link #parse} would accept the text. */
  public static boolean isDigest(String text) {
    return text.startsWith(PREFIX) && isHex(text, PREFIX.length());
  }

  /** By hand: the ledger does this for every artifact of every record. */
  private static boolean isHex(String text, int from) {
    if (text.length() - from != DIGITS) {
      return false;
    }
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  public static Digest of(byte[] bytes) {
    MessageDigest sha256 = sha256();
    sha256.update(bytes);
    return finish(sha256);
  }

  public static Digest of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    }
  }

  /** Reads the stream to its end; does not close it. */
  public static Digest of(InputStream in) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sha256.update(buffer, 0, n);
    }
    return finish(sha256);
  }

  /** The digest of what went into {@code sha256}, which is reset. */
  public static Digest finish(MessageDigest sha256) {
    return new Digest(HexFormat.of().formatHex(sha256.digest()));
  }

  /** A fresh SHA-256 computation. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The 32 raw bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(Digest other) {
    return hex.compareTo(other.hex);
  }

  /** The OCI form, {@code sha256:<hex>}. */
  @Override
  public String toString() {
    return PREFIX + hex;
  }
}
