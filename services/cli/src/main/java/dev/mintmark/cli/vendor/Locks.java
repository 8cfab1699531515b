package dev.mintmark.cli.vendor;

import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.inputs.WheelsLock;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.pylock.LockTool;
import dev.mintmark.vendor.pylock.PythonLock;
import dev.mintmark.vendor.wheel.ImagePython;
import dev.mintmark.vendor.wheel.WheelTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a release's locks say.
 *
 * @param debian covers each of the image's platforms
 */
public record Locks(Optional<DebianLock> debian, Optional<Python> python) {
  private static final String UPDATE =
      "`mintmark vendor --update -f <release file>` makes it from the wishes beside it";

  /**
   * The image's wheels.
   *
   * @param wheels empty as long as nobody chose them
   */
  public record Python(PythonLock pinned, Optional<WheelsLock> wheels, WheelTarget target) {}

  /**
   * Reads the locks.
   *
   * @throws VendorException (VND-005, VND-006) for one that is not there, not whole or unfit
   */
  public static Locks read(ReleaseFile release, LockPlaces places) throws IOException {
    ReleaseFile.Image image = release.image();
    Optional<DebianLock> debian = Optional.empty();
    if (image.packages().isPresent()) {
      Path file = places.file(image.packages().get());
      debian = Optional.of(LockPlaces.read(file, UPDATE, DebianLock::parse));
      requirePlatforms(debian.get(), image.platforms());
    }
    Optional<Python> python = Optional.empty();
    if (image.python().isPresent()) {
      python = Optional.of(python(release, image.python().get(), debian, places));
    }
    return new Locks(debian, python);
  }

  private static Python python(
      ReleaseFile release,
      ReleaseFile.Python python,
      Optional<DebianLock> debian,
      LockPlaces places)
      throws IOException {
    Path pinned = places.file(python.requirements());
    String name = String.valueOf(pinned.getFileName());
    Path wheels = places.wheels(python.requirements());
    return new Python(
        LockPlaces.read(
            pinned,
            LockTool.of(name).command().map(command -> "make it anew: " + command).orElse(UPDATE),
            bytes -> PythonLock.read(name, bytes)),
        Files.exists(wheels)
            ? Optional.of(
                LockPlaces.read(
                    wheels, "delete it: `mintmark vendor` chooses again", WheelsLock::parse))
            : Optional.empty(),
        target(release, python, debian, places));
  }

  /** The Python and glibc that the image will have. */
  static WheelTarget target(
      ReleaseFile release,
      ReleaseFile.Python python,
      Optional<DebianLock> debian,
      LockPlaces places)
      throws IOException {
    return new ImagePython(python.version(), python.glibc(), debian, leastGlibc(release, places))
        .target(release.image().platforms().stream().map(Locks::architecture).toList());
  }

  /** The oldest glibc that a target's devices may have; empty when a profile does not say. */
  private static Optional<String> leastGlibc(ReleaseFile release, LockPlaces places)
      throws IOException {
    List<String> minimums = new ArrayList<>();
    for (ReleaseFile.Target target : release.targets()) {
      Path file = places.targets().resolve(target.name() + ".yaml");
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      Optional<String> minimum = glibc(file);
      if (minimum.isEmpty()) {
        return Optional.empty();
      }
      minimums.add(minimum.get());
    }
    return minimums.stream()
        .min(Comparator.comparingInt(version -> Integer.parseInt(version.substring(2))));
  }

  private static Optional<String> glibc(Path file) throws IOException {
    try {
      return TargetProfile.parse(Files.readAllBytes(file)).requirements().stream()
          .filter(need -> need.kind() == TargetProfile.Kind.LIBC && need.name().equals("glibc"))
          .flatMap(need -> need.minimum().stream())
          .filter(version -> version.matches("2\\.[0-9]{1,3}"))
          .findFirst();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void requirePlatforms(DebianLock lock, List<String> platforms) {
    for (String platform : platforms) {
      if (lock.of(architecture(platform)).isEmpty()) {
        throw new VendorException(
            VendorCode.UNFIT_LOCK,
            "Debian packages for " + platform,
            "the lock has none for " + architecture(platform),
            UPDATE);
      }
    }
  }

  /** Debian's word for a platform's architecture. */
  public static String architecture(String platform) {
    return switch (platform) {
      case "linux/amd64" -> "amd64";
      case "linux/arm64" -> "arm64";
      default ->
          throw new VendorException(
              VendorCode.UNFIT_LOCK,
              "packages for " + platform,
              "packages are taken for linux/amd64 and linux/arm64",
              "leave the platform out, or the packages");
    };
  }
}
