package dev.mintmark.vendor.marker;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image fixes of the environment of its packages: CPython on Linux.
 *
 * @param minor 11 for Python 3.11
 * @param patch 2 for Python 3.11.2; where it is empty, only what holds for every patch is known
 * @param machine as {@code uname -m} says it, e.g. {@code aarch64}
 */
public record MarkerEnvironment(int minor, Optional<Integer> patch, String machine) {
  /** More than any Python has had. */
  private static final int PATCHES = 100;

  private static final Pattern PYTHON = Pattern.compile("3\\.([0-9]{1,2})(?:\\.([0-9]{1,3}))?");

  /**
   * Of a version.
   *
   * @param python {@code 3.N} or {@code 3.N.M}
   */
  public static MarkerEnvironment of(String python, String machine) {
    Matcher parts = PYTHON.matcher(python);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no version of Python 3: '" + python + "'");
    }
    return new MarkerEnvironment(
        Integer.parseInt(parts.group(1)),
        Optional.ofNullable(parts.group(2)).map(Integer::valueOf),
        machine);
  }

  /**
   * Whether a marker holds in the image.
   *
   * @param extras that the package is wanted with, normalized
   */
  public Answer holds(Marker marker, Set<String> extras) {
    EnumSet<Answer> answers = EnumSet.noneOf(Answer.class);
    for (String version : fullVersions()) {
      answers.add(marker.holds(variables(version), extras));
    }
    return answers.size() == 1 ? answers.iterator().next() : Answer.UNKNOWN;
  }

  /** Whether a range has the image's Python. */
  public Answer isIn(VersionRange range) {
    EnumSet<Answer> answers = EnumSet.noneOf(Answer.class);
    fullVersions().forEach(version -> answers.add(Answer.of(range.contains(version))));
    return answers.size() == 1 ? answers.iterator().next() : Answer.UNKNOWN;
  }

  private List<String> fullVersions() {
    if (patch.isPresent()) {
      return List.of("3." + minor + "." + patch.get());
    }
    List<String> versions = new ArrayList<>();
    for (int each = 0; each < PATCHES; each++) {
      versions.add("3." + minor + "." + each);
    }
    return versions;
  }

  private Map<String, String> variables(String fullVersion) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("python_version", "3." + minor);
    variables.put("python_full_version", fullVersion);
    variables.put("implementation_version", fullVersion);
    variables.put("implementation_name", "cpython");
    variables.put("platform_python_implementation", "CPython");
    variables.put("os_name", "posix");
    variables.put("sys_platform", "linux");
    variables.put("platform_system", "Linux");
    variables.put("platform_machine", machine);
    return variables;
  }

  /** For example {@code Python 3.11.2 on aarch64}. */
  @Override
  public String toString() {
    return "Python 3." + minor + patch.map(number -> "." + number).orElse("") + " on " + machine;
  }
}
