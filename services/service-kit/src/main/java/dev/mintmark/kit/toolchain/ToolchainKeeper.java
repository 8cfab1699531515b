package dev.mintmark.kit.toolchain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
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
  private final Pointers pointers;
  private final String instance;
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
  ToolchainKeeper(KitConfig config, ArtifactStore store, Pointers pointers) {
    this(config.toolchain(), config.runOf(), config.instance(), store, pointers);
  }

  ToolchainKeeper(
      Optional<KitConfig.Toolchain> toolchain,
      Run run,
      String instance,
      ArtifactStore store,
      Pointers pointers) {
    this.toolchain = toolchain.map(Kept::of);
    this.live = run.isLive();
    this.store = store;
    this.pointers = pointers;
    this.instance = instance;
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
    // Until a hand-off names it, this says that it is in use.
    if (live && (!isNoted(own, name) || store.size(name).isEmpty())) {
      pointers.write(note(own), name.toString().getBytes(UTF_8));
      long stored = new Distribution(own.document(), own.list(), own.folder()).store(store);
      LOG.infof("toolchain stored digest=%s bytes=%d", name, stored);
    }
    // Last: where the document is, everything is.
    store.put(own.document(), MediaTypes.TOOLCHAIN);
    kept = true;
  }

  private boolean isNoted(Kept own, Digest name) {
    return pointers
        .read(note(own))
        .filter(noted -> name.toString().equals(new String(noted, UTF_8)))
        .isPresent();
  }

  private String note(Kept own) {
    return "consumers/" + Distribution.step(own.document()) + "/toolchain-" + instance;
  }
}
