package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.home.Home;
import dev.mintmark.cli.trust.SeenKeySets;
import dev.mintmark.cli.trust.TrustFiles;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.verify.policy.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whom to believe by pinned root keys, or by a policy. */
final class TrustOptions {
  @Option(
      names = "--root",
      paramLabel = "FILE",
      description = "Public root key of a key set, PEM; several: all must have signed it.")
  private List<Path> roots = new ArrayList<>();

  @Option(
      names = "--key-set",
      paramLabel = "FILE",
      description = "The key set (default: the kit's or the stack's own).")
  private @Nullable Path keySet;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "YAML: which keys, how many, and what else must hold.")
  private @Nullable Path policy;

  /** Whether a person said whom to believe. */
  boolean isNamed() {
    return !roots.isEmpty() || policy != null || keySet != null;
  }

  /**
   * What was named, else the stack's own.
   *
   * @param carried a key set that came with what is verified
   */
  Trust orOwn(World world, Optional<byte[]> carried) {
    if (!roots.isEmpty() && policy != null) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-152",
          "cannot verify: --root and --policy say whom to believe; give one of them");
    }
    Home home = world.home();
    TrustFiles files = new TrustFiles(new SeenKeySets(home.seenKeySets()), Clock.systemUTC());
    if (policy != null) {
      return keySet == null
          ? files.policy(world.folder().resolve(policy), () -> set(world, carried))
          : files.policyWith(world.folder().resolve(policy), () -> set(world, carried));
    }
    if (!roots.isEmpty()) {
      List<Path> pinned = roots.stream().map(world.folder()::resolve).toList();
      return files.keySet(pinned, () -> set(world, carried));
    }
    return keySet != null || (Files.exists(home.rootKey()) && Files.exists(home.keySet()))
        ? files.keySet(List.of(home.rootKey()), () -> set(world, Optional.empty()))
        : Trust.in(Verification.trusted(home.releaseKey()));
  }

  /** The named key set, else the stack's own where there is one. */
  Optional<byte[]> keySet(World world) {
    Path file = keySet == null ? world.home().keySet() : world.folder().resolve(keySet);
    return keySet == null && !Files.exists(file)
        ? Optional.empty()
        : Optional.of(TrustFiles.bytes(file));
  }

  private byte[] set(World world, Optional<byte[]> carried) {
    return keySet == null && carried.isPresent()
        ? carried.get()
        : keySet(world)
            .orElseThrow(() ->
                new CommandException(
                    Exit.USAGE,
                    "CLI-152",
                    "cannot verify by a root key without a key set: none is here; give one with --key-set"));
  }
}
