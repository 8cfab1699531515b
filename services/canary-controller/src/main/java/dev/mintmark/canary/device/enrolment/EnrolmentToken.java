package dev.mintmark.canary.device.enrolment;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A token that enrols one device once: {@code mme1-} and 32 random bytes in base64url.
 *
 * @param text never stored and never logged
 */
public record EnrolmentToken(String text) {
  private static final String PREFIX = "mme1-";
  private static final int RANDOM_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  static EnrolmentToken make() {
    byte[] secret = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(secret);
    return new EnrolmentToken(
        PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** What is stored of it: SHA-256 of its text, 64 hex digits. */
  String hash() {
    return Digest.of(text.getBytes(UTF_8)).hex();
  }

  @Override
  public String toString() {
    return "EnrolmentToken[" + hash() + "]";
  }
}
