package dev.mintmark.inputs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A lock file in pip's requirements format, hash-checking mode: every requirement has one exact
 * version and at least one hash. What would reach past the file ({@code -r}, {@code -c}, {@code
 * -e}) is refused.
 *
 * @param requirements in the file's order, at least one
 */
public record RequirementsLock(List<Requirement> requirements) {
  /** A lock file longer than this many bytes is refused. */
  public static final int MAX_BYTES = 8 << 20;

  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\\[(?<extras>[^\\]]*)\\])?\\s*"
              + "={2,3}\\s*(?<version>[A-Za-z0-9][A-Za-z0-9.!+_-]*)\\s*(?:;(?<marker>[^#]*))?");
  private static final Pattern HASH = Pattern.compile("(sha256|sha384|sha512)[:=]([0-9a-f]+)");
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");
  private static final Pattern HASH_OPTION = Pattern.compile("(?:^|\\s)--hash[=\\s]\\s*(\\S*)");

  private static final Pattern OPTION = Pattern.compile("\\s--");

  /** Global options that choose where pip looks; the hashes decide what it takes. */
  private static final Set<String> HARMLESS =
      Set.of(
          "-i",
          "--index-url",
          "--extra-index-url",
          "--no-index",
          "-f",
          "--find-links",
          "--require-hashes",
          "--only-binary",
          "--no-binary",
          "--prefer-binary",
          "--pre",
          "--trusted-host");

  public RequirementsLock {
    requirements = List.copyOf(requirements);
  }

  /**
   * One requirement.
   *
   * @param line number of its first line, from 1
   * @param name as written
   * @param extras as written, without blanks
   * @param version exact
   * @param marker where it holds (PEP 508), as written; empty for everywhere
   * @param hashes {@code <algorithm>:<hex>}, in the file's order, at least one
   */
  public record Requirement(
      int line,
      String name,
      List<String> extras,
      String version,
      Optional<String> marker,
      List<String> hashes) {
    public Requirement {
      extras = List.copyOf(extras);
      hashes = List.copyOf(hashes);
    }
  }

  /**
   * Reads a lock file.
   *
   * @throws FaultyLineException naming the first line that is not pinned
   */
  public static RequirementsLock parse(byte[] file) throws FaultyLineException {
    List<Requirement> requirements = new ArrayList<>();
    for (Line line : logicalLines(LockLines.text(file))) {
      if (line.text().startsWith("-")) {
        checkOption(line);
      } else {
        requirements.add(requirement(line));
      }
    }
    if (requirements.isEmpty()) {
      throw new FaultyLineException(1, "", "the file has no requirement");
    }
    return new RequirementsLock(requirements);
  }

  /** A project's one name: lower case, runs of {@code -_.} are one {@code -} (PEP 503). */
  public static String normalized(String name) {
    return name.replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
  }

  /** A line with its continuations joined and its comment gone. */
  private record Line(int number, String text) {}

  private static List<Line> logicalLines(String text) {
    List<Line> lines = new ArrayList<>();
    StringBuilder joined = new StringBuilder();
    int first = 1;
    int number = 0;
    for (String physical : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (joined.isEmpty()) {
        first = number;
      }
      // As pip does it: a comment ends a continued line, so it is cut only where lines end.
      if (physical.endsWith("\\") && !physical.stripLeading().startsWith("#")) {
        joined.append(physical, 0, physical.length() - 1).append(' ');
        continue;
      }
      joined.append(physical);
      add(lines, first, joined);
    }
    add(lines, first, joined);
    return lines;
  }

  private static void add(List<Line> lines, int number, StringBuilder joined) {
    String text = COMMENT.matcher(joined).replaceFirst("").strip();
    joined.setLength(0);
    if (!text.isEmpty()) {
      lines.add(new Line(number, text));
    }
  }

  private static void checkOption(Line line) throws FaultyLineException {
    String option = line.text().split("[\\s=]", 2)[0];
    if (!HARMLESS.contains(option)) {
      throw new FaultyLineException(
          line.number(), line.text(), "the option " + option + " is not part of a lock file");
    }
  }

  private static Requirement requirement(Line line) throws FaultyLineException {
    Matcher option = OPTION.matcher(line.text());
    int options = option.find() ? option.start() : line.text().length();
    String head = line.text().substring(0, options).strip();
    List<String> hashes = hashes(line, line.text().substring(options));
    if (hashes.isEmpty()) {
      throw new FaultyLineException(line.number(), line.text(), "the requirement has no --hash");
    }
    Matcher requirement = REQUIREMENT.matcher(head);
    if (!requirement.matches()) {
      throw new FaultyLineException(
          line.number(), line.text(), "the requirement is not pinned to one version with ==");
    }
    return new Requirement(
        line.number(),
        requirement.group("name"),
        extras(requirement.group("extras")),
        requirement.group("version"),
        Optional.ofNullable(requirement.group("marker")).map(String::strip),
        hashes);
  }

  private static List<String> extras(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",")).map(String::strip).filter(e -> !e.isEmpty()).toList();
  }

  private static List<String> hashes(Line line, String options) throws FaultyLineException {
    List<String> hashes = new ArrayList<>();
    Matcher option = HASH_OPTION.matcher(options);
    while (option.find()) {
      Matcher hash = HASH.matcher(option.group(1));
      if (!hash.matches() || hash.group(2).length() * 4 != bits(hash.group(1))) {
        throw new FaultyLineException(
            line.number(), line.text(), "'" + option.group(1) + "' is not a whole hash");
      }
      hashes.add(hash.group(1) + ":" + hash.group(2));
    }
    if (!option.replaceAll("").isBlank()) {
      throw new FaultyLineException(
          line.number(), line.text(), "the requirement has an option other than --hash");
    }
    return hashes;
  }

  private static int bits(String algorithm) {
    return Integer.parseInt(algorithm.substring("sha".length()));
  }
}
