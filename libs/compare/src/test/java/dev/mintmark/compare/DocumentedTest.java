package dev.mintmark.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.rule.EquivalenceRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentedTest {
  @Test
  void theCausesAreTheDocumentedOnes() throws IOException {
    List<String> rows =
        Arrays.stream(Cause.values()).map(c -> "| `" + c.id() + "` | " + c.text() + " |").toList();

    assertThat(table("## Causes")).isEqualTo(rows);
  }

  @Test
  void theRulesAreTheDocumentedOnes() throws IOException {
    List<String> rows =
        Arrays.stream(EquivalenceRule.values())
            .map(r -> "| `" + r.id() + "` | `" + r.mediaType() + "` | " + r.text() + " |")
            .toList();

    assertThat(table("## Rules")).isEqualTo(rows);
  }

  /** The rows of the table below a heading, without its head. */
  private static List<String> table(String heading) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../../docs/rebuild-differences.md"));
    return lines.subList(lines.indexOf(heading), lines.size()).stream()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .toList();
  }
}
