package dev.mintmark.kit.toolchain;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.store.ArtifactStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Keeps what this process runs as: the files of its distribution, their list, and the document that
 * names both list and JDK. A process of the line stores all of it, once; one of a rebuild, which
 * runs what is stored, notes only the document in its own place.
 */
@Singleton
public final class ToolchainKeeper {
  private static final Logger LOG = Logger.getLogger(ToolchainKeeper.class);

  private final Optional<Kept> toolchain;
  private final boolean live;
  private final ArtifactStore store;
  private boolean kept;

  /** The files of a configured toolchain. */
  private record Kept(byte[] document, byte[] list, Path folder) {
    static Kept of(KitConfig.Toolchain config) {
      try {
        return new Kept(
            Files.readAllBytes(config.document()),
            Files.readAllBytes(config.files()),
            config.folder());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the toolchain of this process", e);
      }
    }
  }

  @Inject
  ToolchainKeeper(KitConfig config, ArtifactStore store) {
    this(config.toolchain(), config.runOf(), store);
  }

  ToolchainKeeper(Optional<KitConfig.Toolchain> toolchain, Run run, ArtifactStore store) {
    this.toolchain = toolchain.map(Kept::of);
    this.live = run.isLive();
    this.store = store;
  }

  /** What names it in a hand-off: the document's digest; empty where none is configured. */
  public Optional<String> name() {
    return toolchain.map(kept -> Digest.of(kept.document()).toString());
  }

  /**
   * Begins to store, beside what else a start does: a service is ready before its first start has
   * stored its jars.
   */
  public void begin() {
    Thread.ofPlatform()
        .daemon()
        .name("toolchain")
        .start(() -> {
          try {
            keep();
          } catch (RuntimeException e) {
            LOG.warnf("toolchain not stored yet error=%s", e.getMessage());
          }
        });
  }

  /**
   * Stores what is not stored yet, or waits for whoever does; to be called before each hand-off,
   * and again when it fails.
   *
   * @throws dev.mintmark.kit.store.UnavailableException with KIT-070 where a file is not the listed
   *     one, with KIT-071 where the list is not the document's
   */
  public synchronized void keep() {
    if (kept || toolchain.isEmpty()) {
      return;
    }
    Kept own = toolchain.get();
    Digest name = Digest.of(own.document());
    if (live && store.size(name).isEmpty()) {
      long stored = new Distribution(own.document(), own.list(), own.folder()).store(store);
      LOG.infof("toolchain stored digest=%s bytes=%d", name, stored);
    }
    // Last: where the document is, everything is.
    store.put(own.document(), MediaTypes.TOOLCHAIN);
    kept = true;
  }
}
