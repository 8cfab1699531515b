package dev.mintmark.cli.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.releasefile.InvalidReleaseFileException;
import dev.mintmark.cli.releasefile.Problem;
import dev.mintmark.cli.releasefile.ReleaseFileReader;
import dev.mintmark.cli.vendor.PinnedRelease;
import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.vendor.VendorStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestMakerTest {
  @TempDir Path folder;

  @BeforeEach
  void writeInputs() throws IOException {
    write("example/model.onnx", "model");
    write("example/training.lock", "torch==2.0 --hash=sha256:00\n");
    write("example/data/1.txt", "data");
    write("example/app/serve", "app");
    write("inputs/calibration/a.npy", "a");
    write("inputs/validation/b.npy", "b");
    write("inputs/smoke/b.npy", "b");
    write("inputs/runtime.jar", "jar");
    write("targets/cpu-amd64.yaml", "platform: linux/amd64\n");
    write("targets/cpu-arm64.yaml", "platform: linux/arm64\n");
  }

  @Test
  void writesEveryFieldOfTheSchemaAndNoOther() throws Exception {
    assertSameFields(make(release()).body(), BuildRequested.getClassSchema(), "");
  }

  @Test
  void namesInputsByTheDigestOfTheirBytes() throws Exception {
    JsonNode body = make(release()).body();

    assertThat(body.at("/model/file/digest").asText()).isEqualTo(digest("model"));
    assertThat(body.at("/model/file/size").asLong()).isEqualTo(5);
    assertThat(body.at("/quantize/calibration/digest").asText())
        .isEqualTo(Tree.of(folder.resolve("inputs/calibration")).digest().toString());
    assertThat(body.at("/model/dataset/digest").asText())
        .isEqualTo(Tree.of(folder.resolve("example/data")).digest().toString());
    assertThat(body.at("/image/files/0/mode").asInt()).isEqualTo(493);
  }

  @Test
  void namesTheTargetsThatNobodyHasTested() throws Exception {
    assertThat(make(release()).untested()).isEmpty();

    write(
        "targets/cpu-arm64.yaml",
        """
        apiVersion: mintmark.dev/v1
        name: cpu-arm64
        description: a board
        platform: linux/arm64
        requires: []
        model: {format: hef, quantization: int8, toolchain: other}
        tested: untested
        """);
    assertThat(make(release()).untested()).containsExactly("cpu-arm64");
  }

  @Test
  void sortsWhatTheSchemaWantsSorted() throws Exception {
    JsonNode body = make(release()).body();

    assertThat(body.at("/targets").findValuesAsText("name"))
        .containsExactly("cpu-amd64", "cpu-arm64");
    assertThat(body.at("/image/platforms").toString())
        .isEqualTo("[\"linux/amd64\",\"linux/arm64\"]");
    assertThat(body.at("/image/env").findValuesAsText("name")).containsExactly("MODEL", "PORT");
    assertThat(body.at("/quantize/gate/parameters").findValuesAsText("name"))
        .containsExactly("iou", "score");
    assertThat(body.at("/image/allow").findValuesAsText("path"))
        .containsExactly("/opt/jvm/**", "/usr/bin/ping");
  }

  @Test
  void hasABudgetOnlyWhereTheReleaseSetsOne() throws Exception {
    assertThat(make(release()).body().at("/image/sizeBudget").asLong()).isEqualTo(200_000_000);

    String without = release().replaceAll("(?m)^  sizeBudget:.*\\n", "");
    assertThat(make(without).body().at("/image/sizeBudget").isNull()).isTrue();
  }

  @Test
  void uploadsEveryInputOnceAndNeverTheTrainingData() throws Exception {
    BuildRequest request = make(release());

    assertThat(request.uploads())
        .extracting(upload -> upload.artifact().digest().toString())
        .doesNotHaveDuplicates()
        .contains(digest("model"), digest("a"), digest("b"), digest("jar"), digest("app"))
        .doesNotContain(digest("data"));
  }

  @Test
  void takesPackagesAndBaseFromTheVendorFolder() throws Exception {
    PinnedRelease pinned = PinnedRelease.write(folder.resolve("example"), store());

    BuildRequest request = make(pinned.text(release()));
    JsonNode image = request.body().path("image");

    assertSameFields(request.body(), BuildRequested.getClassSchema(), "");
    assertThat(image.path("base").asText()).isEqualTo(pinned.base().toString());
    assertThat(image.path("baseArtifacts").findValuesAsText("digest"))
        .hasSize(7)
        .isSorted()
        .contains(pinned.base().toString());
    assertThat(image.path("packages").findValuesAsText("purl"))
        .containsExactly(
            "pkg:deb/debian/libstdc%2B%2B6@1:12-1%2Bb1?arch=amd64&distro=bookworm",
            "pkg:pypi/numpy@2.3.1",
            "pkg:deb/debian/libstdc%2B%2B6@1:12-1%2Bb1?arch=arm64&distro=bookworm",
            "pkg:deb/debian/tzdata@2026a-1?arch=all&distro=bookworm",
            "pkg:pypi/numpy@2.3.1");
    assertThat(request.uploads())
        .extracting(upload -> upload.artifact().digest().toString())
        .containsAll(image.path("packages").findValuesAsText("digest"))
        .containsAll(image.path("baseArtifacts").findValuesAsText("digest"));
  }

  @Test
  void saysHowToFetchWhatIsNotVendored() throws Exception {
    PinnedRelease pinned = PinnedRelease.write(folder.resolve("example"), store());
    for (Digest digest : pinned.vendored()) {
      byte[] bytes = Files.readAllBytes(store().path(digest));
      Files.write(store().path(digest), new byte[] {1});

      Problem problem = refusal(pinned.text(release()));

      assertThat(problem.code()).isEqualTo("VND-041");
      assertThat(problem.text()).contains("mintmark vendor -f").contains("not in the vendor");
      Files.write(store().path(digest), bytes);
    }
  }

  @Test
  void saysWhichLineOfALockIsFaulty() throws Exception {
    PinnedRelease pinned = PinnedRelease.write(folder.resolve("example"), store());
    write("example/debian.lock", "distribution debian bookworm\namd64 libc6\n");

    Problem problem = refusal(pinned.text(release()));

    assertThat(problem.code()).isEqualTo("VND-006");
    assertThat(problem.text()).contains("debian.lock").contains("line 2");
  }

  private VendorStore store() {
    return new VendorStore(folder.resolve("vendor"));
  }

  @Test
  void makesTheSameRequestTwice() throws Exception {
    assertThat(make(release()).body().toString()).isEqualTo(make(release()).body().toString());
  }

  @Test
  void namesEveryMissingInputWithItsLine() throws Exception {
    Files.delete(folder.resolve("example/model.onnx"));
    Files.delete(folder.resolve("inputs/smoke/b.npy"));
    Files.delete(folder.resolve("targets/cpu-arm64.yaml"));

    InvalidReleaseFileException refused =
        catchThrowableOfType(InvalidReleaseFileException.class, () -> make(release()));

    assertThat(refused.problems())
        .extracting(Problem::code, Problem::path)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("CLI-012", "model.file"),
            org.assertj.core.groups.Tuple.tuple("CLI-012", "run.smoke"),
            org.assertj.core.groups.Tuple.tuple("CLI-011", "targets"));
    assertThat(refused.problems().getLast().text())
        .contains("'cpu-arm64'")
        .endsWith("known are cpu-amd64");
  }

  @Test
  void refusesAFolderWhereAFileIsExpected() throws Exception {
    String text = release().replace("file: model.onnx", "file: app");
    assertThat(refusal(text).text())
        .endsWith("is not a file; put the file there or correct the path");
  }

  @Test
  void refusesAMissingFolder() throws Exception {
    String text = release().replace("app: app/", "app: application/");
    assertThat(refusal(text).text()).contains("application does not exist; put the folder there");
  }

  @Test
  void refusesALinkThatLeadsOutside() throws Exception {
    Path secret = write("secret", "secret");
    Files.createSymbolicLink(folder.resolve("example/link.onnx"), secret);
    assertThat(refusal(release().replace("file: model.onnx", "file: link.onnx")).code())
        .isEqualTo("CLI-013");
  }

  @Test
  void refusesALinkInsideAFolder() throws Exception {
    Files.createSymbolicLink(
        folder.resolve("example/app/link"), folder.resolve("example/app/serve"));
    assertThat(refusal(release()).text()).contains("is not a plain file");
  }

  @Test
  void asksForTheInputsFolderWhenItIsNeeded() throws Exception {
    InputFolders folders =
        new InputFolders(
            folder.resolve("example"),
            Optional.empty(),
            folder.resolve("targets"),
            new VendorStore(folder.resolve("vendor")));
    InvalidReleaseFileException refused =
        catchThrowableOfType(
            InvalidReleaseFileException.class,
            () -> RequestMaker.make(ReleaseFileReader.read(release()), folders));
    assertThat(refused.problems())
        .allSatisfy(problem -> assertThat(problem.text()).endsWith("with --inputs DIR"))
        .hasSize(4);
  }

  private Problem refusal(String text) {
    InvalidReleaseFileException refused =
        catchThrowableOfType(InvalidReleaseFileException.class, () -> make(text));
    assertThat(refused.problems()).hasSize(1);
    return refused.problems().getFirst();
  }

  private BuildRequest make(String text) throws InvalidReleaseFileException {
    return RequestMaker.make(
        ReleaseFileReader.read(text),
        new InputFolders(
            folder.resolve("example"),
            Optional.of(folder.resolve("inputs")),
            folder.resolve("targets"),
            new VendorStore(folder.resolve("vendor"))));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String release() throws IOException {
    try (InputStream in = ReleaseFileReader.class.getResourceAsStream("release.yaml")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String digest(String text) {
    return Digest.of(text.getBytes(UTF_8)).toString();
  }

  private static void assertSameFields(JsonNode node, Schema schema, String path) {
    switch (schema.getType()) {
      case RECORD -> {
        Set<String> fields = new TreeSet<>();
        schema.getFields().forEach(field -> fields.add(field.name()));
        Set<String> found = new HashSet<>();
        node.fieldNames().forEachRemaining(found::add);
        assertThat(found).as(path).isEqualTo(fields);
        schema
            .getFields()
            .forEach(field ->
                assertSameFields(
                    node.get(field.name()), field.schema(), path + "/" + field.name()));
      }
      case ARRAY -> {
        assertThat(node.isArray()).as(path).isTrue();
        node.forEach(element -> assertSameFields(element, schema.getElementType(), path + "[]"));
      }
      case UNION -> {
        if (!node.isNull()) {
          assertSameFields(node, schema.getTypes().get(1), path);
        }
      }
      case ENUM -> assertThat(schema.hasEnumSymbol(node.asText())).as(path).isTrue();
      case STRING -> assertThat(node.isTextual()).as(path).isTrue();
      case INT, LONG -> assertThat(node.isIntegralNumber()).as(path).isTrue();
      case DOUBLE -> assertThat(node.isNumber()).as(path).isTrue();
      default -> throw new AssertionError(path + " has type " + schema.getType());
    }
  }
}
