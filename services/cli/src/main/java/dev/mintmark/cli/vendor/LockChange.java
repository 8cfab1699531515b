package dev.mintmark.cli.vendor;

import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.WheelsLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A package whose locked version is another now.
 *
 * @param platform as the lock has it
 * @param before {@code -} for one that is new
 * @param now {@code -} for one that is gone
 */
public record LockChange(String lock, String platform, String name, String before, String now) {
  private static final String NONE = "-";

  static List<LockChange> debian(Optional<DebianLock> before, DebianLock now) {
    return between("debian", versions(before), versions(Optional.of(now)));
  }

  static List<LockChange> wheels(Optional<WheelsLock> before, WheelsLock now) {
    return between("wheels", wheelVersions(before), wheelVersions(Optional.of(now)));
  }

  private record Key(String platform, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byPlatform = platform.compareTo(other.platform);
      return byPlatform != 0 ? byPlatform : name.compareTo(other.name);
    }
  }

  private static Map<Key, String> versions(Optional<DebianLock> lock) {
    Map<Key, String> versions = new TreeMap<>();
    lock.ifPresent(present ->
        present
            .packages()
            .forEach(
                each -> versions.put(new Key(each.architecture(), each.name()), each.version())));
    return versions;
  }

  private static Map<Key, String> wheelVersions(Optional<WheelsLock> lock) {
    Map<Key, String> versions = new TreeMap<>();
    lock.ifPresent(present ->
        present
            .wheels()
            .forEach(each -> versions.put(new Key(each.platform(), each.name()), each.version())));
    return versions;
  }

  private static List<LockChange> between(
      String lock, Map<Key, String> before, Map<Key, String> now) {
    TreeSet<Key> keys = new TreeSet<>(before.keySet());
    keys.addAll(now.keySet());
    List<LockChange> changes = new ArrayList<>();
    for (Key key : keys) {
      String old = before.getOrDefault(key, NONE);
      String fresh = now.getOrDefault(key, NONE);
      if (!old.equals(fresh)) {
        changes.add(new LockChange(lock, key.platform(), key.name(), old, fresh));
      }
    }
    return changes;
  }
}
