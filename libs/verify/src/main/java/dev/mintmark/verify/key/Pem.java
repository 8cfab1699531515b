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

  /** A P-256 key is a tenth of this. */
  static final int MAX_BYTES = 16 << 10;

  private static final Pattern BLOCK =
      Pattern.compile(
          "\\s*-----BEGIN ([A-Z0-9 ]+)-----\\r?\\n([A-Za-z0-9+/=\\r\\n]+)-----END \\1-----\\s*");

  private Pem() {}

  /**
   * The DER in a text that holds one block of that kind and nothing else.
   *
   * @param what the key's name, for errors
   */
  static byte[] decode(byte[] text, String label, String what) {
    Matcher block = BLOCK.matcher(new String(text, US_ASCII));
    if (text.length > MAX_BYTES || !block.matches()) {
      throw new RefusedException(
          RefusalCode.KEY_NOT_PEM,
          "cannot read " + what + ": it is not one PEM block '" + label + "' and nothing else");
    }
    if (!block.group(1).equals(label)) {
      throw new RefusedException(
          RefusalCode.KEY_KIND,
          "cannot read "
              + what
              + ": it is a PEM block '"
              + block.group(1)
              + "'; expected '"
              + label
              + "'"
              + advice(block.group(1)));
    }
    try {
      return Base64.getMimeDecoder().decode(block.group(2));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          RefusalCode.KEY_NOT_PEM, "cannot read " + what + ": its body is not Base64", e);
    }
  }

  private static String advice(String label) {
    return switch (label) {
      case "EC PRIVATE KEY" -> "; convert it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW";
      case "ENCRYPTED PRIVATE KEY" -> "; decrypt it with: openssl pkcs8 -in OLD -out NEW";
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
