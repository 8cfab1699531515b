package dev.mintmark.verify.keyset;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads {@link KeySetText}, line by line in its one order; a doubled, unknown or misplaced key is
 * one that was not expected there.
 */
final class KeySetReader {
  private final List<String> lines;
  private int at;

  private KeySetReader(List<String> lines) {
    this.lines = lines;
  }

  /**
   * @throws RefusedException VER-050 for any other form than {@link KeySetText#write} makes,
   *     VER-051
   */
  static KeySet read(byte[] body) {
    KeySetReader reader = new KeySetReader(new String(body, US_ASCII).lines().toList());
    try {
      KeySet set = reader.set();
      if (!Arrays.equals(KeySetText.write(set), body)) {
        throw reader.refused("has bytes that its one form has not, e.g. not ASCII, or unsorted");
      }
      return set;
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new RefusedException(
          RefusalCode.KEY_SET_FORM, "cannot read the key set: it says " + e.getMessage(), e);
    }
  }

  private KeySet set() {
    String format = value(KeySetText.HEAD);
    if (!format.equals(KeySetText.FORMAT)) {
      throw new RefusedException(
          RefusalCode.KEY_SET_FORMAT,
          "cannot read the key set: it has the format "
              + format
              + "; this program reads "
              + KeySetText.FORMAT);
    }
    long version = number("version");
    Optional<Lifetime> lifetime =
        isNext("issued")
            ? Optional.of(
                new Lifetime(Instant.parse(value("issued")), Instant.parse(value("expires"))))
            : Optional.empty();
    int threshold = Math.toIntExact(Math.min(number("root.threshold"), Integer.MAX_VALUE));
    List<VerificationKey> root = new ArrayList<>();
    while (isNext("root." + root.size())) {
      root.add(key("root." + root.size()));
    }
    List<ListedKey> keys = new ArrayList<>();
    while (at < lines.size()) {
      keys.add(listed("key." + keys.size() + "."));
    }
    return new KeySet(version, lifetime, new RootKeys(threshold, root), keys);
  }

  private ListedKey listed(String prefix) {
    String role = value(prefix + "role");
    String id = value(prefix + "id");
    String state = value(prefix + "state");
    long since = number(prefix + "since");
    long until = isNext(prefix + "until") ? number(prefix + "until") : 0;
    Optional<String> reason =
        isNext(prefix + "reason") ? Optional.of(value(prefix + "reason")) : Optional.empty();
    SortedMap<String, String> last = last(prefix + "last.");
    VerificationKey key = key(prefix + "public");
    if (!key.hint().equals(id)) {
      throw refused("names the key " + key.hint() + " by the id " + id);
    }
    return new ListedKey(
        key,
        KeyRole.of(role).orElseThrow(() -> refused("has the role '" + role + "'")),
        KeyState.of(state).orElseThrow(() -> refused("has the state '" + state + "'")),
        since,
        until,
        reason,
        last);
  }

  private SortedMap<String, String> last(String prefix) {
    SortedMap<String, String> last = new TreeMap<>();
    while (at < lines.size() && lines.get(at).startsWith(prefix)) {
      String line = lines.get(at);
      int equals = line.indexOf('=');
      String name = line.substring(prefix.length(), Math.max(equals, prefix.length()));
      last.put(name, value(prefix + name));
    }
    return last;
  }

  private VerificationKey key(String name) {
    return VerificationKey.ofDer(Base64.getDecoder().decode(value(name)), name + " of the key set");
  }

  private long number(String name) {
    String text = value(name);
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw refused("has a " + name + " that is no number from 1: '" + text + "'");
    }
    return Long.parseLong(text);
  }

  private boolean isNext(String name) {
    return at < lines.size() && lines.get(at).startsWith(name + "=");
  }

  private String value(String name) {
    if (!isNext(name)) {
      throw refused(
          "has %s where '%s=' was expected"
              .formatted(at < lines.size() ? "'" + shown(lines.get(at)) + "'" : "its end", name));
    }
    return lines.get(at++).substring(name.length() + 1);
  }

  private static String shown(String line) {
    return line.substring(0, Math.min(line.length(), 80)).replaceAll("[^ -~]", "?");
  }

  private RefusedException refused(String found) {
    return new RefusedException(
        RefusalCode.KEY_SET_FORM,
        "cannot read the key set, line %d: it %s".formatted(at + 1, found));
  }
}
