package dev.mintmark.verify.key;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One PEM block (RFC 7468, strict form). */
final class Pem {
  static final String PRIVATE = "PRIVATE KEY";
  static final String PUBLIC = "PUBLIC KEY";

  /** PKCS#8 under a password. */
  static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  /** As cosign writes it. */
  static final String SIGSTORE = "ENCRYPTED SIGSTORE PRIVATE KEY";

  /** As cosign before 2.0 wrote it. */
  static final String COSIGN = "ENCRYPTED COSIGN PRIVATE KEY";

  /** A P-256 key is a tenth of this. */
  static final int MAX_BYTES = 16 << 10;

  private static final Pattern BLOCK =
      Pattern.compile(
          "\\s*-----BEGIN ([A-Z0-9 ]+)-----\\r?\\n([A-Za-z0-9+/=\\r\\n]+)-----END \\1-----\\s*");

  private Pem() {}

  /** What a block says that it is, and its bytes. */
  record Block(String label, byte[] content) {}

  /**
   * The one block of a text, whatever its kind.
   *
   * @param expected the kind that is looked for, for errors
   * @param what the key's name, for errors
   */
  static Block block(byte[] text, String expected, String what) {
    Matcher block = BLOCK.matcher(new String(text, US_ASCII));
    if (text.length > MAX_BYTES || !block.matches()) {
      throw new RefusedException(
          RefusalCode.KEY_NOT_PEM,
          "cannot read " + what + ": it is not one PEM block '" + expected + "' and nothing else");
    }
    try {
      return new Block(block.group(1), Base64.getMimeDecoder().decode(block.group(2)));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          RefusalCode.KEY_NOT_PEM, "cannot read " + what + ": its body is not Base64", e);
    }
  }

  /**
   * The DER in a text that holds one block of that kind and nothing else.
   *
   * @param what the key's name, for errors
   */
  static byte[] decode(byte[] text, String label, String what) {
    Block block = block(text, label, what);
    if (!block.label().equals(label)) {
      throw new RefusedException(
          RefusalCode.KEY_KIND,
          "cannot read "
              + what
              + ": it is a PEM block '"
              + block.label()
              + "'; expected '"
              + label
              + "'"
              + advice(block.label()));
    }
    return block.content();
  }

  private static String advice(String label) {
    return switch (label) {
      case "EC PRIVATE KEY" -> "; convert it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";
      case PRIVATE -> "; write the public half with: openssl pkey -pubout -in OLD -out NEW";
      default -> "";
    };
  }

  static byte[] encode(byte[] der, String label) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String text = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    return text.getBytes(US_ASCII);
  }
}
