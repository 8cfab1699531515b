package dev.mintmark.registry.http;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.manifest.OciReader;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Manifests by digest; those that were asked for last are kept. A digest's bytes never change. */
final class ManifestBytes {
  /** Bytes, of all that are kept. */
  private static final long MOST = 8L << 20;

  private static final int LARGEST = 256 << 10;

  private final ArtifactStore store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Digest, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long size;

  ManifestBytes(ArtifactStore store) {
    this.store = store;
  }

  /** To be read, not to be changed. */
  byte[] read(Digest digest) {
    lock.lock();
    try {
      byte[] bytes = kept.get(digest);
      if (bytes != null) {
        return bytes;
      }
    } finally {
      lock.unlock();
    }
    byte[] bytes = store.read(digest, OciReader.MAX_BYTES);
    if (bytes.length <= LARGEST) {
      keep(digest, bytes);
    }
    return bytes;
  }

  private void keep(Digest digest, byte[] bytes) {
    lock.lock();
    try {
      if (kept.put(digest, bytes) == null) {
        size += bytes.length;
      }
      Iterator<byte[]> eldest = kept.values().iterator();
      while (size > MOST) {
        size -= eldest.next().length;
        eldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }
}
