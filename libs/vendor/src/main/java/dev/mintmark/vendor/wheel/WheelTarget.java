package dev.mintmark.vendor.wheel;

import dev.mintmark.packages.wheel.Libc;
import dev.mintmark.packages.wheel.PythonTarget;
import dev.mintmark.vendor.marker.MarkerEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Python that the wheels are for.
 *
 * @param python {@code 3.N} or {@code 3.N.M}, 3.11 to 3.14
 * @param glibc {@code 2.N}
 */
public record WheelTarget(String python, String glibc) {
  private static final Pattern PYTHON = Pattern.compile("3\\.(1[1-4])(?:\\.([0-9]{1,3}))?");
  private static final Pattern GLIBC = Pattern.compile("2\\.([0-9]{1,3})");

  /** manylinux1 is glibc 2.5, and x86's alone (PEP 513); 64-bit Arm begins with manylinux2014. */
  private static final int OLDEST_AMD64 = 5;

  private static final int OLDEST_ARM64 = 17;

  public WheelTarget {
    if (!PYTHON.matcher(python).matches()) {
      throw new IllegalArgumentException(
          "no Python that wheels are taken for: '" + python + "'; 3.11 to 3.14 are");
    }
    if (!GLIBC.matcher(glibc).matches()) {
      throw new IllegalArgumentException("no version of glibc: '" + glibc + "'; e.g. 2.36");
    }
  }

  /** The machine's name in platform tags, for {@code linux/amd64} or {@code linux/arm64}. */
  static String machine(String platform) {
    return switch (platform) {
      case "linux/amd64" -> "x86_64";
      case "linux/arm64" -> "aarch64";
      default -> throw new IllegalArgumentException("no wheels are taken for " + platform);
    };
  }

  /** What markers are read for. */
  MarkerEnvironment environment(String platform) {
    return MarkerEnvironment.of(python, machine(platform));
  }

  /** As the reader of wheels takes it. */
  PythonTarget on(String platform) {
    Matcher version = PYTHON.matcher(python);
    if (!version.matches()) {
      throw new IllegalStateException(python);
    }
    int patch = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
    return new PythonTarget(
        Integer.parseInt(version.group(1)),
        patch,
        new Libc(Libc.Family.GLIBC, 2, glibcMinor()),
        machine(platform));
  }

  private int glibcMinor() {
    return Integer.parseInt(glibc.substring(2));
  }

  /** pip's options that choose wheels for a platform, the newest glibc first. */
  List<String> words(String platform) {
    String machine = machine(platform);
    boolean amd64 = machine.equals("x86_64");
    List<String> words = new ArrayList<>();
    for (int minor = glibcMinor(); minor >= (amd64 ? OLDEST_AMD64 : OLDEST_ARM64); minor--) {
      words.add("--platform=manylinux_2_" + minor + "_" + machine);
      if (minor == 17) {
        words.add("--platform=manylinux2014_" + machine);
      } else if (minor == 12) {
        words.add("--platform=manylinux2010_" + machine);
      } else if (minor == OLDEST_AMD64) {
        words.add("--platform=manylinux1_" + machine);
      }
    }
    String abi = "cp" + python.split("\\.")[0] + python.split("\\.")[1];
    words.addAll(List.of("--python-version=" + python, "--implementation=cp", "--abi=" + abi));
    return words;
  }
}
