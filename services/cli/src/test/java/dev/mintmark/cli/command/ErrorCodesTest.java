package dev.mintmark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table is complete: a code that a user meets is a code that a user finds. */
class ErrorCodesTest {
  private static final Pattern CODE = Pattern.compile("CLI-(\\d{3})");
  private static final Pattern RANGE = Pattern.compile("CLI-(\\d{3}) to CLI-(\\d{3})");

  @Test
  void everyCodeInTheSourcesStandsInTheReadmeAndNoOther() throws IOException {
    assertThat(inReadme()).isEqualTo(inSources());
  }

  private static TreeSet<Integer> inSources() throws IOException {
    TreeSet<Integer> codes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher matcher = Pattern.compile("[\"(]CLI-(\\d{3})[\")]").matcher(Files.readString(file));
        matcher.results().forEach(found -> codes.add(Integer.valueOf(found.group(1))));
      }
    }
    return codes;
  }

  private static TreeSet<Integer> inReadme() throws IOException {
    TreeSet<Integer> codes = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      if (!line.startsWith("| CLI-")) {
        continue;
      }
      RANGE
          .matcher(line)
          .results()
          .forEach(range -> {
            for (int i = Integer.parseInt(range.group(1));
                i <= Integer.parseInt(range.group(2));
                i++) {
              codes.add(i);
            }
          });
      CODE.matcher(line).results().forEach(found -> codes.add(Integer.valueOf(found.group(1))));
    }
    return codes;
  }
}
