package dev.mintmark.cli.command;

import dev.mintmark.cli.keys.KeySets;
import dev.mintmark.cli.keys.Passwords;
import dev.mintmark.verify.keyset.Lifetime;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every change of a key set takes. */
final class KeyOptions {
  @Option(
      names = "--keys",
      paramLabel = "DIR",
      description = "Folder of the keys and the key set (default: the stack's).")
  private @Nullable Path folder;

  @Option(
      names = "--root-key",
      paramLabel = "FILE",
      description = "Private root key that signs; several, where several must (default: root.key).")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Password of encrypted keys (default: COSIGN_PASSWORD, or asked for).")
  private @Nullable Path passwordFile;

  @Option(names = "--encrypt", description = "Write the private key under the password.")
  private boolean encrypt;

  @Option(
      names = "--expires",
      paramLabel = "DATE",
      description = "Until when the new version is believed, e.g. 2027-01-01 (default: as before).")
  private @Nullable LocalDate expires;

  Path folder(World world) {
    return folder == null ? world.home().keys() : world.folder().resolve(folder);
  }

  /** Whether these are the keys of the stack's own folder. */
  boolean isOwn() {
    return folder == null;
  }

  KeySets keySets(World world) {
    return new KeySets(
        folder(world),
        roots.stream().map(world.folder()::resolve).toList(),
        passwords(world),
        Optional.ofNullable(expires).map(KeyOptions::lifetime));
  }

  /** The password that a new private key is written under. */
  Optional<char[]> encryption(World world) {
    return encrypt ? Optional.of(passwords(world).fresh()) : Optional.empty();
  }

  private Passwords passwords(World world) {
    return new Passwords(
        Optional.ofNullable(passwordFile).map(world.folder()::resolve),
        world.environment(),
        world.terminal());
  }

  private static Lifetime lifetime(LocalDate expires) {
    Instant end = expires.atStartOfDay().toInstant(ZoneOffset.UTC);
    try {
      return new Lifetime(Instant.now().truncatedTo(ChronoUnit.SECONDS), end);
    } catch (IllegalArgumentException e) {
      throw KeysCommand.usage("cannot let the key set expire at " + expires + ": that is past");
    }
  }
}
