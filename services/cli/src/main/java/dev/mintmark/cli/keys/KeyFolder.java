package dev.mintmark.cli.keys;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.keyset.KeySetFile;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of keys: {@code <name>.key}, mode 0600, with {@code <name>.pub} beside it, and {@code
 * keyset.txt}.
 */
final class KeyFolder {
  private static final String PRIVATE = ".key";
  private static final String PUBLIC = ".pub";

  private final Path folder;

  KeyFolder(Path folder) {
    this.folder = folder;
  }

  Path keySet() {
    return folder.resolve("keyset.txt");
  }

  Path secret(String name) {
    return folder.resolve(name + PRIVATE);
  }

  Path half(String name) {
    return folder.resolve(name + PUBLIC);
  }

  /**
   * @throws CommandException CLI-150 when there is none
   */
  KeySetFile read() {
    if (!Files.exists(keySet())) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-150",
          "no key set in %s; `mintmark keys create root` makes one".formatted(folder));
    }
    try {
      return KeySetFile.read(Files.readAllBytes(keySet()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + keySet() + ": " + e, e);
    }
  }

  void write(KeySetFile set) {
    replace(keySet(), set.bytes());
  }

  /**
   * Refuses names that are taken, before anything is written.
   *
   * @throws CommandException CLI-153
   */
  void requireFree(String name) {
    for (Path file : new Path[] {secret(name), half(name)}) {
      if (Files.exists(file)) {
        throw new CommandException(
            Exit.USAGE,
            "CLI-153",
            "cannot write %s: it is there already; choose another with --name, or `mintmark keys rotate`"
                .formatted(file));
      }
    }
  }

  /**
   * Writes both halves of a new key.
   *
   * @param password the private half is encrypted with it
   */
  void write(String name, SigningKey key, Optional<char[]> password) {
    try {
      Files.createDirectories(folder);
      if (password.isPresent()) {
        key.write(secret(name), password.get());
      } else {
        key.write(secret(name));
      }
      writeHalf(name, key.verificationKey());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + secret(name) + ": " + e, e);
    }
  }

  void writeHalf(String name, VerificationKey key) {
    replace(half(name), key.pem());
  }

  /** Gives both halves another name; what is not there is left out. */
  void rename(String from, String to) {
    try {
      for (Path[] pair : new Path[][] {{secret(from), secret(to)}, {half(from), half(to)}}) {
        if (Files.exists(pair[0])) {
          Files.move(pair[0], pair[1], StandardCopyOption.ATOMIC_MOVE);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot rename the key " + from + ": " + e, e);
    }
  }

  /**
   * File names of the public keys here, without their ending, by id; what is no key is left out.
   */
  Map<String, String> names() {
    Map<String, String> names = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.toString().endsWith(PUBLIC))
          .sorted()
          .forEach(file -> {
            String name = file.getFileName().toString();
            id(file)
                .ifPresent(id ->
                    names.putIfAbsent(id, name.substring(0, name.length() - PUBLIC.length())));
          });
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder + ": " + e, e);
    }
  }

  private static Optional<String> id(Path file) {
    try {
      return Optional.of(VerificationKey.read(file).hint());
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  private void replace(Path file, byte[] content) {
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, ".new", ".tmp");
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e, e);
    }
  }
}
