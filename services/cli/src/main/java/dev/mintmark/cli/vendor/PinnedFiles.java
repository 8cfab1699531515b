package dev.mintmark.cli.vendor;

import dev.mintmark.cli.releasefile.FileOrigin;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.bundle.BundledFile;
import dev.mintmark.vendor.file.FileVendor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of a release's image that come by npm, Maven or from addresses.
 *
 * @param files in the order of the release file; a source that several files have comes once
 */
public record PinnedFiles(List<FileOrigin.Outside> files) {
  public PinnedFiles {
    files = List.copyOf(files);
  }

  public static PinnedFiles of(ReleaseFile release) {
    Map<String, FileOrigin.Outside> files = new LinkedHashMap<>();
    for (ReleaseFile.ImageFile file : release.image().files()) {
      if (file.from() instanceof FileOrigin.Outside outside) {
        files.putIfAbsent(outside.source() + " " + outside.digest(), outside);
      }
    }
    return new PinnedFiles(List.copyOf(files.values()));
  }

  /**
   * Fetches what is not there.
   *
   * @param look whether to fetch what has no digest, too, and to say which it has
   * @throws VendorException (VND-070) for a file without a digest, and as {@link FileVendor} does
   */
  List<VendorRow> fetch(FileVendor vendor, boolean look) throws IOException {
    List<VendorRow> rows = new ArrayList<>();
    for (FileOrigin.Outside file : files) {
      if (file.digest().isEmpty() && look) {
        throw unpinned(file, "what came has sha256:" + vendor.look(file.source()).hex());
      }
      Fetched fetched = vendor.fetch(file.source(), digest(file));
      rows.add(new VendorRow(file.source().kind(), file.source().toString(), fetched));
    }
    return rows;
  }

  /**
   * A file in the vendor folder.
   *
   * @throws VendorException (VND-041, VND-070)
   */
  public static Artifact find(VendorStore store, FileOrigin.Outside file) throws IOException {
    Digest digest = digest(file);
    if (!store.has(digest)) {
      throw new VendorException(
          VendorCode.MISSING,
          file.source().toString(),
          digest + " is not in the vendor folder",
          "fetch it: mintmark vendor -f <release file>");
    }
    return new Artifact(digest, MediaTypes.OCTET_STREAM, Files.size(store.path(digest)));
  }

  private static Digest digest(FileOrigin.Outside file) {
    return file.digest()
        .orElseThrow(() ->
            unpinned(
                file, "nobody wrote down its sha256; `mintmark vendor --update` says what it has"));
  }

  private static VendorException unpinned(FileOrigin.Outside file, String found) {
    return new VendorException(
        VendorCode.NO_DIGEST,
        file.source().toString(),
        found,
        "make sure that it is the file that you want, and write `sha256:` beside %s in line %d"
            .formatted(file.key(), file.line()));
  }

  /** As a bundle carries them. */
  List<BundledFile> bundled(VendorStore store) throws IOException {
    List<BundledFile> bundled = new ArrayList<>();
    for (FileOrigin.Outside file : files) {
      Artifact artifact = find(store, file);
      bundled.add(
          new BundledFile(artifact.digest(), artifact.size(), "file/" + file.source().fileName()));
    }
    return bundled;
  }
}
