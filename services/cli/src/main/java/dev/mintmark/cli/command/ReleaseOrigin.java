package dev.mintmark.cli.command;

import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.verify.key.VerificationKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a release is, and whose signature is believed. */
final class ReleaseOrigin {
  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Public release key, PEM (default: the stack's own).")
  private @Nullable Path key;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Where it is (default: the host that is named, or the stack's own).")
  private @Nullable URI registry;

  /** Whether a person named a key. */
  boolean namesKey() {
    return key != null;
  }

  /** The key's file: the named one, else the stack's own. */
  Path keyFile(World world) {
    return key == null ? world.home().releaseKey() : world.folder().resolve(key);
  }

  /**
   * The named key, or the stack's own for what is in the stack's own registry.
   *
   * @throws dev.mintmark.cli.failure.CommandException VER-002 to VER-005
   */
  Optional<VerificationKey> keyFor(World world, boolean isOwn) {
    boolean known = key != null || (isOwn && Files.exists(world.home().releaseKey()));
    return known ? Optional.of(Verification.trusted(keyFile(world))) : Optional.empty();
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
