package dev.mintmark.cli.vendor;

import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.WheelsLock;
import dev.mintmark.inputs.dockerfile.PinnedImage;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.base.BaseImage;
import dev.mintmark.vendor.bundle.BundledFile;
import dev.mintmark.vendor.wheel.FrozenWheels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a release takes from the vendor folder, all of it there and checked.
 *
 * @param packages sorted by platform, kind and name
 * @param base index, manifests, configs and layers of the base or of a Dockerfile's images, sorted
 *     by digest; empty for scratch
 */
public record VendoredFiles(List<VendoredPackage> packages, List<Artifact> base) {
  private static final String DEB = "application/vnd.debian.binary-package";
  private static final String WHEEL = "application/zip";
  private static final String FETCH = "fetch it: mintmark vendor -f <release file>";

  public VendoredFiles {
    packages = List.copyOf(packages);
    base = List.copyOf(base);
  }

  /** In the order of the event's symbols. */
  public enum Kind {
    DEBIAN,
    WHEEL
  }

  /**
   * A package for one platform.
   *
   * @param file its own name
   * @param purl package URL
   */
  public record VendoredPackage(
      String platform,
      Kind kind,
      String name,
      String version,
      Artifact source,
      String file,
      String purl) {}

  /**
   * Looks everything up.
   *
   * @throws VendorException (VND-041) for what is not vendored, (VND-005, VND-006, VND-030)
   */
  public static VendoredFiles find(ReleaseFile release, LockPlaces places, VendorStore store)
      throws IOException {
    ReleaseFile.Image image = release.image();
    Locks locks = Locks.read(release, places);
    List<VendoredPackage> packages = new ArrayList<>();
    for (String platform : image.platforms().stream().sorted().toList()) {
      if (locks.debian().isPresent()) {
        DebianLock lock = locks.debian().get();
        for (DebianLock.Package each : lock.of(Locks.architecture(platform))) {
          packages.add(debian(store, platform, lock, each));
        }
      }
      if (locks.python().isPresent()) {
        for (WheelsLock.Wheel each : frozen(locks.python().get(), image).of(platform)) {
          packages.add(wheel(store, each));
        }
      }
    }
    SortedMap<Digest, Artifact> base = new TreeMap<>();
    for (Digest digest : images(release, places)) {
      BaseImage.parts(store, digest, image.platforms())
          .forEach(part -> base.put(part.digest(), part));
    }
    return new VendoredFiles(packages, List.copyOf(base.values()));
  }

  private static List<Digest> images(ReleaseFile release, LockPlaces places) throws IOException {
    ReleaseFile.Base base = release.image().base();
    return base.isImage()
        ? List.of(Digest.parse(base.digest()))
        : Dockerfiles.images(release, places).stream().map(PinnedImage::digest).toList();
  }

  private static WheelsLock frozen(Locks.Python python, ReleaseFile.Image image) {
    WheelsLock lock =
        python
            .wheels()
            .orElseThrow(() ->
                new VendorException(
                    VendorCode.MISSING,
                    "wheels.lock",
                    "nobody chose the wheels yet",
                    "choose them: mintmark vendor -f <release file>"));
    FrozenWheels.requireFits(lock, python.pinned(), python.target(), image.platforms());
    return lock;
  }

  private static VendoredPackage debian(
      VendorStore store, String platform, DebianLock lock, DebianLock.Package each)
      throws IOException {
    require(store, each.digest(), each.size(), each.file());
    return new VendoredPackage(
        platform,
        Kind.DEBIAN,
        each.name(),
        each.version(),
        new Artifact(each.digest(), DEB, each.size()),
        each.file(),
        PackageUrls.debian(lock, each));
  }

  private static VendoredPackage wheel(VendorStore store, WheelsLock.Wheel each)
      throws IOException {
    require(store, each.digest(), each.size(), each.file());
    return new VendoredPackage(
        each.platform(),
        Kind.WHEEL,
        each.name(),
        each.version(),
        new Artifact(each.digest(), WHEEL, each.size()),
        each.file(),
        PackageUrls.wheel(each));
  }

  private static void require(VendorStore store, Digest digest, long size, String file)
      throws IOException {
    if (!store.has(digest, size)) {
      throw new VendorException(
          VendorCode.MISSING, file, digest + " is not in the vendor folder", FETCH);
    }
  }

  /** As a bundle carries them. */
  public List<BundledFile> bundled() {
    List<BundledFile> files = new ArrayList<>();
    for (VendoredPackage each : packages) {
      files.add(
          new BundledFile(
              each.source().digest(),
              each.source().size(),
              each.platform().replace('/', '-') + "/" + each.file()));
    }
    for (Artifact part : base) {
      files.add(new BundledFile(part.digest(), part.size(), "base/" + part.mediaType()));
    }
    return files;
  }
}
