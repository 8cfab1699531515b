package dev.mintmark.inventory.license;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The licences that a {@code copyright} file of Debian tells of, when it is written for programs
 * (copyright-format 1.0). Each of its paragraphs of files adds one, all of them hold.
 */
public final class DebianCopyright {
  private static final String FORMAT = "copyright-format/1.0";
  private static final String LICENSE = "License:";
  private static final String FILES = "Files:";
  private static final int MAX_LENGTH = 4096;
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9.]+");
  private static final Pattern GNU =
      Pattern.compile("(A?GPL|LGPL|GFDL)-([0-9](?:\\.[0-9])?)(\\+?)");

  /** Debian's own short names; all others are SPDX's. */
  private static final Map<String, String> SHORT =
      Map.of(
          "expat", "MIT",
          "apache-2", "Apache-2.0",
          "artistic", "Artistic-1.0-Perl",
          "bsd-2-clause", "BSD-2-Clause",
          "bsd-3-clause", "BSD-3-Clause",
          "bsd-4-clause", "BSD-4-Clause",
          "cc0", "CC0-1.0",
          "mpl-2", "MPL-2.0",
          "python", "Python-2.0",
          "zope-2.1", "ZPL-2.1");

  private DebianCopyright() {}

  /** An SPDX expression; {@link Spdx#UNKNOWN} for prose. */
  public static String license(byte[] file) {
    TreeSet<String> licenses = new TreeSet<>();
    Paragraph paragraph = new Paragraph(true);
    // One more, which ends the last paragraph.
    for (String line : (Iterable<String>) (new String(file, UTF_8) + "\n\n").lines()::iterator) {
      if (!line.isBlank()) {
        if (paragraph.isHeader && paragraph.isEmpty && !isFormat(line)) {
          return Spdx.UNKNOWN;
        }
        paragraph.add(line);
      } else if (!paragraph.isEmpty) {
        paragraph.license().ifPresent(licenses::add);
        paragraph = new Paragraph(false);
      }
    }
    String all =
        licenses.stream()
            .map(each -> licenses.size() > 1 && each.contains(" OR ") ? "(" + each + ")" : each)
            .collect(Collectors.joining(" AND "));
    return all.isEmpty() || all.length() > MAX_LENGTH ? Spdx.UNKNOWN : all;
  }

  private static boolean isFormat(String line) {
    return line.startsWith("Format") && line.contains(FORMAT);
  }

  /** What is kept of a paragraph's lines. */
  private static final class Paragraph {
    private final boolean isHeader;
    private boolean isEmpty = true;
    private boolean hasFiles;
    private @Nullable String synopsis;

    Paragraph(boolean isHeader) {
      this.isHeader = isHeader;
    }

    void add(String line) {
      isEmpty = false;
      hasFiles = hasFiles || has(line, FILES);
      if (synopsis == null && has(line, LICENSE)) {
        synopsis = line.substring(LICENSE.length()).strip();
      }
    }

    private static boolean has(String line, String name) {
      return line.regionMatches(true, 0, name, 0, name.length());
    }

    /** Of the header, and of paragraphs of files. */
    Optional<String> license() {
      return Optional.ofNullable(synopsis)
          .filter(said -> (isHeader || hasFiles) && !said.isEmpty())
          .map(DebianCopyright::expression);
    }
  }

  /** A synopsis such as {@code GPL-2+ or Artistic}; what has no words in SPDX is referred to. */
  private static String expression(String synopsis) {
    String[] words = synopsis.split("\\s+");
    StringBuilder expression = new StringBuilder();
    String operator = "";
    for (int i = 0; i < words.length; i++) {
      if (i % 2 == 0) {
        expression.append(name(words[i]));
        continue;
      }
      String here = words[i].toUpperCase(Locale.ROOT);
      boolean sound = here.equals("AND") || here.equals("OR");
      // Mixed, or with commas and exceptions, Debian's order of precedence is not SPDX's.
      if (!sound || words[i - 1].endsWith(",") || (!operator.isEmpty() && !operator.equals(here))) {
        return reference(synopsis);
      }
      operator = here;
      expression.append(' ').append(here).append(' ');
    }
    return words.length % 2 == 1 ? expression.toString() : reference(synopsis);
  }

  private static String name(String word) {
    var gnu = GNU.matcher(word);
    if (gnu.matches()) {
      String number = gnu.group(2).contains(".") ? gnu.group(2) : gnu.group(2) + ".0";
      String id = gnu.group(1) + "-" + number + (gnu.group(3).isEmpty() ? "-only" : "-or-later");
      return Spdx.id(id).orElse(reference(word));
    }
    String known = SHORT.get(word.toLowerCase(Locale.ROOT));
    return known != null ? known : Spdx.id(word).orElse(reference(word));
  }

  private static String reference(String text) {
    return "LicenseRef-debian-" + OTHER.matcher(text.replace("+", "-or-later")).replaceAll("-");
  }
}
