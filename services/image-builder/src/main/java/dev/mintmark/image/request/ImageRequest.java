package dev.mintmark.image.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.RepositoryName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that goes into a release's images and model artifacts.
 *
 * @param base null for none
 * @param dockerfile null for none; with one there are neither base nor packages
 * @param packages for single platforms, in the order of the request
 * @param closures for single platforms, in the order of the request
 * @param app tree, placed under {@code /app}
 * @param files for single platforms
 * @param smoke tree of samples, part of every model artifact
 * @param variants sorted by target
 */
public record ImageRequest(
    ReleaseId release,
    RepositoryName repository,
    Source source,
    List<Platform> platforms,
    @Nullable BaseReference base,
    @Nullable DockerfileRequest dockerfile,
    List<ImagePackage> packages,
    List<ImageClosure> closures,
    Artifact app,
    List<RuntimeFile> files,
    Launch launch,
    Artifact smoke,
    List<ModelVariant> variants) {

  /**
   * The commit that the release is built from.
   *
   * @param epoch in seconds since 1970: the only time in any artifact
   */
  public record Source(String repository, String commit, long epoch) {
    public Source {
      if (epoch < 0) {
        throw new IllegalArgumentException("source epoch is negative: " + epoch);
      }
    }
  }

  public ImageRequest {
    platforms = List.copyOf(platforms);
    packages = List.copyOf(packages);
    closures = List.copyOf(closures);
    files = List.copyOf(files);
    variants = List.copyOf(variants);
    if (platforms.isEmpty() || new TreeSet<>(platforms).size() != platforms.size()) {
      throw new IllegalArgumentException("platforms are none, or one twice: " + platforms);
    }
    if (dockerfile != null && (base != null || !packages.isEmpty())) {
      throw new IllegalArgumentException("a Dockerfile has a base or packages beside it");
    }
    Set<String> named = new HashSet<>();
    for (ImagePackage each : packages) {
      if (!platforms.contains(each.platform())) {
        throw new IllegalArgumentException(
            "package " + each.name() + " is for " + each.platform() + ", which is not built");
      }
      if (!named.add(each.platform() + " " + each.file())) {
        throw new IllegalArgumentException(
            "two packages for " + each.platform() + " are in files named " + each.file());
      }
    }
    for (ImageClosure closure : closures) {
      if (!platforms.contains(closure.platform())) {
        throw new IllegalArgumentException(
            "closure "
                + closure.source().digest()
                + " is for "
                + closure.platform()
                + ", which is not built");
      }
    }
    for (RuntimeFile file : files) {
      if (!platforms.contains(file.platform())) {
        throw new IllegalArgumentException(
            "file " + file.path() + " is for " + file.platform() + ", which is not built");
      }
    }
  }

  /** One platform's packages of one kind, in the order of the request. */
  public List<ImagePackage> packages(Platform platform, ImagePackage.Kind kind) {
    return packages.stream()
        .filter(each -> each.platform().equals(platform) && each.kind() == kind)
        .toList();
  }

  /** One platform's closures, in the order of the request. */
  public List<ImageClosure> closures(Platform platform) {
    return closures.stream().filter(each -> each.platform().equals(platform)).toList();
  }
}
