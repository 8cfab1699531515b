package dev.mintmark.image.install;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.image.tree.ImageTree;
import dev.mintmark.image.tree.Links;
import dev.mintmark.image.tree.TreeEntry;
import dev.mintmark.oci.Platform;
import dev.mintmark.packages.wheel.Libc;
import dev.mintmark.packages.wheel.PythonLayout;
import dev.mintmark.packages.wheel.PythonTarget;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds an image's one Python. Its last version number is what Debian's package says, or the header
 * that Python installs beside itself; its C library is what Debian's libc6 says.
 */
final class PythonFinder {
  private static final Pattern INTERPRETER =
      Pattern.compile("(usr(?:/local)?)/bin/python3\\.([0-9]{1,2})");
  private static final Pattern MICRO =
      Pattern.compile("(?m)^#define[ \\t]+PY_MICRO_VERSION[ \\t]+([0-9]{1,3})[ \\t]*$");
  private static final Pattern GLIBC = Pattern.compile("(?:[0-9]+:)?([0-9]{1,3})\\.([0-9]{1,3}).*");
  private static final int MOST_HEADER = 1 << 16;

  private final ImageTree tree;
  private final Platform platform;
  private final DpkgDatabase packages;

  PythonFinder(ImageTree tree) throws IOException {
    this.tree = tree;
    this.platform = tree.platform();
    this.packages = DpkgDatabase.of(tree);
  }

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-016, IMG-017
   */
  PythonHome find() throws IOException {
    List<Matcher> found =
        tree.entries().stream()
            .map(entry -> INTERPRETER.matcher(entry.path()))
            .filter(Matcher::matches)
            .filter(matcher -> isFile(matcher.group()))
            .toList();
    if (found.size() != 1) {
      List<String> paths = found.stream().map(matcher -> "/" + matcher.group()).toList();
      throw ImageRefusals.noPython(
          platform,
          "the image has not exactly one python3.N in /usr/bin and /usr/local/bin: " + paths);
    }
    Matcher python = found.getFirst();
    return home(python.group(), python.group(1), Integer.parseInt(python.group(2)));
  }

  private boolean isFile(String path) {
    return Links.follow(tree, path)
        .filter(entry -> entry.kind() == TreeEntry.Kind.FILE)
        .isPresent();
  }

  private PythonHome home(String interpreter, String prefix, int minor) throws IOException {
    Words words =
        Words.of(platform)
            .orElseThrow(() ->
                ImageRefusals.noPython(platform, "wheels for this platform are not known here"));
    Optional<Integer> debian =
        prefix.equals("usr") ? debianPatch(words.debian(), minor) : Optional.empty();
    int patch = debian.isPresent() ? debian.get() : headerPatch(prefix, minor);
    PythonTarget target;
    try {
      target = new PythonTarget(minor, patch, libc(words.debian()), words.wheel());
    } catch (IllegalArgumentException e) {
      throw ImageRefusals.noPython(platform, String.valueOf(e.getMessage()));
    }
    String absolute = "/" + interpreter;
    return new PythonHome(
        target,
        debian.isPresent()
            ? debianLayout(absolute, minor)
            : PythonLayout.underPrefix(absolute, prefix, minor));
  }

  /** Debian's Python looks for what its packages did not bring where pip puts it, too. */
  private static PythonLayout debianLayout(String interpreter, int minor) {
    String site = "usr/local/lib/python3." + minor + "/dist-packages";
    String headers = "usr/local/include/python3." + minor;
    return new PythonLayout(interpreter, site, site, "usr/local/bin", headers, "usr/local");
  }

  private Optional<Integer> debianPatch(String architecture, int minor) {
    Set<String> versions = packages.versions("python3." + minor + "-minimal", architecture);
    Pattern form = Pattern.compile("3\\." + minor + "\\.([0-9]{1,3})(?![0-9]).*");
    return versions.stream()
        .map(form::matcher)
        .filter(matcher -> versions.size() == 1 && matcher.matches())
        .map(matcher -> Integer.parseInt(matcher.group(1)))
        .findFirst();
  }

  private int headerPatch(String prefix, int minor) throws IOException {
    String path = prefix + "/include/python3." + minor + "/patchlevel.h";
    Optional<TreeEntry> header =
        Links.follow(tree, path)
            .filter(entry -> entry.kind() == TreeEntry.Kind.FILE && entry.size() <= MOST_HEADER);
    if (header.isPresent()) {
      try (InputStream in = header.get().open()) {
        Matcher micro = MICRO.matcher(new String(in.readAllBytes(), UTF_8));
        if (micro.find()) {
          return Integer.parseInt(micro.group(1));
        }
      }
    }
    throw ImageRefusals.noPython(
        platform,
        "neither dpkg's list nor /" + path + " tells which Python 3." + minor + " the image has");
  }

  private Libc libc(String architecture) {
    Set<String> versions = packages.versions("libc6", architecture);
    if (versions.size() == 1) {
      Matcher glibc = GLIBC.matcher(versions.iterator().next());
      if (glibc.matches()) {
        return new Libc(
            Libc.Family.GLIBC, Integer.parseInt(glibc.group(1)), Integer.parseInt(glibc.group(2)));
      }
    }
    throw ImageRefusals.noLibc(
        platform, "its version does not follow from dpkg's list, which has libc6 " + versions);
  }
}
