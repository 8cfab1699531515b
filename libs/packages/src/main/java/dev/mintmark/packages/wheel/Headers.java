package dev.mintmark.packages.wheel;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.packages.PackageException;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The fields at the head of WHEEL or METADATA, up to the first empty line; the rest is prose. */
final class Headers {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");
  private static final int MAX_FIELDS = 20_000;

  private final Subject subject;
  private final RefusalCode code;
  private final String file;
  private final Map<String, List<String>> fields = new TreeMap<>();
  private int count;
  private int line;

  private Headers(Subject subject, RefusalCode code, String file) {
    this.subject = subject;
    this.code = code;
    this.file = file;
  }

  /**
   * @param code of what is refused
   * @param file path of the file, for errors
   */
  static Headers parse(Subject subject, RefusalCode code, String file, byte[] bytes) {
    Headers headers = new Headers(subject, code, file);
    String name = "";
    StringBuilder value = new StringBuilder();
    for (String line : (Iterable<String>) headers.text(bytes).lines()::iterator) {
      headers.line++;
      if (line.isEmpty()) {
        break;
      }
      if (line.startsWith(" ") || line.startsWith("\t")) {
        value.append('\n').append(line);
        continue;
      }
      headers.add(name, value);
      int colon = line.indexOf(':');
      name = colon < 0 ? "" : line.substring(0, colon);
      if (!NAME.matcher(name).matches()) {
        throw headers.refuse("line " + headers.line + " is not 'Field: value'");
      }
      value.setLength(0);
      value.append(line, colon + 1, line.length());
    }
    headers.add(name, value);
    return headers;
  }

  private String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refuse("it is not UTF-8");
    }
  }

  private void add(String name, CharSequence value) {
    if (name.isEmpty()) {
      return;
    }
    if (++count > MAX_FIELDS) {
      throw refuse("it has more than " + MAX_FIELDS + " fields");
    }
    fields
        .computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
        .add(value.toString().strip());
  }

  /** All values of a field, in the file's order. */
  List<String> all(String name) {
    return List.copyOf(fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  /** The value of a field that may be there once. */
  Optional<String> optional(String name) {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw refuse("it has " + values.size() + " fields " + name);
    }
    return values.stream().findFirst();
  }

  /** The value of a field that is there once. */
  String require(String name) {
    return optional(name).orElseThrow(() -> refuse("it has no field " + name));
  }

  PackageException refuse(String found) {
    return subject.refuse(code, file, found, "get the wheel again, or build it again");
  }
}
