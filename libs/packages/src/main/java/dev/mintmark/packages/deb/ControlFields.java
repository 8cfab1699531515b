package dev.mintmark.packages.deb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One paragraph of deb822(5): fields by name, whose case does not count, each at most once. */
final class ControlFields {
  // Printable ASCII but the colon; neither a comment nor an armour line.
  private static final Pattern NAME = Pattern.compile("[!\"$-,.-9;-~][!-9;-~]*");

  private final Subject subject;
  private final Map<String, String> fields = new TreeMap<>();
  private int line;

  private ControlFields(Subject subject, int firstLine) {
    this.subject = subject;
    this.line = firstLine - 1;
  }

  /**
   * @throws PackageException (PKG-020)
   */
  static ControlFields parse(Subject subject, byte[] bytes) {
    return parse(subject, 1, bytes);
  }

  /**
   * @param firstLine of the paragraph in its file, for errors
   * @throws PackageException (PKG-020)
   */
  static ControlFields parse(Subject subject, int firstLine, byte[] bytes) {
    ControlFields control = new ControlFields(subject, firstLine);
    String text = control.text(bytes);
    String name = "";
    StringBuilder value = new StringBuilder();
    for (String line : (Iterable<String>) text.lines()::iterator) {
      control.line++;
      if (line.startsWith(" ") || line.startsWith("\t")) {
        if (name.isEmpty() || line.isBlank()) {
          throw control.malformed(line, "it continues nothing, or is blank");
        }
        value.append('\n').append(line);
        continue;
      }
      control.add(name, value);
      int colon = line.indexOf(':');
      name = colon < 0 ? "" : line.substring(0, colon);
      if (!NAME.matcher(name).matches()) {
        throw control.malformed(line, "it is no line 'Field: value'");
      }
      value.setLength(0);
      value.append(line, colon + 1, line.length());
    }
    control.add(name, value);
    if (control.fields.isEmpty()) {
      throw control.malformed("control", "it says nothing");
    }
    return control;
  }

  private String text(byte[] bytes) {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.chars().anyMatch(c -> (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)) {
        throw malformed("control", "it has a control character");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw malformed("control", "it is not UTF-8");
    }
  }

  private void add(String name, CharSequence value) {
    if (name.isEmpty()) {
      return;
    }
    if (fields.put(name.toLowerCase(Locale.ROOT), value.toString().strip()) != null) {
      throw malformed(name, "the control file has it twice");
    }
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)))
        .filter(value -> !value.isEmpty());
  }

  /**
   * The value of a field that must be there.
   *
   * @throws PackageException (PKG-021)
   */
  String require(String name, Pattern form) {
    return optional(name, form)
        .orElseThrow(() -> refuse(name, "the control file does not have this field"));
  }

  /**
   * The value of a field that may be there.
   *
   * @throws PackageException (PKG-021) when it has another form
   */
  Optional<String> optional(String name, Pattern form) {
    Optional<String> value = value(name);
    value.ifPresent(text -> {
      if (!form.matcher(text).matches()) {
        throw refuse(name, "its value is '" + text + "', expected " + form.pattern());
      }
    });
    return value;
  }

  PackageException refuse(String name, String found) {
    return subject.refuse(
        RefusalCode.CONTROL_FIELD,
        name,
        found + " (paragraph that ends in line " + line + ")",
        "use a package that follows Debian's policy");
  }

  private PackageException malformed(String entry, String found) {
    return subject.refuse(
        RefusalCode.CONTROL_FORM,
        entry,
        found + " (line " + Math.max(1, line) + ")",
        "use a package that follows Debian's policy");
  }
}
