package dev.mintmark.sbom.release;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.image.v1.Layer;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.packages.Limits;
import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.archive.Compression;
import dev.mintmark.packages.archive.FileSlice;
import dev.mintmark.packages.archive.TarEntry;
import dev.mintmark.packages.archive.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One layer, uncompressed on disk, with the places of its files; never in memory. */
final class LayerFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final FileChannel tar;
  private final Map<String, Place> places;

  private LayerFile(FileChannel tar, Map<String, Place> places) {
    this.tar = tar;
    this.places = places;
  }

  /** Where a file's bytes are, or whose second name it is. */
  private record Place(long offset, long size, @Nullable String target) {}

  /**
   * Unpacks a layer.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-016, and as the store's reading does
   */
  static LayerFile unpack(ArtifactStore store, Layer layer, Path folder) throws IOException {
    Artifact blob = ArtifactReferences.toArtifact(layer.getBlob());
    String name = "layer " + blob.digest();
    Path compressed = folder.resolve(blob.digest().hex() + ".blob");
    Path tar = folder.resolve(blob.digest().hex() + ".tar");
    store.copyTo(blob.digest(), compressed);
    try {
      Digest found = decompress(name, blob, compressed, tar);
      Files.delete(compressed);
      SbomCode.LAYER.same("the diff id of " + name, layer.getDiffId(), found.toString());
      Map<String, Place> places = places(name, tar);
      return new LayerFile(FileChannel.open(tar), places);
    } catch (PackageException e) {
      throw SbomCode.LAYER.refusal(name, e.found(), e.advice()).asException();
    }
  }

  private static Digest decompress(String name, Artifact blob, Path compressed, Path tar)
      throws IOException {
    Compression compression =
        switch (blob.mediaType()) {
          case OciMediaTypes.LAYER_GZIP -> Compression.GZIP;
          case OciMediaTypes.LAYER_TAR -> Compression.NONE;
          default -> throw SbomCode.LAYER.refused(name, "its type is " + blob.mediaType());
        };
    MessageDigest digest = Digest.sha256();
    try (FileChannel channel = FileChannel.open(compressed);
        InputStream in =
            compression.open(new Subject(name), Limits.DEFAULT, "layer", FileSlice.of(channel));
        OutputStream out = Files.newOutputStream(tar)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    return Digest.finish(digest);
  }

  private static Map<String, Place> places(String name, Path tar) throws IOException {
    Map<String, Place> places = new HashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(tar), BUFFER)) {
      TarReader reader = new TarReader(new Subject(name), Limits.DEFAULT, in);
      for (Optional<TarEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
        TarEntry entry = e.get();
        switch (entry.kind()) {
          case FILE ->
              places.put(absolute(entry.name()), new Place(entry.offset(), entry.size(), null));
          case HARDLINK -> {
            // What the name means now, as when it is unpacked: in this layer, or in one below.
            String target = absolute(entry.linkTarget());
            Place named = places.get(target);
            places.put(absolute(entry.name()), named == null ? new Place(0, 0, target) : named);
          }
          case DIRECTORY, SYMLINK -> {
            // Nothing to read.
          }
        }
      }
    }
    return places;
  }

  private static String absolute(String name) {
    return "/" + name.replaceFirst("^(?:\\./|/)+", "");
  }

  /** A file's bytes, where this layer has them. */
  Optional<FileSlice> at(String path) throws IOException {
    Place place = places.get(path);
    if (place == null || place.target() != null) {
      return Optional.empty();
    }
    return Optional.of(FileSlice.of(tar).slice(place.offset(), place.size()));
  }

  /** The file of a lower layer that a path is a second name of. */
  Optional<String> target(String path) {
    return Optional.ofNullable(places.get(path)).map(Place::target);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
