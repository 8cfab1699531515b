package dev.mintmark.cli.kit;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.kit.Kit.Place;
import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.cli.layout.Staging;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.stream.Stream;

/** Unpacks a verified kit to an OCI image layout, which appears whole or not at all. */
final class LayoutFolder {
  private final Kit kit;
  private final Path folder;

  LayoutFolder(Kit kit, Path folder) {
    this.kit = kit;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * Writes.
   *
   * @throws CommandException CLI-127 when something is there
   */
  void write(Progress progress) throws IOException {
    requireEmpty();
    Path parent = Files.createDirectories(folder.resolve("..").normalize());
    Path staging = Files.createTempDirectory(parent, ".mintmark-layout");
    try {
      Path layout = Files.createDirectory(staging.resolve("layout"));
      Files.createDirectories(layout.resolve("blobs/sha256"));
      for (Map.Entry<String, Place> member : kit.places().entrySet()) {
        String name = member.getKey();
        if (LayoutNames.blobOf(name).isPresent()
            || name.equals(LayoutNames.LAYOUT)
            || name.equals(LayoutNames.INDEX)) {
          copy(name, member.getValue(), layout.resolve(name));
          progress.advance(member.getValue().size());
        }
      }
      Files.move(layout, folder, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Staging.delete(staging);
    }
  }

  /** A name here is one of {@link KitMembers}, which leads nowhere else. */
  private void copy(String name, Place place, Path file) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    try (InputStream in = new DigestInputStream(kit.open(place, 0), sha256)) {
      Files.copy(in, file);
    }
    if (!Digest.finish(sha256).equals(place.digest())) {
      throw KitRefusals.bytes(kit.file(), name, "its bytes changed while they were read");
    }
  }

  private void requireEmpty() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new CommandException(
        Exit.USAGE,
        "CLI-127",
        "cannot unpack to %s: something is there; name a folder that is not, or is empty"
            .formatted(folder));
  }
}
