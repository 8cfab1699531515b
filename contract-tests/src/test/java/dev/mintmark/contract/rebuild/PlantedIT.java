package dev.mintmark.contract.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Inputs;
import dev.mintmark.contract.line.Line;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every step makes a mistake, and the same code makes the release again: no step is blamed as
 * another program, and each mistake is found where it is, and named where it is a known one.
 */
@Tag("long")
class PlantedIT {
  private static final String RELEASE = "face-detect:v1.0.0";
  @TempDir static Path folder;
  private static Line line;
  private static Rebuilt rebuilt;
  private static JsonNode report;

  @BeforeAll
  static void releaseAndRebuildWithMistakesInEveryStep() throws Exception {
    Inputs.require();
    Path checkout =
        PatchedCheckout.make(
            folder.resolve("checkout"), Stream.of(Plant.values()).map(Plant::patch).toList());
    line = Line.start(folder.resolve("home"), Map.of("MINTMARK_ROOT", checkout.toString()), "0022");
    Command build = line.build("v1.0.0");
    assertThat(build.exit()).as(build::toString).isZero();
    rebuilt = Rebuilt.of(line, RELEASE);
    Command diff = line.mintmark("diff", RELEASE, rebuilt.run(), "--json");
    assertThat(diff.exit()).as(diff::toString).isEqualTo(3);
    report = Line.json(diff.output());
  }

  @AfterAll
  static void stop() {
    if (line != null) {
      line.close();
    }
  }

  @Test
  void isDifferentByTheSameToolchains() {
    assertThat(rebuilt.outcome()).as(rebuilt::toString).isEqualTo("DIFFERENT");
    assertThat(rebuilt.command().exit()).isEqualTo(3);
    assertThat(rebuilt.command().errors())
        .contains("sbom                 recorded toolchain")
        .doesNotContain("present toolchain");
    assertThat(rebuilt.withVerdict("TOOLCHAIN_CHANGED")).isEmpty();
    assertThat(rebuilt.withVerdict("UNDECIDED")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void isFoundAndNamed(Plant plant) {
    List<JsonNode> differences = differences(plant);

    assertThat(differences)
        .as("differences of %s %s", plant.step(), plant.role())
        .anySatisfy(difference -> {
          assertThat(difference.path("place").asText()).contains(plant.place());
          assertThat(difference.path("cause").asText("")).isEqualTo(plant.cause().orElse(""));
        });
  }

  /** What nobody broke is still the same bytes. */
  @Test
  void leavesTheInputsAsTheyWere() {
    assertThat(rebuilt.withVerdict("IDENTICAL"))
        .contains("trainer-ingest model", "converter-quantizer variants[cpu-amd64].profile");
  }

  private static List<JsonNode> differences(Plant plant) {
    List<JsonNode> differences = new ArrayList<>();
    for (JsonNode row : report.path("rows")) {
      if (row.path("step").asText().equals(plant.step())
          && row.path("role").asText().equals(plant.role())) {
        assertThat(row.path("verdict").asText()).as(row::toString).isEqualTo("DIFFERENT");
        row.findPath("differences").forEach(differences::add);
      }
    }
    return differences;
  }
}
