package dev.mintmark.sbom.release;

import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.build.v1.ImageClosure;
import dev.mintmark.events.build.v1.ImagePackage;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.oci.filetable.FileTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the packages, closures, the base and the Dockerfile of one platform's image may bring; used
 * once.
 *
 * @param packages package URLs by digest of the archive
 * @param closures digests; which store paths are in them they say themselves
 * @param base digests
 * @param dockerfile its digest; null for none
 * @param open URLs of packages of which no file was seen
 */
record PackedFiles(
    Map<String, Set<String>> packages,
    Set<String> closures,
    Set<String> base,
    @Nullable String dockerfile,
    Set<String> open) {
  /** How image-builder names what a store path is. */
  private static final Pattern STORE_PATH =
      Pattern.compile("pkg:generic/[^/?#]+@[^/?#]+\\?store_path=%2F(?:nix|gnu)%2Fstore%2F[^/?#&]+");

  static PackedFiles of(Image image, String platform) {
    Map<String, Set<String>> packages = new HashMap<>();
    Set<String> open = new TreeSet<>();
    for (ImagePackage asked : image.getPackages()) {
      if (asked.getPlatform().equals(platform)) {
        String digest = asked.getSource().getDigest();
        packages.computeIfAbsent(digest, key -> new HashSet<>()).add(asked.getPurl());
        open.add(asked.getPurl());
      }
    }
    Set<String> base = new HashSet<>();
    image.getBaseArtifacts().stream().map(ArtifactReference::getDigest).forEach(base::add);
    Set<String> closures = new HashSet<>();
    for (ImageClosure asked : image.getClosures()) {
      if (asked.getPlatform().equals(platform)) {
        closures.add(asked.getSource().getDigest());
      }
    }
    String dockerfile =
        image.getDockerfile() == null ? null : image.getDockerfile().getFile().getDigest();
    return new PackedFiles(packages, closures, base, dockerfile, open);
  }

  /**
   * Whether the row is of one of them: a licence, known or not, and a package are always said, but
   * of what a Dockerfile makes.
   */
  boolean take(FileTable.Row row) {
    FileTable.Input input = row.input();
    String digest = input.artifact().digest().toString();
    String purl = input.purl();
    if (digest.equals(dockerfile)) {
      return purl == null && input.member() == null && input.license() == null;
    }
    if (purl == null || input.member() == null || input.license() == null) {
      return false;
    }
    if (packages.getOrDefault(digest, Set.of()).contains(purl)) {
      open.remove(purl);
      return true;
    }
    if (closures.contains(digest)) {
      return STORE_PATH.matcher(purl).matches();
    }
    return base.contains(digest) && row.layer().equals(input.artifact().digest());
  }

  /** A package of which nothing was seen. */
  Optional<String> missing() {
    return open.stream().findFirst();
  }
}
