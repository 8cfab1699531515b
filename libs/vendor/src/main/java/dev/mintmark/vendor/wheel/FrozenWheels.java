package dev.mintmark.vendor.wheel;

import dev.mintmark.inputs.WheelsLock;
import dev.mintmark.inputs.WheelsLock.Wheel;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.pylock.Pin;
import dev.mintmark.vendor.pylock.PythonLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Whether frozen wheels are those of the requirements, for the platforms and Python of a release.
 */
public final class FrozenWheels {
  private static final String ANEW =
      "delete wheels.lock and vendor again: wheels are chosen anew; or make the locks anew";

  private FrozenWheels() {}

  /**
   * @throws VendorException (VND-005), and what {@link PythonLock#pins} refuses
   */
  public static void requireFits(
      WheelsLock lock, PythonLock pinned, WheelTarget target, List<String> platforms) {
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
      requireFits(pinned.pins(target.environment(platform)), platform, lock.of(platform));
    }
  }

  /** Each package has its wheel, and no wheel is there that nobody asked for. */
  static void requireFits(List<Pin> pins, String platform, List<Wheel> wheels) {
    List<Wheel> open = new ArrayList<>(wheels);
    for (Pin each : pins) {
      String name = each.name();
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
            "its digest " + wheel.digest() + " is none of the hashes of " + each.where(),
            "put it there, or: " + ANEW);
      }
      if (!sameVersion(each.version(), wheel.version())) {
        throw unfit(
            wheel.file() + " for " + platform,
            "its version is " + wheel.version() + ", that of the lock " + each.version(),
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

  private static VendorException unfit(String subject, String found, String advice) {
    return new VendorException(VendorCode.UNFIT_LOCK, subject, found, advice);
  }
}
