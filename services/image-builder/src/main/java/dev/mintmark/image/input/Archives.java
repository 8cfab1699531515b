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
   * Finds a file in a zip.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-003 unless it is there exactly once,
   *     IMG-004 when the archive cannot be read
   */
  public Member member(Artifact archive, String name) throws IOException {
    ZipFile zip = open(archive);
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

  private ZipFile open(Artifact archive) throws IOException {
    ZipFile zip = open.get(archive.digest());
    if (zip == null) {
      Path file = workspace.file(archive.digest().hex() + ".zip");
      store.copyTo(archive.digest(), file);
      try {
        zip = ZipFile.builder().setPath(file).get();
      } catch (IOException e) {
        throw ImageRefusals.badArchive(archive, "it is not a readable zip: " + e.getMessage());
      }
      open.put(archive.digest(), zip);
    }
    return zip;
  }

  @Override
  public void close() throws IOException {
    for (ZipFile zip : open.values()) {
      zip.close();
    }
  }
}
