package dev.mintmark.cli.image;

import dev.mintmark.cli.image.ImageParts.PlatformImage;
import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.cli.layout.TarFile;
import dev.mintmark.cli.layout.TarFile.Member;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes an image to the disk, whole and checked or not at all. The same image gives the same
 * bytes, wherever it came from and whatever it was named by.
 */
public final class ImageExport {
  private final ImageSource source;
  private final Console console;

  public ImageExport(ImageSource source, Console console) {
    this.source = source;
    this.console = console;
  }

  /**
   * Goes on only with an image that is signed by whom is trusted.
   *
   * @throws dev.mintmark.cli.failure.CommandException CLI-135, CLI-136
   */
  public void requireTrusted(Trust trust) {
    ImageRefusals.coded(
        source.name(), () -> SignatureCheck.require(source, source.top(), Optional.of(trust)));
  }

  /**
   * An OCI image layout.
   *
   * @param platform of the one image that is taken; empty for the index with all of them
   * @param out a tar where the name ends in {@code .tar}, else a folder
   * @throws dev.mintmark.cli.failure.CommandException CLI-133, CLI-134, CLI-020
   */
  public ExportedImage layout(Path out, Optional<Platform> platform) {
    return ImageRefusals.coded(
        source.name(),
        () -> {
          StagedImage.requireFree(out);
          ImageParts parts = ImageParts.read(source);
          List<PlatformImage> images =
              platform.isEmpty() ? parts.images() : List.of(parts.of(source.name(), platform));
          FetchedManifest top = platform.isEmpty() ? parts.top() : images.getFirst().fetched();
          SortedMap<String, Member> members = members(parts, top, images);
          try (StagedImage staged = new StagedImage(out);
              Progress progress = console.progress("export", total(members))) {
            if (out.toString().endsWith(".tar")) {
              TarFile.write(staged.path(), members, created(parts.top()), progress::advance);
            } else {
              writeFolder(staged.path(), members, progress);
            }
            return staged.done(top.artifact().digest(), "oci", platform);
          }
        });
  }

  /**
   * What {@code docker load} takes: one platform's config and uncompressed layers.
   *
   * @param platform empty for the only one
   * @param name that the engine gives it, {@code NAME:TAG}; empty for what the image says of itself
   * @throws dev.mintmark.cli.failure.CommandException CLI-133, CLI-134, CLI-137, CLI-020
   */
  public ExportedImage dockerArchive(Path out, Optional<Platform> platform, Optional<String> name) {
    return ImageRefusals.coded(
        source.name(),
        () -> {
          StagedImage.requireFree(out);
          ImageParts parts = ImageParts.read(source);
          PlatformImage image = parts.of(source.name(), platform);
          try (StagedImage staged = new StagedImage(out)) {
            new DockerArchive(source, image, name.or(() -> ownName(parts.top())), console)
                .write(staged.path(), staged.folder());
            return staged.done(image.fetched().artifact().digest(), "docker", image.platform());
          }
        });
  }

  private SortedMap<String, Member> members(
      ImageParts parts, FetchedManifest top, List<PlatformImage> images) {
    SortedMap<String, Member> members = new TreeMap<>();
    members.put(LayoutNames.LAYOUT, Member.of(LayoutNames.layout()));
    Map<String, String> notes =
        ownTag(parts.top()).map(tag -> Map.of(LayoutNames.REF_NAME, tag)).orElse(Map.of());
    Descriptor entry = Descriptor.of(top.artifact(), notes);
    members.put(
        LayoutNames.INDEX,
        Member.of(new ImageIndex(null, List.of(entry), null, new TreeMap<>()).bytes()));
    members.put(LayoutNames.blob(top.artifact().digest()), Member.of(top.bytes()));
    for (PlatformImage image : images) {
      FetchedManifest manifest = image.fetched();
      members.put(LayoutNames.blob(manifest.artifact().digest()), Member.of(manifest.bytes()));
      for (Descriptor blob : image.manifest().children()) {
        members.put(
            LayoutNames.blob(blob.digest()), new Member(blob.size(), out -> copy(blob, out)));
      }
    }
    return members;
  }

  private void copy(Descriptor blob, OutputStream out) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    try (StoredBlob stored = source.open(blob);
        InputStream in = stored.bytes().open()) {
      in.transferTo(new DigestOutputStream(out, sha256));
    }
    BlobCheck.requireDigest(blob, Digest.finish(sha256));
  }

  private static void writeFolder(Path folder, SortedMap<String, Member> members, Progress progress)
      throws IOException {
    Files.createDirectories(folder.resolve("blobs/sha256"));
    for (Map.Entry<String, Member> member : members.entrySet()) {
      try (OutputStream out = Files.newOutputStream(folder.resolve(member.getKey()))) {
        member.getValue().content().to(out);
      }
      progress.advance(member.getValue().size());
    }
  }

  private static long total(SortedMap<String, Member> members) {
    return members.values().stream().mapToLong(Member::size).sum();
  }

  /** The image's own version, which does not depend on how a person named it. */
  private static Optional<String> ownTag(FetchedManifest top) {
    return Optional.ofNullable(top.document().annotations().get(Annotations.VERSION))
        .filter(Tag::isValid);
  }

  private Optional<String> ownName(FetchedManifest top) {
    return source
        .repository()
        .flatMap(repository -> ownTag(top).map(tag -> repository + ":" + tag));
  }

  /** The source's epoch, which the image carries; 1970 where it carries none. */
  static Instant created(FetchedManifest top) {
    String text = top.document().annotations().getOrDefault(Annotations.CREATED, "");
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.EPOCH;
    }
  }
}
