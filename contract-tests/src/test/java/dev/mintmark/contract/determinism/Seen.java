package dev.mintmark.contract.determinism;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process said of its world at the beginning of its log: properties, flags, variables. */
record Seen(Map<String, String> values) {
  /**
   * {@code user.name = nobody}, {@code size_t MaxHeapSize = 469762048 {product} {command line}}.
   */
  private static final Pattern LINE =
      Pattern.compile("\\s*(?:\\w+ +)?([\\w.]+) += (.*?)\\s*(?:\\{.*)?");

  static Seen in(Path log) throws IOException {
    Map<String, String> values = new HashMap<>();
    new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1)
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> values.putIfAbsent(line.group(1), line.group(2)));
    return new Seen(values);
  }

  /** Empty where nothing was said. */
  String of(Dimension dimension) {
    return values.getOrDefault(dimension.shown(), "");
  }
}
