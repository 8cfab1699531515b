package dev.mintmark.verify.keyset;

import dev.mintmark.verify.key.VerificationKey;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A key in a set.
 *
 * @param since version of the set that listed it first, from 1
 * @param until version of the set in which it was active no more; 0 while it is active
 * @param reason why it was revoked, printable ASCII; empty unless it was
 * @param last of a retired key: by release name the last version that it may vouch for; when empty
 *     it may vouch for every release
 */
public record ListedKey(
    VerificationKey key,
    KeyRole role,
    KeyState state,
    long since,
    long until,
    Optional<String> reason,
    SortedMap<String, String> last) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._-][a-z0-9]+)*");
  private static final Pattern REASON = Pattern.compile("[!-~]([ -~]{0,198}[!-~])?");
  private static final int LONGEST_NAME = 64;

  public ListedKey {
    require(since >= 1, "since", since);
    require((until == 0) == (state == KeyState.ACTIVE) && until >= 0, "until", until);
    require(until == 0 || until > since, "until", until);
    require(reason.isPresent() == (state == KeyState.REVOKED), "reason", reason);
    reason.ifPresent(text -> require(REASON.matcher(text).matches(), "reason", text));
    require(last.isEmpty() || state == KeyState.RETIRED, "last", last);
    last.forEach((name, version) -> {
      require(name.length() <= LONGEST_NAME && NAME.matcher(name).matches(), "name", name);
      require(VersionOrder.isVersion(version), "version", version);
    });
    last = Collections.unmodifiableSortedMap(new TreeMap<>(last));
  }

  static ListedKey active(VerificationKey key, KeyRole role, long since) {
    return new ListedKey(
        key, role, KeyState.ACTIVE, since, 0, Optional.empty(), Collections.emptySortedMap());
  }

  /** Its id: what cosign calls a key's hint. */
  public String id() {
    return key.hint();
  }

  /** Whether it may vouch for a release, its state and bounds being what they are. */
  public boolean mayVouchFor(String name, String version) {
    return switch (state) {
      case ACTIVE -> true;
      case REVOKED -> false;
      case RETIRED -> last.isEmpty() || isWithin(last.get(name), version);
    };
  }

  private static boolean isWithin(@org.jspecify.annotations.Nullable String most, String version) {
    return most != null
        && VersionOrder.isVersion(version)
        && VersionOrder.compare(version, most) <= 0;
  }

  ListedKey retired(long version, SortedMap<String, String> bounds) {
    return new ListedKey(key, role, KeyState.RETIRED, since, version, Optional.empty(), bounds);
  }

  ListedKey revoked(long version, String why) {
    return new ListedKey(
        key,
        role,
        KeyState.REVOKED,
        since,
        until == 0 ? version : until,
        Optional.of(why),
        Collections.emptySortedMap());
  }

  private static void require(boolean holds, String what, Object found) {
    if (!holds) {
      throw new IllegalArgumentException("a key cannot have the " + what + " '" + found + "'");
    }
  }
}
