package dev.mintmark.launcher.rebuild;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.server.Folders;
import dev.mintmark.embedded.server.PrivateFiles;
import dev.mintmark.launcher.toolchain.FileDigests;
import dev.mintmark.launcher.toolchain.Installed;
import dev.mintmark.launcher.toolchain.Jdk;
import dev.mintmark.launcher.toolchain.Toolchain;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Recorded toolchains, brought back from the artifact store: a folder each, named by the tree
 * digest of what is in it, and used by all rebuilds. A folder is there whole or not at all, and is
 * hashed before it is used.
 */
public final class ToolchainArchive {
  private static final String CODE = "quarkus-app";

  private final Path folder;
  private final LedgerClient ledger;
  private final FileDigests digests;
  private final Jdk jdk;
  private final Map<Digest, Installed> present = new HashMap<>();
  private final Map<Digest, Path> copies = new HashMap<>();

  /**
   * An archive.
   *
   * @param folder of all toolchains
   * @param present those of this build: what is there is not fetched
   */
  public ToolchainArchive(
      Path folder,
      LedgerClient ledger,
      FileDigests digests,
      Jdk jdk,
      Collection<Installed> present) {
    this.folder = folder;
    this.ledger = ledger;
    this.digests = digests;
    this.jdk = jdk;
    for (Installed installed : present) {
      this.present.put(installed.files().digest(), installed);
      installed
          .files()
          .entries()
          .forEach(entry -> copies.put(entry.digest(), installed.folder().resolve(entry.path())));
    }
  }

  /** What became of a wish for a toolchain. */
  public sealed interface Answer {
    /**
     * It is on this machine.
     *
     * @param fetched files that came from the store now
     */
    record There(Installed installed, int fetched) implements Answer {}

    /**
     * It cannot be had any more.
     *
     * @param missing the artifact that the store does not have
     */
    record Gone(Digest missing) implements Answer {}
  }

  /**
   * Brings a toolchain here.
   *
   * @param document digest of its document
   * @throws StackException STK-042 where what is stored is not what it should be
   */
  public Answer bring(Digest document) throws IOException, InterruptedException {
    Optional<byte[]> bytes = ledger.artifact(document);
    if (bytes.isEmpty()) {
      return new Answer.Gone(document);
    }
    Toolchain recorded = read(document, bytes.get());
    Installed same = present.get(recorded.distribution());
    if (same != null) {
      return new Answer.There(new Installed(recorded.on(jdk), same.files(), same.folder(), jdk), 0);
    }
    Path code = folder.resolve(recorded.distribution().hex()).resolve(CODE);
    Optional<Tree> kept = kept(code, recorded.distribution());
    if (kept.isPresent()) {
      return new Answer.There(new Installed(recorded.on(jdk), kept.get(), code, jdk), 0);
    }
    return fetch(recorded, code);
  }

  /** What an earlier rebuild has fetched; a folder that is no longer what it was is removed. */
  private Optional<Tree> kept(Path code, Digest distribution) throws IOException {
    if (!Files.isDirectory(code)) {
      return Optional.empty();
    }
    Tree found = digests.tree(code);
    if (found.digest().equals(distribution)) {
      return Optional.of(found);
    }
    Folders.delete(parent(code));
    return Optional.empty();
  }

  private static Path parent(Path code) {
    return Objects.requireNonNull(code.getParent(), "it is in a folder of its own");
  }

  private Answer fetch(Toolchain recorded, Path code) throws IOException, InterruptedException {
    Optional<byte[]> list = ledger.artifact(recorded.distribution());
    if (list.isEmpty()) {
      return new Answer.Gone(recorded.distribution());
    }
    Tree tree = Tree.parse(list.get());
    PrivateFiles.folder(folder);
    Path fresh = Files.createTempDirectory(folder, ".fetching-");
    try {
      int fetched = 0;
      for (Tree.Entry entry : tree.entries()) {
        Path file = fresh.resolve(CODE).resolve(entry.path());
        Files.createDirectories(file.getParent());
        Path copy = copies.get(entry.digest());
        if (copy != null) {
          Files.copy(copy, file);
        } else if (ledger.artifact(entry.digest(), file)) {
          fetched++;
        } else {
          return new Answer.Gone(entry.digest());
        }
      }
      Tree found = digests.tree(fresh.resolve(CODE));
      LedgerClient.check(recorded.distribution(), found.digest());
      install(fresh, parent(code));
      return new Answer.There(new Installed(recorded.on(jdk), found, code, jdk), fetched);
    } finally {
      Folders.delete(fresh);
    }
  }

  /** Another rebuild may have been faster: its folder is as good. */
  private static void install(Path fresh, Path place) throws IOException {
    try {
      Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(place)) {
        throw e;
      }
    }
  }

  private static Toolchain read(Digest document, byte[] bytes) {
    try {
      return Toolchain.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw new StackException(
          "STK-042", "cannot use artifact " + document + " as a toolchain: " + e.getMessage(), e);
    }
  }
}
