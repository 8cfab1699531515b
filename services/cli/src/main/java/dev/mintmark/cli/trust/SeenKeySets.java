package dev.mintmark.cli.trust;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.RootKeys;
import dev.mintmark.verify.keyset.SeenKeySet;
import dev.mintmark.verify.keyset.SignedKeySet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which key set was seen last, one file for each set of pinned root keys, so that an older one is
 * refused from then on.
 */
public final class SeenKeySets {
  private final Path folder;

  /**
   * @param folder made where it is not
   */
  public SeenKeySets(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws dev.mintmark.verify.refusal.RefusedException VER-050 for a memory that cannot be read
   */
  Optional<SeenKeySet> of(RootKeys pin) {
    Path file = file(pin);
    try {
      return Files.exists(file)
          ? Optional.of(SeenKeySet.read(Files.readAllBytes(file), file.toString()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
  }

  /** To be called with a set that was verified. */
  void remember(RootKeys pin, SignedKeySet set) {
    SeenKeySet seen = SeenKeySet.of(set);
    if (of(pin).equals(Optional.of(seen))) {
      return;
    }
    Path file = file(pin);
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, ".seen", ".tmp");
      Files.write(part, seen.bytes());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e, e);
    }
  }

  private Path file(RootKeys pin) {
    String ids = pin.keys().stream().map(VerificationKey::hint).collect(Collectors.joining("\n"));
    return folder.resolve(Digest.of(ids.getBytes(StandardCharsets.US_ASCII)).hex() + ".seen");
  }
}
