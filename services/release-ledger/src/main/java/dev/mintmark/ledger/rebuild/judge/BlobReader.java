package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.compare.source.Blobs;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads and hashes one side's bytes, each artifact once. Not for several threads. */
final class BlobReader {
  private final Blobs blobs;
  private final Map<Digest, Reading> readings = new HashMap<>();

  BlobReader(Blobs blobs) {
    this.blobs = blobs;
  }

  Blobs blobs() {
    return blobs;
  }

  /**
   * Hashes the bytes under that digest.
   *
   * @throws UnavailableException when they cannot be asked for now
   */
  Reading read(Digest digest) {
    Reading known = readings.get(digest);
    if (known == null) {
      known = hash(digest);
      readings.put(digest, known);
    }
    return known;
  }

  /** A small artifact; empty unless its bytes are whole. */
  Optional<byte[]> small(Digest digest, int maxBytes) {
    if (!(read(digest) instanceof Reading.Whole whole) || whole.computed().size() > maxBytes) {
      return Optional.empty();
    }
    try {
      Optional<InputStream> opened = blobs.open(digest);
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      try (InputStream in = opened.get()) {
        byte[] bytes = in.readAllBytes();
        return Digest.of(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
      }
    } catch (RefusedException damaged) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UnavailableException("cannot read artifact " + digest, e);
    }
  }

  private Reading hash(Digest digest) {
    try {
      Optional<InputStream> opened = blobs.open(digest);
      if (opened.isEmpty()) {
        return new Reading.Absent();
      }
      try (InputStream in = opened.get()) {
        Computed computed = Computed.over(in);
        return computed.digest().equals(digest)
            ? new Reading.Whole(computed)
            : new Reading.Damaged("hash to " + computed.digest());
      }
    } catch (RefusedException e) {
      return new Reading.Damaged("are refused by the store (" + e.refusal().code() + ")");
    } catch (IOException e) {
      throw new UnavailableException("cannot read artifact " + digest, e);
    }
  }
}
