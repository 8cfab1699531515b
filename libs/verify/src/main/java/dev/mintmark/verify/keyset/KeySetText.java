package dev.mintmark.verify.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.verify.key.VerificationKey;
import java.util.Base64;

/**
 * The text that root keys sign: {@code key=value} lines in one order, ASCII, each ended by one
 * newline. docs/keys.md shows one.
 */
final class KeySetText {
  static final String HEAD = "mintmark.keyset";
  static final String FORMAT = "1";

  private KeySetText() {}

  static byte[] write(KeySet set) {
    StringBuilder text = new StringBuilder(1024);
    line(text, HEAD, FORMAT);
    line(text, "version", set.version());
    set.lifetime()
        .ifPresent(lifetime -> {
          line(text, "issued", lifetime.issued());
          line(text, "expires", lifetime.expires());
        });
    line(text, "root.threshold", set.root().threshold());
    for (int i = 0; i < set.root().keys().size(); i++) {
      line(text, "root." + i, base64(set.root().keys().get(i)));
    }
    for (int i = 0; i < set.keys().size(); i++) {
      key(text, "key." + i + ".", set.keys().get(i));
    }
    return text.toString().getBytes(US_ASCII);
  }

  private static void key(StringBuilder text, String at, ListedKey key) {
    line(text, at + "role", key.role().word());
    line(text, at + "id", key.id());
    line(text, at + "state", key.state().word());
    line(text, at + "since", key.since());
    if (key.until() > 0) {
      line(text, at + "until", key.until());
    }
    key.reason().ifPresent(reason -> line(text, at + "reason", reason));
    key.last().forEach((name, version) -> line(text, at + "last." + name, version));
    line(text, at + "public", base64(key.key()));
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append(key).append('=').append(value).append('\n');
  }

  private static String base64(VerificationKey key) {
    return Base64.getEncoder().encodeToString(key.der());
  }
}
