package dev.mintmark.compare.layer;

import dev.mintmark.compare.bytes.ByteComparison;
import dev.mintmark.compare.bytes.ByteRange;
import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Difference;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Compares two layers from the outside in: compression, table of entries, contents. */
public final class LayerComparison {
  private final Place place;
  private final Pair pair;
  private final Walk walk;
  private final Both<Archive> archives;

  private LayerComparison(Place place, Pair pair, boolean gzip, Walk walk) {
    this.place = place;
    this.pair = pair;
    this.walk = walk;
    this.archives =
        new Both<>(new Archive(pair.recorded(), gzip), new Archive(pair.rebuilt(), gzip));
  }

  /**
   * Compares two {@code tar+gzip} layers.
   *
   * @return false when they still have to be compared as bytes
   */
  public static boolean compareGzip(Place place, Pair pair, Walk walk) {
    return new LayerComparison(place, pair, true, walk).run();
  }

  /**
   * Compares two {@code tar} layers.
   *
   * @return false when they still have to be compared as bytes
   */
  public static boolean compareTar(Place place, Pair pair, Walk walk) {
    return new LayerComparison(place, pair, false, walk).run();
  }

  private boolean run() {
    try {
      return archives.recorded().gzip() ? gzip() : tar();
    } catch (IOException e) {
      // Sources throw unchecked exceptions, and both archives have been read once to their ends.
      throw new UncheckedIOException("an archive changed while it was read", e);
    }
  }

  private boolean gzip() throws IOException {
    Findings findings = walk.findings();
    Optional<Both<GzipHeader>> headers =
        Both.read(place, pair, "a gzip stream", findings, GzipHeader::read);
    if (headers.isEmpty()) {
      return false;
    }
    long before = findings.count();
    header(headers.get().recorded().fields(), headers.get().rebuilt().fields());
    Optional<Both<TarTable>> tables = tables("a tar archive in a gzip stream");
    if (tables.isEmpty()) {
      return false;
    }
    if (!tables.get().recorded().digest().equals(tables.get().rebuilt().digest())) {
      contents(tables.get());
    } else {
      deflated(headers.get());
    }
    return findings.count() > before;
  }

  private boolean tar() throws IOException {
    Optional<Both<TarTable>> tables = tables("a tar archive");
    if (tables.isPresent()) {
      contents(tables.get());
    }
    return tables.isPresent();
  }

  private Optional<Both<TarTable>> tables(String what) {
    boolean gzip = archives.recorded().gzip();
    return Both.read(
        place,
        pair,
        what,
        walk.findings(),
        in -> TarReader.read(new Archive(pair.recorded(), gzip).uncompressed(in)));
  }

  private void header(SequencedMap<String, String> recorded, SequencedMap<String, String> rebuilt) {
    Set<String> names = new LinkedHashSet<>(recorded.keySet());
    names.addAll(rebuilt.keySet());
    for (String name : names) {
      String one = recorded.getOrDefault(name, Difference.NOTHING);
      String two = rebuilt.getOrDefault(name, Difference.NOTHING);
      if (!one.equals(two)) {
        Place at = place.in("gzip header").in(name);
        walk.findings().add(at, one, two, Cause.GZIP_HEADER);
      }
    }
  }

  /** The tar is the same: whether what is behind the header differs. */
  private void deflated(Both<GzipHeader> headers) throws IOException {
    try (InputStream recorded = archives.recorded().raw();
        InputStream rebuilt = archives.rebuilt().raw()) {
      recorded.skipNBytes(headers.recorded().length());
      rebuilt.skipNBytes(headers.rebuilt().length());
      Optional<ByteRange> range = ByteComparison.of(recorded, rebuilt);
      range.ifPresent(this::deflated);
    }
  }

  private void deflated(ByteRange range) {
    Cause cause = range.isOnlyLonger() ? null : Cause.COMPRESSOR;
    walk.findings()
        .add(
            place.in("gzip stream behind its header").in(range.place()),
            range.recordedText(),
            range.rebuiltText(),
            cause);
  }

  private void contents(Both<TarTable> tables) throws IOException {
    long before = walk.findings().count();
    new TableComparison(place, tables, walk).run(archives);
    if (walk.findings().count() == before) {
      try (InputStream recorded = archives.recorded().open();
          InputStream rebuilt = archives.rebuilt().open()) {
        ByteComparison.find(place.in("tar archive"), recorded, rebuilt, walk.findings());
      }
    }
  }
}
