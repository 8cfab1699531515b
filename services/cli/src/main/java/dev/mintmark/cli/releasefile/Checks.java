package dev.mintmark.cli.releasefile;

import dev.mintmark.cli.releasefile.Fields.At;
import dev.mintmark.content.Digest;
import dev.mintmark.vendor.base.BaseReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rules for single values. A method returns the value, and notes a problem when it breaks the rule:
 * the caller goes on, so that all problems come out at once.
 */
final class Checks {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(?:[-._][a-z0-9]+)*");
  private static final Pattern VERSION =
      Pattern.compile(
          "v(?:0|[1-9]\\d*)(?:\\.(?:0|[1-9]\\d*)){2}(?:-[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*)?");
  private static final Pattern REPOSITORY = Pattern.compile(NAME + "(?:/" + NAME + ")*");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern PLATFORM = Pattern.compile("[a-z0-9]+/[a-z0-9]+(?:/[a-z0-9]+)?");
  private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");
  private static final Pattern PYTHON = Pattern.compile("3\\.[0-9]{1,2}(?:\\.[0-9]{1,3})?");
  private static final Pattern GLIBC = Pattern.compile("2\\.[0-9]{1,3}");
  private static final String INPUTS = "${inputs}";
  private static final int MAX_NAME = 64;
  private static final int MAX_REPOSITORY = 200;

  private final Problems problems;

  Checks(Problems problems) {
    this.problems = problems;
  }

  private void problem(String code, At at, String text) {
    problems.add(code, at.node(), at.path(), "is '" + at.text() + "': " + text);
  }

  private String matching(At at, Pattern form, int max, String code, String advice) {
    String text = at.text();
    if (text.length() > max || !form.matcher(text).matches()) {
      problem(code, at, advice);
    }
    return text;
  }

  String name(At at) {
    return matching(
        at,
        NAME,
        MAX_NAME,
        "CLI-008",
        "use a-z and 0-9 with single - . _ inside, at most 64 characters, e.g. face-detect");
  }

  String version(At at) {
    return matching(
        at,
        VERSION,
        MAX_NAME,
        "CLI-008",
        "write v<major>.<minor>.<patch>, e.g. v1.0.0 or v1.1.0-rc.1");
  }

  String repository(At at) {
    return matching(
        at,
        REPOSITORY,
        MAX_REPOSITORY,
        "CLI-008",
        "use lower-case parts between slashes, without a host or a tag, e.g. vision/face-detect");
  }

  String commit(At at) {
    return matching(
        at,
        COMMIT,
        40,
        "CLI-009",
        "a commit is 40 lower-case hexadecimal digits; `git rev-parse HEAD` prints them");
  }

  long epoch(At at) {
    long epoch = Long.parseLong(at.text());
    if (epoch < 0 || epoch > 253402300799L) {
      problem("CLI-009", at, "give the commit's time in seconds: `git log -1 --format=%ct`");
    }
    return epoch;
  }

  String base(At at) {
    String base = at.text();
    if (!base.equals("scratch") && !Digest.isDigest(base) && BaseReference.parse(base).isEmpty()) {
      problem(
          "CLI-010",
          at,
          "a base is `scratch`, or an image by digest,"
              + " host/repository@sha256:<64 hexadecimal digits>; a tag can move");
    }
    return base;
  }

  String pythonVersion(At at) {
    return matching(
        at,
        PYTHON,
        16,
        "CLI-016",
        "write the version of the image's Python, e.g. \"3.11\" or \"3.11.2\"");
  }

  String glibc(At at) {
    return matching(at, GLIBC, 16, "CLI-016", "write the version of the image's glibc, e.g. 2.36");
  }

  Optional<String> digest(At at) {
    if (Digest.isDigest(at.text())) {
      return Optional.of(at.text());
    }
    problem("CLI-015", at, "a digest is sha256: and 64 lower-case hexadecimal digits");
    return Optional.empty();
  }

  /** A relative path, or one under <code>${inputs}</code>. */
  InputPath path(At at) {
    String text = at.text();
    InputPath.Root root = InputPath.Root.RELEASE_FILE;
    if (text.equals(INPUTS) || text.startsWith(INPUTS + "/")) {
      root = InputPath.Root.INPUTS;
      text = text.substring(Math.min(text.length(), INPUTS.length() + 1));
    }
    if (text.contains("${")) {
      problem("CLI-014", at, "the only variable is ${inputs}, at the start: ${inputs}/<path>");
    } else if (text.startsWith("/") || Stream.of(text.split("/")).anyMatch(".."::equals)) {
      problem("CLI-013", at, "a path stays inside the release file's folder or ${inputs}");
    }
    String relative = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return new InputPath(root, relative, at.line(), at.path());
  }

  double share(At at) {
    double minimum = Double.parseDouble(at.text());
    if (minimum < 0 || minimum > 1) {
      problem("CLI-017", at, "a gate's minimum lies between 0 and 1");
    }
    return minimum;
  }

  String platform(At at) {
    return matching(at, PLATFORM, MAX_NAME, "CLI-016", "write os/architecture, e.g. linux/arm64");
  }

  String oneOf(At at, List<String> platforms) {
    if (!platforms.contains(at.text())) {
      problem("CLI-016", at, "not one of image.platforms: " + String.join(", ", platforms));
    }
    return at.text();
  }

  String imagePath(At at) {
    String path = at.text();
    boolean whole = path.startsWith("/") && !path.endsWith("/") && !path.contains("//");
    if (!whole || Stream.of(path.split("/")).anyMatch(p -> p.equals(".") || p.equals(".."))) {
      problem("CLI-016", at, "give the file's absolute path in the image, e.g. /usr/lib/x.so");
    }
    return path;
  }

  int mode(At at) {
    if (!MODE.matcher(at.text()).matches()) {
      problem("CLI-016", at, "write permission bits in octal, e.g. \"0755\"");
      return 0;
    }
    return Integer.parseInt(at.text(), 8);
  }

  String member(At at) {
    String path = at.text();
    if (path.startsWith("/")
        || Stream.of(path.split("/", -1)).anyMatch(p -> p.equals("..") || p.isEmpty())) {
      problem("CLI-016", at, "name the file inside the archive, e.g. lib/x.so");
    }
    return path;
  }

  String purl(At at) {
    if (!at.text().startsWith("pkg:")) {
      problem("CLI-016", at, "a package URL starts with pkg:, e.g. pkg:maven/group/name@1.0");
    }
    return at.text();
  }

  int port(At at) {
    long port = Long.parseLong(at.text());
    if (port < 1 || port > 65535) {
      problem("CLI-016", at, "a TCP port lies between 1 and 65535");
      return 0;
    }
    return (int) port;
  }

  long sizeBudget(At at) {
    long budget = Long.parseLong(at.text());
    if (budget < 1) {
      problem("CLI-016", at, "a size budget is so many bytes, at least 1");
    }
    return budget;
  }

  String httpPath(At at) {
    if (!at.text().startsWith("/")) {
      problem("CLI-016", at, "an HTTP path starts with /, e.g. /healthz");
    }
    return at.text();
  }

  /** An image has a base, or a Dockerfile and none of what would lie below it otherwise. */
  void dockerfileAlone(Fields image, boolean hasDockerfile) {
    if (!hasDockerfile) {
      if (image.maybe("base").isEmpty()) {
        problems.add(
            "CLI-005",
            image.map(),
            image.path() + ".base",
            "the key is missing; give it a text, or give image.dockerfile");
      }
      image.maybe("context").ifPresent(at -> problem("CLI-016", at, "there is no dockerfile"));
      return;
    }
    for (String key : List.of("base", "packages", "closures", "python", "pythonVersion", "glibc")) {
      image
          .maybe(key)
          .ifPresent(
              at -> problem("CLI-016", at, "the dockerfile says it all; leave one of the two out"));
    }
  }

  /** A list that has at least one element. */
  List<At> filled(At list) {
    if (list.elements().isEmpty()) {
      problems.add("CLI-016", list.node(), list.path(), "is empty; it needs at least one element");
    }
    return list.elements();
  }

  /** The elements' texts; a double is a problem, and so is an empty list. */
  List<String> distinct(At list, Function<At, String> check) {
    Map<String, Integer> lines = new HashMap<>();
    for (At element : filled(list)) {
      Integer first = lines.putIfAbsent(check.apply(element), element.line());
      if (first != null) {
        problem("CLI-018", element, "stands twice, first in line " + first + "; keep one");
      }
    }
    return list.elements().stream().map(At::text).toList();
  }

  void noDoubleFiles(List<At> at, List<ReleaseFile.ImageFile> files) {
    Map<String, Integer> lines = new HashMap<>();
    for (int i = 0; i < files.size(); i++) {
      ReleaseFile.ImageFile file = files.get(i);
      Integer first = lines.putIfAbsent(file.platform() + file.path(), at.get(i).line());
      if (first != null) {
        problems.add(
            "CLI-018",
            at.get(i).node(),
            at.get(i).path(),
            "places "
                + file.path()
                + " on "
                + file.platform()
                + " a second time, first in line "
                + first
                + "; keep one");
      }
    }
  }
}
