package dev.mintmark.vendor.wheel;

import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.DebianLock.Package;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out which Python and which glibc an image has, before there is an image: what the release
 * says, else what its Debian packages are.
 *
 * @param python the release's own word, {@code 3.N} or {@code 3.N.M}
 * @param glibc the release's own word, {@code 2.N}
 * @param packages the image's, by Debian's architectures
 * @param leastGlibc that the release's devices have; for an image that brings no glibc of its own
 */
public record ImagePython(
    Optional<String> python,
    Optional<String> glibc,
    Optional<DebianLock> packages,
    Optional<String> leastGlibc) {
  private static final Pattern INTERPRETER = Pattern.compile("python3\\.[0-9]{1,2}-minimal");
  private static final Pattern UPSTREAM =
      Pattern.compile("(?:[0-9]+:)?([0-9]+\\.[0-9]+(?:\\.[0-9]+)?)(?:[^0-9.].*)?");

  /**
   * The target of the image's wheels.
   *
   * @param architectures Debian's words for the image's platforms
   * @throws VendorException (VND-005) when nothing says it, or two platforms differ
   */
  public WheelTarget target(List<String> architectures) {
    String version =
        python
            .or(() -> one(architectures, INTERPRETER))
            .orElseThrow(() ->
                unknown("Python", "say image.pythonVersion in the release file, e.g. \"3.11\""));
    String libc =
        glibc
            .or(() -> one(architectures, Pattern.compile("libc6")))
            .or(() -> leastGlibc)
            .orElseThrow(
                () -> unknown("glibc", "say image.glibc in the release file, e.g. \"2.36\""));
    try {
      return new WheelTarget(version, libc);
    } catch (IllegalArgumentException e) {
      throw new VendorException(
          VendorCode.UNFIT_LOCK,
          "wheels for the image's Python",
          String.valueOf(e.getMessage()),
          "correct image.pythonVersion and image.glibc, or the Debian packages",
          e);
    }
  }

  /** The upstream version of the one package that fits, the same on all architectures. */
  private Optional<String> one(List<String> architectures, Pattern name) {
    TreeSet<String> versions = new TreeSet<>();
    for (String architecture : architectures) {
      packages.stream()
          .flatMap(lock -> lock.of(architecture).stream())
          .filter(each -> name.matcher(each.name()).matches())
          .map(Package::version)
          .map(ImagePython::upstream)
          .forEach(versions::add);
    }
    if (versions.size() > 1) {
      throw new VendorException(
          VendorCode.UNFIT_LOCK,
          "wheels for the image's Python",
          "the Debian packages " + name + " have the versions " + versions,
          "lock one version for all platforms, or say image.pythonVersion and image.glibc");
    }
    return versions.stream().findFirst();
  }

  private static String upstream(String version) {
    Matcher matcher = UPSTREAM.matcher(version);
    return matcher.matches() ? matcher.group(1) : version;
  }

  private static VendorException unknown(String what, String advice) {
    return new VendorException(
        VendorCode.UNFIT_LOCK,
        "wheels for the image's Python",
        "nothing says which " + what + " the image has: its Debian packages have none",
        advice);
  }
}
