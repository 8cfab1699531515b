package dev.mintmark.packages.wheel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The C library of an image, which decides what binary wheels run there.
 *
 * @param family which one
 * @param major e.g. 2
 * @param minor e.g. 36
 */
public record Libc(Family family, int major, int minor) {
  private static final Pattern MANYLINUX =
      Pattern.compile("manylinux_([0-9]{1,4})_([0-9]{1,4})_(.+)");
  private static final Pattern LEGACY = Pattern.compile("manylinux(1|2010|2014)_(.+)");
  private static final Pattern MUSLLINUX =
      Pattern.compile("musllinux_([0-9]{1,4})_([0-9]{1,4})_(.+)");

  /** Which C library. */
  public enum Family {
    GLIBC,
    MUSL
  }

  /**
   * Whether code built for a platform tag runs: PEP 600 and its older names (manylinux1 is glibc
   * 2.5, manylinux2010 2.12, manylinux2014 2.17), PEP 656, and plain {@code linux}.
   */
  boolean runs(String platform, String architecture) {
    if (platform.equals("linux_" + architecture)) {
      return true;
    }
    return switch (family) {
      case GLIBC -> runsManylinux(platform, architecture);
      case MUSL -> atLeast(MUSLLINUX.matcher(platform), architecture);
    };
  }

  private boolean runsManylinux(String platform, String architecture) {
    Matcher legacy = LEGACY.matcher(platform);
    if (!legacy.matches()) {
      return atLeast(MANYLINUX.matcher(platform), architecture);
    }
    int needed =
        switch (legacy.group(1)) {
          case "1" -> 5;
          case "2010" -> 12;
          default -> 17;
        };
    // The first two were never defined for anything but x86.
    boolean defined = needed == 17 || architecture.equals("x86_64");
    return defined && legacy.group(2).equals(architecture) && major == 2 && minor >= needed;
  }

  /** Within one major version newer libraries run what was built against older ones. */
  private boolean atLeast(Matcher matcher, String architecture) {
    return matcher.matches()
        && Integer.parseInt(matcher.group(1)) == major
        && Integer.parseInt(matcher.group(2)) <= minor
        && matcher.group(3).equals(architecture);
  }

  /** For example {@code glibc 2.36}. */
  @Override
  public String toString() {
    return (family == Family.GLIBC ? "glibc " : "musl ") + major + "." + minor;
  }
}
