package dev.mintmark.packages.wheel;

/**
 * The CPython of an image.
 *
 * @param minor 11 for Python 3.11
 * @param patch 2 for Python 3.11.2
 * @param architecture as platform tags have it: {@code x86_64} or {@code aarch64}
 */
public record PythonTarget(int minor, int patch, Libc libc, String architecture) {
  private static final int OLDEST_ABI3 = 2;

  public PythonTarget {
    if (minor < 11 || minor > 14 || patch < 0) {
      throw new IllegalArgumentException(
          "no Python that wheels are laid out for: 3."
              + minor
              + "."
              + patch
              + "; 3.11 to 3.14 are");
    }
    if (!architecture.equals("x86_64") && !architecture.equals("aarch64")) {
      throw new IllegalArgumentException(
          "not an architecture of platform tags: '" + architecture + "'; x86_64 and aarch64 are");
    }
  }

  /** Whether a wheel with this tag installs here: pip's list of supported tags, as a rule. */
  boolean supports(CompatibilityTag tag) {
    if (tag.platform().equals("any")) {
      return tag.abi().equals("none") && (isOwn(tag.python()) || isPure(tag.python()));
    }
    return libc.runs(tag.platform(), architecture) && supportsBinary(tag);
  }

  private boolean supportsBinary(CompatibilityTag tag) {
    return switch (tag.abi()) {
      case "none" -> isOwn(tag.python()) || isPure(tag.python());
      case "abi3" -> numberIn(tag.python(), "cp3", OLDEST_ABI3);
      default -> isOwn(tag.python()) && tag.abi().equals("cp3" + minor);
    };
  }

  private boolean isOwn(String python) {
    return python.equals("cp3" + minor);
  }

  private boolean isPure(String python) {
    return python.equals("py3") || numberIn(python, "py3", 0);
  }

  private boolean numberIn(String python, String prefix, int from) {
    String number = python.startsWith(prefix) ? python.substring(prefix.length()) : "";
    return number.matches("0|[1-9][0-9]?")
        && Integer.parseInt(number) >= from
        && Integer.parseInt(number) <= minor;
  }

  /** For example {@code CPython 3.11.2, glibc 2.36, aarch64}. */
  @Override
  public String toString() {
    return "CPython 3." + minor + "." + patch + ", " + libc + ", " + architecture;
  }
}
