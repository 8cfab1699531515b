package dev.mintmark.oci.layer;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a layer: the same entries and epoch make the same bytes, whatever the order they come in,
 * the user, the folder, the locale or the time zone. Streams: a layer of any size takes the memory
 * of a few blocks.
 */
public final class LayerWriter {
  /** More take memory for every layer that is written at once, and gain little. */
  private static final int MOST_AHEAD = 2;

  private final FileTime mtime;
  private final int ahead;

  /**
   * @param sourceDateEpoch mtime of every entry, in seconds since 1970
   */
  public LayerWriter(long sourceDateEpoch) {
    this(sourceDateEpoch, Math.min(MOST_AHEAD, Runtime.getRuntime().availableProcessors() - 1));
  }

  /**
   * @param ahead blocks that are compressed beside the writer, each taking 2.7 MiB; they change no
   *     byte
   */
  LayerWriter(long sourceDateEpoch, int ahead) {
    if (sourceDateEpoch < 0) {
      throw new IllegalArgumentException("sourceDateEpoch is negative: " + sourceDateEpoch);
    }
    this.ahead = ahead;
    this.mtime = FileTime.from(Instant.ofEpochSecond(sourceDateEpoch));
  }

  /**
   * Writes the layer; does not close {@code out}.
   *
   * @throws OciException (OCI-003) when entries are in each other's way, (OCI-004) when a content
   *     differs from its announced size or digest; what was written then is useless
   */
  public Layer write(Collection<? extends LayerEntry> entries, OutputStream out)
      throws IOException {
    List<LayerEntry> plan = LayerPlan.of(entries);
    SortedMap<String, Layer.WrittenFile> files = new TreeMap<>(LayerPlan.BY_BYTES);
    Map<String, LayerEntry.Owner> owners = new HashMap<>();
    HashingStream blob = new HashingStream(out);
    OutputStream gzip = Compressor.open(blob, ahead);
    HashingStream tarBytes = new HashingStream(gzip);
    try (gzip;
        TarArchiveOutputStream tar = tar(tarBytes)) {
      for (LayerEntry entry : plan) {
        write(entry, tar, files, owners);
      }
    }
    Artifact artifact = new Artifact(blob.digest(), OciMediaTypes.LAYER_GZIP, blob.size());
    return new Layer(artifact, tarBytes.digest(), List.copyOf(files.values()));
  }

  private static TarArchiveOutputStream tar(OutputStream out) {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return tar;
  }

  private void write(
      LayerEntry entry,
      TarArchiveOutputStream tar,
      SortedMap<String, Layer.WrittenFile> files,
      Map<String, LayerEntry.Owner> owners)
      throws IOException {
    switch (entry) {
      case LayerEntry.Directory directory -> {
        tar.putArchiveEntry(header(directory.path() + "/", directory.mode(), directory.owner()));
        tar.closeArchiveEntry();
      }
      case LayerEntry.Whiteout whiteout -> {
        tar.putArchiveEntry(header(whiteout.marker(), 0, LayerEntry.Owner.ROOT));
        tar.closeArchiveEntry();
      }
      case LayerEntry.Symlink link -> {
        TarArchiveEntry header = new TarArchiveEntry(link.path(), TarConstants.LF_SYMLINK, true);
        header.setLinkName(link.target());
        tar.putArchiveEntry(fix(header, 0777, link.owner()));
        tar.closeArchiveEntry();
      }
      case LayerEntry.File file -> {
        files.put(file.path(), write(file, tar));
        if (!file.owner().equals(LayerEntry.Owner.ROOT)) {
          owners.put(file.path(), file.owner());
        }
      }
      case LayerEntry.Hardlink link -> {
        Layer.WrittenFile file = Objects.requireNonNull(files.get(link.target()), "plan");
        LayerEntry.Owner owner = owners.getOrDefault(link.target(), LayerEntry.Owner.ROOT);
        TarArchiveEntry header = new TarArchiveEntry(link.path(), TarConstants.LF_LINK, true);
        header.setLinkName(link.target());
        tar.putArchiveEntry(fix(header, file.mode(), owner));
        tar.closeArchiveEntry();
        files.put(
            link.path(),
            new Layer.WrittenFile(link.path(), file.mode(), file.size(), file.digest()));
      }
    }
  }

  private Layer.WrittenFile write(LayerEntry.File file, TarArchiveOutputStream tar)
      throws IOException {
    TarArchiveEntry header = header(file.path(), file.mode(), file.owner());
    header.setSize(file.size());
    tar.putArchiveEntry(header);
    HashingStream hashed = new HashingStream(tar);
    try (InputStream in = file.content().open()) {
      copyExactly(in, file, hashed);
    }
    tar.closeArchiveEntry();
    Digest digest = hashed.digest();
    if (file.digest() != null && !file.digest().equals(digest)) {
      throw differs(file.path(), "digest " + digest + " instead of " + file.digest());
    }
    return new Layer.WrittenFile(file.path(), file.mode(), file.size(), digest);
  }

  private static void copyExactly(InputStream in, LayerEntry.File file, OutputStream out)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = file.size();
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw differs(file.path(), (file.size() - left) + " bytes instead of " + file.size());
      }
      out.write(buffer, 0, n);
      left -= n;
    }
    if (in.read() >= 0) {
      throw differs(file.path(), "more than the announced " + file.size() + " bytes");
    }
  }

  private TarArchiveEntry header(String name, int mode, LayerEntry.Owner owner) {
    return fix(new TarArchiveEntry(name, true), mode, owner);
  }

  /** Names no owner: only the numbers count, and a name would be this machine's. */
  private TarArchiveEntry fix(TarArchiveEntry header, int mode, LayerEntry.Owner owner) {
    header.setMode(mode);
    header.setUserId(owner.user());
    header.setGroupId(owner.group());
    header.setNames("", "");
    header.setLastModifiedTime(mtime);
    return header;
  }

  private static OciException differs(String path, String found) {
    return new OciException(
        OciError.LAYER_CONTENT,
        "cannot write '" + path + "' into the layer: its content has " + found);
  }
}
