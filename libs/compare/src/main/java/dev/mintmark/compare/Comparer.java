package dev.mintmark.compare;

import dev.mintmark.compare.bytes.ByteComparison;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Side;
import dev.mintmark.compare.source.Walk;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** One comparison on its way through artifacts that refer to others. */
final class Comparer implements Walk {
  /** An index in an index, and so on: further in, bytes are only bytes. */
  private static final int MAX_DEPTH = 12;

  /** Bytes as they are, whatever they were called. */
  private record Stored(Digest digest, long size) {}

  private final Findings findings = new Findings();
  private int depth;

  @Override
  public Findings findings() {
    return findings;
  }

  @Override
  public void into(Place place, Pair pair, String mediaType) {
    if (findings.isFull() && !pair.recorded().digest().equals(pair.rebuilt().digest())) {
      // Only counted: nobody would see what is found in it.
      findings.add(place, named(pair.recorded(), true), named(pair.rebuilt(), true), null);
      return;
    }
    Optional<Stored> recorded = stored(pair.recorded());
    Optional<Stored> rebuilt = stored(pair.rebuilt());
    if (recorded.isEmpty() || rebuilt.isEmpty()) {
      findings.add(
          place,
          named(pair.recorded(), recorded.isPresent()),
          named(pair.rebuilt(), rebuilt.isPresent()),
          null);
      return;
    }
    check(place, pair, recorded.get(), rebuilt.get());
    if (!recorded.get().digest().equals(rebuilt.get().digest())) {
      Pair sized =
          new Pair(pair.recorded(), pair.rebuilt(), recorded.get().size(), rebuilt.get().size());
      depth++;
      look(place, sized, mediaType);
      depth--;
    }
  }

  private static String named(Side side, boolean there) {
    return side.digest() + (there ? "" : ", whose bytes are not there");
  }

  /** What is stored under a digest has to hash to it. */
  private void check(Place place, Pair pair, Stored recorded, Stored rebuilt) {
    boolean recordedHolds = recorded.digest().equals(pair.recorded().digest());
    boolean rebuiltHolds = rebuilt.digest().equals(pair.rebuilt().digest());
    if (!recordedHolds || !rebuiltHolds) {
      findings.add(
          place.in("digest"),
          hashed(pair.recorded(), recorded, recordedHolds),
          hashed(pair.rebuilt(), rebuilt, rebuiltHolds),
          null);
    }
  }

  private static String hashed(Side side, Stored stored, boolean holds) {
    return holds
        ? side.digest().toString()
        : "bytes that hash to " + stored.digest() + ", stored as " + side.digest();
  }

  private void look(Place place, Pair pair, String mediaType) {
    long before = findings.count();
    Format format =
        depth > MAX_DEPTH ? Format.BYTES : Format.of(mediaType).orElseGet(() -> Sniffer.of(pair));
    boolean explained = format.compare(place, pair, this);
    if (!explained || findings.count() == before) {
      bytes(place, pair);
    }
  }

  private void bytes(Place place, Pair pair) {
    try (InputStream recorded = open(pair.recorded());
        InputStream rebuilt = open(pair.rebuilt())) {
      ByteComparison.find(place, recorded, rebuilt, findings);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + place, e);
    }
  }

  private static InputStream open(Side side) {
    return side.open().orElseThrow(() -> new IllegalStateException(side.digest() + " went away"));
  }

  private static Optional<Stored> stored(Side side) {
    Optional<InputStream> opened = side.open();
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    MessageDigest sha256 = Digest.sha256();
    try (InputStream in = new DigestInputStream(opened.get(), sha256)) {
      long size = in.transferTo(java.io.OutputStream.nullOutputStream());
      return Optional.of(new Stored(Digest.finish(sha256), size));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + side.digest(), e);
    }
  }
}
