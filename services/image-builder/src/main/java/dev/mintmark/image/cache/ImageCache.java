package dev.mintmark.image.cache;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.layer.Compressor;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What this service remembers of its builds; for any thread. */
public final class ImageCache {
  private static final Logger LOG = Logger.getLogger(ImageCache.class);

  private final ArtifactStore store;
  private final Digest toolchain;
  private final EntryFolder folder;
  private final Seal seal;
  private final MeterRegistry metrics;

  /** Takes an entry's value apart. */
  @FunctionalInterface
  interface Form<T> {
    T parse(byte[] value) throws BrokenEntryException;
  }

  /** What an entry names. */
  @FunctionalInterface
  interface Named<T> {
    List<Artifact> of(T found);
  }

  /**
   * A cache in a folder.
   *
   * @param toolchain what this process runs as: another program's entries are never looked at
   * @param secret that whoever may write the folder does not know
   * @param bound of all entries, in bytes
   */
  public ImageCache(
      ArtifactStore store,
      Digest toolchain,
      byte[] secret,
      Path folder,
      long bound,
      MeterRegistry metrics)
      throws IOException {
    this.store = store;
    this.toolchain = toolchain;
    this.seal = new Seal(secret);
    this.folder = new EntryFolder(folder, bound, Clock.systemUTC());
    this.metrics = metrics;
  }

  /**
   * The part of one request's build. Layers and file table are functions of the whole {@code image}
   * of the request, its targets' profiles and its source's time: what is added to these is part of
   * the key without further ado. Who the release is, and its model, is not.
   */
  public BuildCache of(BuildRequested request) {
    CacheKey key = key("images 1").add(request.getSource().getEpoch());
    key.add(EventCodec.write(request.getImage()));
    for (Target target : request.getTargets()) {
      key.add(EventCodec.write(target));
    }
    return new BuildCache(this, key.digest(), request.getSource().getEpoch());
  }

  CacheKey key(String kind) {
    return new CacheKey(kind).add(toolchain).add(Compressor.identity());
  }

  /**
   * An entry that can be believed: sealed for this key, and the store has all that it names for at
   * least a day more.
   */
  <T> Optional<T> find(String part, Digest key, Form<T> form, Named<T> named) {
    try {
      Optional<byte[]> entry = folder.read(key);
      if (entry.isEmpty()) {
        count(part, "miss");
        return Optional.empty();
      }
      T found = form.parse(seal.open(key, entry.get()));
      for (Artifact artifact : named.of(found)) {
        if (store.reuse(artifact.digest()).orElse(-1) != artifact.size()) {
          throw new BrokenEntryException(CacheFault.GONE);
        }
      }
      count(part, "hit");
      return Optional.of(found);
    } catch (BrokenEntryException e) {
      count(part, "broken");
      warn("not believed", part, key, e.fault(), e.fault().found());
      forget(part, key);
      return Optional.empty();
    } catch (IOException e) {
      count(part, "broken");
      warn("not read", part, key, CacheFault.FOLDER, e.toString());
      return Optional.empty();
    }
  }

  /** Where the folder cannot be written, the build goes on. */
  void keep(String part, Digest key, byte[] value) {
    try {
      folder.write(key, seal.close(key, value));
    } catch (IOException e) {
      warn("not kept", part, key, CacheFault.FOLDER, e.toString());
    }
  }

  private void forget(String part, Digest key) {
    try {
      folder.remove(key);
    } catch (IOException e) {
      warn("not removed", part, key, CacheFault.FOLDER, e.toString());
    }
  }

  private static void warn(String what, String part, Digest key, CacheFault fault, String found) {
    LOG.warnf(
        "cache entry %s part=%s key=%s found=%s errorCode=%s",
        what, part, key.hex(), found, fault.code());
  }

  private void count(String part, String outcome) {
    metrics.counter("mintmark.image.cache", "part", part, "outcome", outcome).increment();
  }
}
