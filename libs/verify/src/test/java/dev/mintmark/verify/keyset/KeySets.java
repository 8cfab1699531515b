package dev.mintmark.verify.keyset;

import dev.mintmark.verify.key.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The fixtures in {@code keyset/}. */
final class KeySets {
  static final Path FOLDER = Path.of("src/test/resources/keyset");

  private KeySets() {}

  static RootKeys root() {
    return RootKeys.all(List.of(key("root.pub")));
  }

  static VerificationKey key(String name) {
    return VerificationKey.read(FOLDER.resolve(name));
  }

  static KeySetFile file(String name) throws IOException {
    return KeySetFile.read(Files.readAllBytes(FOLDER.resolve(name)));
  }
}
