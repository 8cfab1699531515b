package dev.mintmark.verify.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a key in a PKCS#11 token is, as a file of four lines says it: {@code pkcs11.module}, {@code
 * pkcs11.slot} (decimal or 0x…), {@code pkcs11.key} (label) and {@code pkcs11.pin-file}. It stands
 * wherever a private key's file is expected.
 *
 * @param module the token's library, absolute
 * @param slot its id; the JDK cannot look a token up by its label
 * @param pinFile absolute, readable by its owner alone
 */
record TokenPlace(Path module, long slot, String key, Path pinFile) {
  private static final String PREFIX = "pkcs11.";

  static boolean isPlace(byte[] text) {
    return new String(text, UTF_8).startsWith(PREFIX);
  }

  /**
   * @throws RefusedException VER-008 for a line that is none of the four, or one too few
   */
  static TokenPlace read(byte[] text, Path file) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String line : new String(text, UTF_8).lines().toList()) {
      int equals = line.indexOf('=');
      String name = equals < 0 ? line : line.substring(0, equals).strip();
      if (equals < 0 || values.put(name, line.substring(equals + 1).strip()) != null) {
        throw refused(file, "the line '" + line + "' is no key=value, or is there twice");
      }
    }
    Path module = Path.of(take(values, "module", file));
    String slot = take(values, "slot", file);
    String key = take(values, "key", file);
    Path pin = Path.of(take(values, "pin-file", file));
    if (!values.isEmpty()) {
      throw refused(file, "'" + values.firstKey() + "' is not known");
    }
    if (!module.isAbsolute() || !pin.isAbsolute()) {
      throw refused(file, "module and pin-file must be absolute paths");
    }
    try {
      return new TokenPlace(module, Long.decode(slot), key, pin);
    } catch (NumberFormatException e) {
      throw refused(file, "the slot '" + slot + "' is no number; pkcs11-tool -L shows slot ids");
    }
  }

  private static String take(Map<String, String> values, String name, Path file) {
    String value = values.remove(PREFIX + name);
    if (value == null || value.isEmpty()) {
      throw refused(file, "it has no " + PREFIX + name);
    }
    return value;
  }

  private static RefusedException refused(Path file, String found) {
    return new RefusedException(
        RefusalCode.KEY_TOKEN, "cannot use the token key of " + file + ": " + found);
  }
}
