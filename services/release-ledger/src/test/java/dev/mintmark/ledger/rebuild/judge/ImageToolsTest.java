package dev.mintmark.ledger.rebuild.judge;

import static dev.mintmark.events.release.v1.ReproductionOutcome.DIFFERENT;
import static dev.mintmark.events.release.v1.ReproductionOutcome.IDENTICAL;
import static dev.mintmark.events.release.v1.ReproductionOutcome.TOOLCHAIN_CHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.image.v1.ImageTool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Dockerfile is built by the machine's own program: where that is another one, it is said. */
class ImageToolsTest {
  private static final String FILE =
      "sha256:abababababababababababababababababababababababababababababababab";
  private static final String OTHER =
      "sha256:cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd";

  @TempDir Path folder;

  private SampleRebuild rebuild(ImageTool recorded, ImageTool used) {
    SampleRebuild sample = new SampleRebuild(folder);
    sample.recorded.imageTool = recorded;
    sample.rebuilt.imageTool = used;
    return sample;
  }

  @Test
  void saysNothingOfTheSameProgram() {
    Judgement judgement =
        rebuild(new ImageTool("buildah", "1.28.2", FILE), new ImageTool("buildah", "1.28.2", FILE))
            .judge();

    assertThat(judgement.outcome()).isEqualTo(IDENTICAL);
    assertThat(judgement.rows()).extracting(Row::role).doesNotContain("imageTool");
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({"buildah, 1.40.0, " + FILE, "buildah, 1.28.2, " + OTHER, "podman, 1.28.2, " + FILE})
  void namesAnotherProgramAndBlamesItForWhatDiffers(String name, String version, String file) {
    SampleRebuild sample =
        rebuild(new ImageTool("buildah", "1.28.2", FILE), new ImageTool(name, version, file));
    sample.rebuilt.other.put("layer 0 linux/amd64", "another layer");

    Judgement judgement = sample.judge();

    assertThat(judgement.outcome()).isEqualTo(TOOLCHAIN_CHANGED);
    List<Row> builder =
        judgement.rows().stream().filter(row -> row.step().equals("image-builder")).toList();
    assertThat(detail(builder, "imageTool"))
        .isEqualTo(
            "from buildah 1.28.2 (%s) to %s %s (%s); another program built the Dockerfile"
                .formatted(FILE, name, version, file));
    assertThat(detail(builder, "images[linux/amd64].layers[0].blob"))
        .startsWith("from buildah 1.28.2 (");
    assertThat(builder)
        .extracting(row -> row.finding().outcome())
        .doesNotContain(DIFFERENT)
        .contains(IDENTICAL);
  }

  private static String detail(List<Row> rows, String role) {
    return rows.stream()
        .filter(row -> row.role().equals(role))
        .findFirst()
        .flatMap(row -> row.finding().detail())
        .orElse("");
  }
}
