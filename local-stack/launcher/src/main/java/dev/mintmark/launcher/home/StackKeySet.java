package dev.mintmark.launcher.home;

import dev.mintmark.embedded.server.PrivateFiles;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.keyset.KeySet;
import dev.mintmark.verify.keyset.KeySetFile;
import dev.mintmark.verify.keyset.KeySetVerifier;
import dev.mintmark.verify.keyset.RootKeys;
import dev.mintmark.verify.keyset.SignedKeySet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The key set of a home: each role's key that is there, signed by the home's root key. Later
 * changes are `mintmark keys`'; a start only adds roles that the set does not know yet, where the
 * root key is still here.
 */
public final class StackKeySet {
  private StackKeySet() {}

  static void ensure(Home home) throws IOException {
    if (!Files.exists(file(home))) {
      SigningKey root = root(home);
      KeySet set = KeySet.first(RootKeys.all(List.of(root.verificationKey())));
      write(home, new KeySetFile(List.of(SignedKeySet.unsigned(withRoles(home, set)).sign(root))));
    } else if (Files.exists(rootKey(home))) {
      KeySetFile file = KeySetFile.read(Files.readAllBytes(file(home)));
      KeySet next = file.newest().set().next();
      KeySet more = withRoles(home, next);
      if (!more.equals(next)) {
        SignedKeySet signed = SignedKeySet.unsigned(more).sign(SigningKey.read(rootKey(home)));
        KeySetVerifier.follow(file.newest(), signed);
        write(home, file.with(signed));
      }
    }
  }

  /** Which keys may vouch for what. */
  public static Path file(Home home) {
    return home.keys().resolve("keyset.txt");
  }

  /**
   * Public keys of a role, the present one first and then those that `mintmark keys rotate` put
   * aside, by name.
   */
  public static List<Path> publicKeys(Home home, KeyRole role) throws IOException {
    List<Path> keys = new ArrayList<>(List.of(home.keys().resolve(role.word() + ".pub")));
    try (Stream<Path> files = Files.list(home.keys())) {
      files
          .filter(
              file -> file.getFileName().toString().matches(role.word() + "-until-[0-9]+[.]pub"))
          .sorted()
          .forEach(keys::add);
    }
    return keys;
  }

  private static KeySet withRoles(Home home, KeySet set) {
    KeySet more = set;
    for (KeyRole role : KeyRole.values()) {
      Path half = home.keys().resolve(role.word() + ".pub");
      if (set.of(role).isEmpty() && Files.exists(half)) {
        more = more.with(VerificationKey.read(half), role);
      }
    }
    return more;
  }

  private static SigningKey root(Home home) throws IOException {
    if (!Files.exists(rootKey(home))) {
      SigningKey root = SigningKey.generate();
      Path half = home.keys().resolve("root.pub");
      PrivateFiles.write(half, new String(root.verificationKey().pem(), StandardCharsets.US_ASCII));
      // Last, so that a key that is there always has its public half.
      root.write(rootKey(home));
    }
    return SigningKey.read(rootKey(home));
  }

  private static Path rootKey(Home home) {
    return home.keys().resolve("root.key");
  }

  private static void write(Home home, KeySetFile set) throws IOException {
    PrivateFiles.write(file(home), new String(set.bytes(), StandardCharsets.US_ASCII));
  }
}
