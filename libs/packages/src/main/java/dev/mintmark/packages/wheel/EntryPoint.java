package dev.mintmark.packages.wheel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.entry.EntryPath;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that a wheel wants (entry points specification, console_scripts and gui_scripts; on
 * Linux they are the same).
 *
 * @param name of the command
 * @param function to call, e.g. {@code main} or {@code Cli.run}
 */
record EntryPoint(String name, String module, String function) {
  private static final int MAX_COMMANDS = 1000;
  private static final Set<String> GROUPS = Set.of("console_scripts", "gui_scripts");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+-][A-Za-z0-9_.+-]{0,127}");
  private static final String DOTTED = "[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*";
  private static final Pattern VALUE =
      Pattern.compile("(" + DOTTED + ")\\s*:\\s*(" + DOTTED + ")\\s*(?:\\[[^\\[\\]]*\\])?");

  /**
   * Reads entry_points.txt; groups that make no command are passed over.
   *
   * @param path of the file in the wheel
   * @throws PackageException (PKG-039)
   */
  static Collection<EntryPoint> parse(Subject subject, String path, byte[] bytes) {
    Map<String, EntryPoint> points = new TreeMap<>();
    String group = "";
    String text = EntryPath.decode(subject, bytes);
    for (String untrimmed : (Iterable<String>) text.lines()::iterator) {
      String line = untrimmed.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        group = line.substring(1, line.length() - 1).strip();
      } else if (GROUPS.contains(group)) {
        EntryPoint point = point(subject, path, line);
        if (points.put(point.name(), point) != null) {
          throw refuse(subject, path, "it has two commands " + point.name());
        }
        if (points.size() > MAX_COMMANDS) {
          throw refuse(subject, path, "it has more than " + MAX_COMMANDS + " commands");
        }
      }
    }
    return points.values();
  }

  private static EntryPoint point(Subject subject, String path, String line) {
    int equals = line.indexOf('=');
    String name = equals < 0 ? "" : line.substring(0, equals).strip();
    Matcher value = VALUE.matcher(line.substring(equals + 1).strip());
    if (!NAME.matcher(name).matches() || !value.matches()) {
      throw refuse(subject, path, "'" + line + "' is not 'command = module:function'");
    }
    return new EntryPoint(name, value.group(1), value.group(2));
  }

  private static PackageException refuse(Subject subject, String path, String found) {
    return subject.refuse(RefusalCode.ENTRY_POINT, path, found, "build the wheel again");
  }

  /** The script as pip 26 writes it. */
  byte[] script(String interpreter) {
    String first = function.split("\\.", 2)[0];
    return """
    #!%s
    import sys
    from %s import %s
    if __name__ == '__main__':
        sys.argv[0] = sys.argv[0].removesuffix('.exe')
        sys.exit(%s())
    """
        .formatted(interpreter, module, first, function)
        .getBytes(UTF_8);
  }
}
