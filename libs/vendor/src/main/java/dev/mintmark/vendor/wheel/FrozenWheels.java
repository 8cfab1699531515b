package dev.mintmark.vendor.wheel;

import dev.mintmark.inputs.RequirementsLock;
import dev.mintmark.inputs.RequirementsLock.Requirement;
import dev.mintmark.inputs.WheelsLock;
import dev.mintmark.inputs.WheelsLock.Wheel;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Whether frozen wheels are those of the requirements, for the platforms and Python of a release.
 */
public final class FrozenWheels {
  private static final String ANEW = "`mintmark vendor --update` makes the locks anew";

  private FrozenWheels() {}

  /**
   * @throws VendorException (VND-005, VND-006, VND-021)
   */
  public static void requireFits(
      WheelsLock lock, RequirementsLock requirements, WheelTarget target, List<String> platforms) {
    if (!lock.python().equals(target.python()) || !lock.glibc().equals(target.glibc())) {
      throw unfit(
          "wheels.lock",
          "it is for Python %s and glibc %s, the release for Python %s and glibc %s"
              .formatted(lock.python(), lock.glibc(), target.python(), target.glibc()),
          "delete it and vendor again: wheels are chosen anew");
    }
    TreeSet<String> locked = new TreeSet<>(lock.wheels().stream().map(Wheel::platform).toList());
    if (!locked.equals(new TreeSet<>(platforms))) {
      throw unfit(
          "wheels.lock",
          "it is for " + locked + ", the release for " + new TreeSet<>(platforms),
          "delete it and vendor again: wheels are chosen anew");
    }
    for (String platform : locked) {
      requireFits(requirements, platform, lock.of(platform));
    }
  }

  /** Each requirement has its wheel, and no wheel is there that nobody asked for. */
  static void requireFits(RequirementsLock requirements, String platform, List<Wheel> wheels) {
    List<Wheel> open = new ArrayList<>(wheels);
    for (Requirement each : requirements.requirements()) {
      requireUnmarked(each);
      String name = RequirementsLock.normalized(each.name());
      Wheel wheel =
          open.stream()
              .filter(w -> w.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () -> unfit(each.name() + " for " + platform, "no wheel is locked for it", ANEW));
      open.remove(wheel);
      if (!each.hashes().contains(wheel.digest().toString())) {
        throw unfit(
            wheel.file() + " for " + platform,
            "its digest " + wheel.digest() + " is none of the hashes of the requirement",
            "put it there as --hash=" + wheel.digest() + ", or: " + ANEW);
      }
      if (!sameVersion(each.version(), wheel.version())) {
        throw unfit(
            wheel.file() + " for " + platform,
            "its version is " + wheel.version() + ", the requirement's " + each.version(),
            ANEW);
      }
    }
    if (!open.isEmpty()) {
      throw unfit(open.getFirst().file() + " for " + platform, "no requirement asks for it", ANEW);
    }
  }

  /** Leading v, case and zeros aside: what pip takes for equal in wheels that are published. */
  private static boolean sameVersion(String one, String other) {
    return plain(one).equals(plain(other));
  }

  private static String plain(String version) {
    String lower = version.toLowerCase(Locale.ROOT).replace('_', '.').replace('-', '.');
    return lower.replaceFirst("^v", "").replaceFirst("(\\.0)+$", "");
  }

  static void requireUnmarked(Requirement each) {
    if (each.marked()) {
      throw new VendorException(
          VendorCode.MARKER,
          each.name() + " in line " + each.line() + " of the requirements",
          "it has a marker, which pip would read for the machine that it runs on and not for the"
              + " image's",
          "leave the marker out where it holds, and the line where it does not");
    }
    if (each.hashes().stream().noneMatch(hash -> hash.startsWith("sha256:"))) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          each.name() + " in line " + each.line() + " of the requirements",
          "it has no SHA-256",
          "add --hash=sha256:… of the wheels");
    }
  }

  private static VendorException unfit(String subject, String found, String advice) {
    return new VendorException(VendorCode.UNFIT_LOCK, subject, found, advice);
  }
}
