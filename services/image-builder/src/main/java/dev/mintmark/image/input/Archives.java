package dev.mintmark.image.input;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.oci.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The archives of one build, each fetched once; members are streamed out of them, on any thread.
 */
public final class Archives implements AutoCloseable {
  /** A member that says it is larger is refused: no native library comes near. */
  private static final long MAX_MEMBER = 4L << 30;

  private final ArtifactStore store;
  private final Workspace workspace;
  private final Map<Digest, ZipFile> open = new HashMap<>();
  private final Map<Digest, TarMembers> tars = new HashMap<>();

  public Archives(ArtifactStore store, Workspace workspace) {
    this.store = store;
    this.workspace = workspace;
  }

  /**
   * A file inside an archive.
   *
   * @param size in bytes, as the archive says; whoever reads the content checks it
   */
  public record Member(long size, LayerEntry.Content content) {}

  /**
   * Finds a file in a zip or in a gzipped tar; which of them it is its first bytes say.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-003 unless it is there exactly once,
   *     IMG-004 when the archive cannot be read
   * @throws dev.mintmark.packages.PackageException for a tar that is malformed
   */
  public Member member(Artifact archive, String name) throws IOException {
    fetch(archive);
    TarMembers tar = tars.get(archive.digest());
    return tar != null ? tar.member(archive, name) : zipMember(archive, name);
  }

  private Member zipMember(Artifact archive, String name) {
    ZipFile zip = Objects.requireNonNull(open.get(archive.digest()), "fetched");
    List<ZipArchiveEntry> found = new ArrayList<>();
    zip.getEntries(name).forEach(found::add);
    if (found.size() != 1) {
      throw ImageRefusals.noMember(archive, name, found.size());
    }
    ZipArchiveEntry entry = found.getFirst();
    requireReadable(archive, zip, entry);
    return new Member(entry.getSize(), () -> content(zip, entry));
  }

  /** Members are read side by side, but opening one moves the position that all share. */
  private static InputStream content(ZipFile zip, ZipArchiveEntry entry) throws IOException {
    synchronized (zip) {
      return zip.getInputStream(entry);
    }
  }

  private static void requireReadable(Artifact archive, ZipFile zip, ZipArchiveEntry entry) {
    String member = "its member '" + entry.getName() + "' ";
    if (entry.isDirectory() || entry.isUnixSymlink() || !zip.canReadEntryData(entry)) {
      throw ImageRefusals.badArchive(archive, member + "is a folder, a link, or encrypted");
    }
    if (entry.getSize() < 0 || entry.getSize() > MAX_MEMBER) {
      throw ImageRefusals.badArchive(
          archive, member + "has " + entry.getSize() + " bytes, the limit is " + MAX_MEMBER);
    }
  }

  private void fetch(Artifact archive) throws IOException {
    Digest digest = archive.digest();
    if (open.containsKey(digest) || tars.containsKey(digest)) {
      return;
    }
    Path file = workspace.file(digest.hex() + ".zip");
    store.copyTo(digest, file);
    if (TarMembers.isGzip(file)) {
      tars.put(digest, TarMembers.open(archive, file, workspace.file(digest.hex() + ".tar")));
      return;
    }
    try {
      open.put(digest, ZipFile.builder().setPath(file).get());
    } catch (IOException e) {
      throw ImageRefusals.badArchive(archive, "it is not a readable zip: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    for (ZipFile zip : open.values()) {
      zip.close();
    }
  }
}
