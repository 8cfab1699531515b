package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.trust.TrustFiles;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.verify.policy.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a release is, and whose signatures are believed. */
final class ReleaseOrigin {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Public release key, PEM (default: the stack's key set).")
  private @Nullable Path key;

  @Mixin private final TrustOptions trust = new TrustOptions();

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Where it is (default: the host that is named, or the stack's own).")
  private @Nullable URI registry;

  /** Whether a person named a key, a root, a key set or a policy. */
  boolean namesKey() {
    return key != null || trust.isNamed();
  }

  /**
   * Whom to believe: what was named, else the stack's own key set, else its own key.
   *
   * @throws CommandException CLI-151, CLI-152; VER codes as {@link TrustFiles} has them
   */
  Trust trust(World world) {
    return trust(world, Optional.empty());
  }

  /**
   * As {@link #trust(World)}, with a key set that came with what is to be verified.
   *
   * @param carried used where no other set is named
   */
  Trust trust(World world, Optional<byte[]> carried) {
    if (key != null && trust.isNamed()) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-152",
          "cannot verify: --key, and --root, --key-set or --policy say whom to believe; give --key or the others");
    }
    return key == null
        ? trust.orOwn(world, carried)
        : Trust.in(Verification.trusted(world.folder().resolve(key)));
  }

  /** The key set that goes with what is verified: the named one, else the stack's own. */
  Optional<byte[]> keySet(World world) {
    return key == null ? trust.keySet(world) : Optional.empty();
  }

  /**
   * As {@link #trust(World)}; empty for what nobody was named for and is not in the stack's own
   * registry.
   */
  Optional<Trust> trustFor(World world, boolean isOwn) {
    boolean known = namesKey() || (isOwn && Files.exists(world.home().releaseKey()));
    return known ? Optional.of(trust(world)) : Optional.empty();
  }

  /** The registry's address. */
  URI address(World world, ImageReference reference) {
    return registry != null
        ? registry
        : reference.registry().orElseGet(() -> world.services().url("registry"));
  }

  /** Whether neither option nor reference names a registry. */
  boolean isOwn(ImageReference reference) {
    return registry == null && reference.registry().isEmpty();
  }
}
