package dev.mintmark.cli.keys;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.verify.key.KeyPassword;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.KeySet;
import dev.mintmark.verify.keyset.KeySetFile;
import dev.mintmark.verify.keyset.KeySetVerifier;
import dev.mintmark.verify.keyset.Lifetime;
import dev.mintmark.verify.keyset.RootKeys;
import dev.mintmark.verify.keyset.SignedKeySet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/**
 * Changes a folder's key set. Everything is signed and checked as a verifier will check it before
 * the first file is written.
 */
public final class KeySets {
  private static final String ROOT = "root";

  private final KeyFolder folder;
  private final List<Path> rootFiles;
  private final KeyPassword password;
  private final Optional<Lifetime> lifetime;

  /**
   * @param folder of the keys
   * @param rootFiles private root keys that sign; empty for the folder's own
   * @param password of encrypted keys
   * @param lifetime of the new version; empty to leave it as it is
   */
  public KeySets(
      Path folder, List<Path> rootFiles, KeyPassword password, Optional<Lifetime> lifetime) {
    this.folder = new KeyFolder(folder);
    this.rootFiles = List.copyOf(rootFiles);
    this.password = password;
    this.lifetime = lifetime;
  }

  /**
   * What was done.
   *
   * @param file written private key, else the written public one
   * @param retired the file that the key before has now; empty when there was none
   */
  public record Done(
      KeySet set, String role, VerificationKey key, Path file, Optional<Path> retired) {}

  /**
   * Makes root keys, {@code root}, {@code root-2} and so on, and version 1 of the set.
   *
   * @throws CommandException CLI-153 when there is a set or a file already
   */
  public Done createRoot(int count, int threshold, Optional<char[]> encryption) {
    if (Files.exists(folder.keySet())) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-153",
          "cannot make a key set: %s is there already; `mintmark keys rotate root` changes its root"
              .formatted(folder.keySet()));
    }
    List<SigningKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      folder.requireFree(rootName(i));
      keys.add(SigningKey.generate());
    }
    KeySet set =
        KeySet.first(
            new RootKeys(threshold, keys.stream().map(SigningKey::verificationKey).toList()));
    SignedKeySet signed = sign(lived(set), keys);
    for (int i = 0; i < count; i++) {
      folder.write(rootName(i), keys.get(i), encryption);
    }
    folder.write(new KeySetFile(List.of(signed)));
    return done(signed.set(), ROOT, keys.getFirst().verificationKey(), folder.secret(ROOT));
  }

  /** Makes a key and adds it to the set. */
  public Done create(KeyRole role, String name, Optional<char[]> encryption) {
    folder.requireFree(name);
    SigningKey key = SigningKey.generate();
    KeySetFile set = changed(next -> next.with(key.verificationKey(), role), List.of());
    folder.write(name, key, encryption);
    folder.write(set);
    return done(set.newest().set(), role.word(), key.verificationKey(), folder.secret(name));
  }

  /**
   * Adds a key that somebody else made: its private half where it is given, else the public one.
   */
  public Done add(KeyRole role, String name, Path file, Optional<char[]> encryption) {
    folder.requireFree(name);
    Optional<SigningKey> key =
        isPublic(file) ? Optional.empty() : Optional.of(SigningKey.read(file, password));
    VerificationKey half =
        key.map(SigningKey::verificationKey).orElseGet(() -> VerificationKey.read(file));
    KeySetFile set = changed(next -> next.with(half, role), List.of());
    if (key.isPresent() && key.get().isDeterministic()) {
      folder.write(name, key.get(), encryption);
    } else {
      folder.writeHalf(name, half);
    }
    folder.write(set);
    Path written = Files.exists(folder.secret(name)) ? folder.secret(name) : folder.half(name);
    return done(set.newest().set(), role.word(), half, written);
  }

  /**
   * Makes a key that signs from now on in place of the role's others.
   *
   * @param last as {@link dev.mintmark.verify.keyset.ListedKey#last}
   */
  public Done rotate(KeyRole role, SortedMap<String, String> last, Optional<char[]> encryption) {
    SigningKey key = SigningKey.generate();
    KeySetFile set =
        changed(next -> next.retire(role, last).with(key.verificationKey(), role), List.of());
    return replaced(role.word(), key, set, encryption);
  }

  /** Makes a root key in place of all others; the set is signed by both. */
  public Done rotateRoot(Optional<char[]> encryption) {
    SigningKey key = SigningKey.generate();
    KeySetFile set =
        changed(next -> next.with(RootKeys.all(List.of(key.verificationKey()))), List.of(key));
    return replaced(ROOT, key, set, encryption);
  }

  /**
   * A key is believed no more.
   *
   * @param which its id, or the name or file of its public half
   */
  public Done revoke(String which, String reason) {
    String id = id(which);
    KeySetFile set = changed(next -> next.revoke(id, reason), List.of());
    folder.write(set);
    var key = set.newest().set().key(id).orElseThrow();
    return done(set.newest().set(), key.role().word(), key.key(), folder.keySet());
  }

  private Done replaced(String name, SigningKey key, KeySetFile set, Optional<char[]> encryption) {
    long version = set.newest().set().version();
    String fresh = name + "-" + version + ".new";
    String retired = name + "-until-" + version;
    folder.requireFree(retired);
    folder.write(fresh, key, encryption);
    folder.write(set);
    boolean had = Files.exists(folder.half(name));
    folder.rename(name, retired);
    folder.rename(fresh, name);
    return new Done(
        set.newest().set(),
        name,
        key.verificationKey(),
        folder.secret(name),
        had ? Optional.of(folder.half(retired)) : Optional.empty());
  }

  private KeySetFile changed(UnaryOperator<KeySet> change, List<SigningKey> newRoots) {
    KeySetFile file = folder.read();
    List<SigningKey> signers = new ArrayList<>(roots());
    signers.addAll(newRoots);
    SignedKeySet next = sign(lived(change.apply(file.newest().set().next())), signers);
    KeySetVerifier.follow(file.newest(), next);
    return file.with(next);
  }

  private KeySet lived(KeySet set) {
    return lifetime.isPresent() ? set.with(lifetime) : set;
  }

  private List<SigningKey> roots() {
    List<Path> files = rootFiles.isEmpty() ? List.of(folder.secret(ROOT)) : rootFiles;
    return files.stream().map(file -> SigningKey.read(file, password)).toList();
  }

  private String id(String which) {
    Path named = folder.half(which);
    if (Files.exists(named)) {
      return VerificationKey.read(named).hint();
    }
    Path file = Path.of(which);
    return which.endsWith(".pub") ? VerificationKey.read(file).hint() : which;
  }

  private static boolean isPublic(Path file) {
    return file.toString().endsWith(".pub");
  }

  private static SignedKeySet sign(KeySet set, List<SigningKey> keys) {
    SignedKeySet signed = SignedKeySet.unsigned(set);
    for (SigningKey key : keys) {
      signed = signed.sign(key);
    }
    return signed;
  }

  private static String rootName(int index) {
    return index == 0 ? ROOT : ROOT + "-" + (index + 1);
  }

  private static Done done(KeySet set, String role, VerificationKey key, Path file) {
    return new Done(set, role, key, file, Optional.empty());
  }
}
