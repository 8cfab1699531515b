package dev.mintmark.cli.trust;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.KeySetFile;
import dev.mintmark.verify.keyset.KeySetVerifier;
import dev.mintmark.verify.keyset.RootKeys;
import dev.mintmark.verify.keyset.SignedKeySet;
import dev.mintmark.verify.policy.Policy;
import dev.mintmark.verify.policy.PolicyReader;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads whom to believe from files; what it refuses keeps the verifier's code. */
public final class TrustFiles {
  private final SeenKeySets seen;
  private final Clock clock;

  /**
   * @param clock only looked at where a key set expires
   */
  public TrustFiles(SeenKeySets seen, Clock clock) {
    this.seen = seen;
    this.clock = clock;
  }

  /**
   * The keys of a set, and no other wish.
   *
   * @param roots public root keys, all of which must have signed the set, or followed by it
   * @param keySet bytes of the set's file
   */
  public Trust keySet(List<Path> roots, Supplier<byte[]> keySet) {
    List<VerificationKey> keys = roots.stream().map(VerificationKey::read).distinct().toList();
    RootKeys pin = pinned(keys.size(), keys);
    return in(pin, keySet.get(), Policy.OPEN);
  }

  /**
   * As {@link #policy}, with a key set that a person named.
   *
   * @throws CommandException CLI-152 when the policy has no use for it: it names a set or its keys
   */
  public Trust policyWith(Path file, Supplier<byte[]> keySet) {
    Policy policy = PolicyReader.read(text(file), "policy " + file);
    if (policy.root().isEmpty() || policy.keySet().isPresent()) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-152",
          "cannot verify with --key-set: the policy %s names %s itself; take one of them away"
              .formatted(file, policy.root().isEmpty() ? "its keys" : "a key set"));
    }
    return policy(file, keySet);
  }

  /**
   * A policy and its keys. Its paths are relative to its own folder.
   *
   * @param keySet bytes of the set's file, where the policy has root keys and names no set
   * @throws CommandException CLI-151 when the file cannot be read
   */
  public Trust policy(Path file, Supplier<byte[]> keySet) {
    Policy policy = PolicyReader.read(text(file), "policy " + file);
    if (policy.root().isPresent()) {
      Policy.Root root = policy.root().get();
      RootKeys pin = pinned(root.threshold(), keys(file, root.keys()));
      byte[] set = policy.keySet().map(name -> bytes(file.resolveSibling(name))).orElseGet(keySet);
      return in(pin, set, policy);
    }
    Map<KeyRole, List<VerificationKey>> keys = new EnumMap<>(KeyRole.class);
    policy.keys().forEach((role, files) -> keys.put(role, keys(file, files)));
    return Trust.in(keys, policy);
  }

  private Trust in(RootKeys pin, byte[] file, Policy policy) {
    SignedKeySet set = KeySetVerifier.verify(KeySetFile.read(file), pin, seen.of(pin));
    Trust trust = Trust.in(set.set(), policy, clock.instant());
    seen.remember(pin, set);
    return trust;
  }

  private static RootKeys pinned(int threshold, List<VerificationKey> keys) {
    try {
      return new RootKeys(threshold, keys);
    } catch (IllegalArgumentException e) {
      List<String> ids = keys.stream().map(VerificationKey::hint).toList();
      throw new CommandException(
          Exit.USAGE,
          "CLI-152",
          "cannot verify by %d of %d root keys %s: give 1 to 16, and each of them once"
              .formatted(threshold, ids.size(), ids),
          e);
    }
  }

  private static List<VerificationKey> keys(Path policy, List<String> files) {
    return files.stream().map(name -> VerificationKey.read(policy.resolveSibling(name))).toList();
  }

  private static String text(Path file) {
    // Four bytes a character, at most.
    return new String(bytes(file, 4L * PolicyReader.MAX_CHARACTERS), StandardCharsets.UTF_8);
  }

  /**
   * The bytes of a key set's file.
   *
   * @throws CommandException CLI-151 when it cannot be read
   */
  public static byte[] bytes(Path file) {
    return bytes(file, KeySetFile.MAX_BYTES);
  }

  private static byte[] bytes(Path file, long most) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > most) {
        throw unreadable(file, "no such file, or not a small plain file", null);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e.toString(), e);
    }
  }

  private static CommandException unreadable(
      Path file, String found, @org.jspecify.annotations.Nullable Exception cause) {
    String message = "cannot read %s: %s".formatted(file, found);
    return cause == null
        ? new CommandException(Exit.USAGE, "CLI-151", message)
        : new CommandException(Exit.USAGE, "CLI-151", message, cause);
  }
}
