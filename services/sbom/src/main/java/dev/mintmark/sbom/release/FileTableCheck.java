package dev.mintmark.sbom.release;

import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.events.image.v1.Layer;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.oci.filetable.FileTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the file table has every file that was asked for, from the asked input, and no other.
 * What a package or a base brings is theirs to say: of them each row has to name one that was asked
 * for, and each package has to have a row.
 */
final class FileTableCheck {
  private static final String APP = "/app/";

  private FileTableCheck() {}

  /** Where a file comes from. */
  private record Origin(
      String artifact, @Nullable String member, @Nullable String purl, @Nullable String license) {}

  static void check(Release release, Tree app) {
    Set<String> platforms = new HashSet<>();
    for (PlatformImage image : release.built().getImages()) {
      String platform = image.getPlatform();
      List<FileTable.Row> rows = release.files(platform);
      platforms.add(platform);
      compare(release, platform, wanted(release, platform, app), rows);
      List<String> layers =
          image.getLayers().stream().map(Layer::getBlob).map(blob -> blob.getDigest()).toList();
      for (FileTable.Row row : rows) {
        if (!layers.contains(row.layer().toString())) {
          throw refused(platform + " " + row.path(), "its layer is not one of the image's");
        }
      }
    }
    for (FileTable.Row row : release.files().rows()) {
      if (!platforms.contains(row.platform().toString())) {
        throw refused(row.platform() + " " + row.path(), "no image is built for that platform");
      }
    }
  }

  private static SortedMap<String, Origin> wanted(Release release, String platform, Tree app) {
    SortedMap<String, Origin> wanted = new TreeMap<>();
    String source = release.request().getImage().getApp().getDigest();
    for (Tree.Entry entry : app.entries()) {
      wanted.put(APP + entry.path(), new Origin(source, entry.path(), null, null));
    }
    for (ImageFile file : release.request().getImage().getFiles()) {
      if (file.getPlatform().equals(platform)) {
        wanted.put(
            file.getPath(),
            new Origin(
                file.getSource().getDigest(), file.getMember(), file.getPurl(), file.getLicense()));
      }
    }
    return wanted;
  }

  private static void compare(
      Release release,
      String platform,
      SortedMap<String, Origin> wanted,
      List<FileTable.Row> rows) {
    PackedFiles packed = PackedFiles.of(release.request().getImage(), platform);
    Set<String> seen = new HashSet<>();
    for (FileTable.Row row : rows) {
      String file = platform + " " + row.path();
      if (!seen.add(row.path())) {
        throw refused(file, "it is there twice");
      }
      FileTable.Input input = row.input();
      Origin found =
          new Origin(
              input.artifact().digest().toString(), input.member(), input.purl(), input.license());
      Origin asked = wanted.remove(row.path());
      if (asked != null) {
        SbomCode.FILES.same("the input of " + file, asked, found);
      } else if (!packed.take(row)) {
        throw refused(file, "the request does not ask for it");
      }
    }
    if (!wanted.isEmpty()) {
      throw refused(platform + " " + wanted.firstKey(), "the request asks for it; it is not there");
    }
    packed
        .missing()
        .ifPresent(purl -> {
          throw refused(
              platform + " of " + purl, "the request asks for the package; no file is of it");
        });
  }

  private static RuntimeException refused(String file, String found) {
    return SbomCode.FILES.refused("file " + file + " in the file table", found);
  }
}
