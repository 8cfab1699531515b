package dev.mintmark.ledger.rebuild.judge;

import static dev.mintmark.events.release.v1.ReproductionOutcome.DIFFERENT;
import static dev.mintmark.events.release.v1.ReproductionOutcome.EQUIVALENT;
import static dev.mintmark.events.release.v1.ReproductionOutcome.IDENTICAL;
import static dev.mintmark.events.release.v1.ReproductionOutcome.MISSING_INPUT;
import static dev.mintmark.events.release.v1.ReproductionOutcome.TOOLCHAIN_CHANGED;
import static dev.mintmark.events.release.v1.ReproductionOutcome.UNDECIDED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.mintmark.content.Digest;
import dev.mintmark.events.release.v1.ReproductionOutcome;
import dev.mintmark.ledger.rebuild.chain.Steps;
import dev.mintmark.verify.key.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found of a release that was spoiled in one way. */
class JudgeTableTest {
  @TempDir Path folder;

  static Stream<Arguments> cases() {
    return Stream.of(
        row(
            "another model",
            DIFFERENT,
            "variants[cpu-amd64].model",
            "",
            s -> s.rebuilt.other.put("model cpu-amd64", "another")),
        row(
            "another layer",
            DIFFERENT,
            "images[linux/arm64].layers[1].blob",
            "",
            s -> s.rebuilt.other.put("layer 1 linux/arm64", "another")),
        row(
            "another SBOM",
            DIFFERENT,
            "documents[linux/amd64].document",
            "is",
            s -> s.rebuilt.other.put("sbom linux/amd64", "{\"is\":\"another\"}")),
        row(
            "another release statement",
            DIFFERENT,
            "payloads[RELEASE_ENV cpu-amd64]",
            "",
            s -> s.rebuilt.other.put("env cpu-amd64", "another=1\n")),
        row(
            "another expected output",
            DIFFERENT,
            "variants[cpu-amd64].expected",
            "face/out.npy",
            s -> s.rebuilt.other.put("expected cpu-amd64/face/out.npy", "another")),
        row(
            "another model whose recorded bytes are gone",
            DIFFERENT,
            "variants[cpu-amd64].model",
            "recorded ones are gone",
            s -> {
              s.rebuilt.other.put("model cpu-amd64", "another");
              s.afterwards = () -> s.recorded.store.remove(digest("model cpu-amd64"));
            }),
        row(
            "an echoed model",
            UNDECIDED,
            "variants[cpu-amd64].model",
            "its place has no such bytes",
            s -> s.rebuilt.echoed.add("model cpu-amd64")),
        row(
            "an echoed measurement that was laid out",
            UNDECIDED,
            "variants[cpu-amd64].table",
            "its place has no such bytes",
            s -> s.rebuilt.echoed.add("table cpu-amd64")),
        row(
            "a tree whose file was never written",
            UNDECIDED,
            "variants[cpu-amd64].expected",
            "face/out.npy",
            s -> s.rebuilt.echoed.add("expected cpu-amd64/face/out.npy")),
        row(
            "an input that was passed on and has gone since",
            UNDECIDED,
            "models[cpu-amd64].layers[1]",
            "its place has no such bytes",
            s -> s.afterwards = () -> s.laidOut.remove(digest("smoke/face.npy"))),
        row(
            "a variant more",
            DIFFERENT,
            "variants[cpu-riscv].model",
            "the release has none",
            s -> s.rebuilt.targets = List.of("cpu-amd64", "cpu-arm64", "cpu-riscv")),
        row(
            "a variant less",
            DIFFERENT,
            "variants[cpu-arm64].model",
            "the rebuild made none",
            s -> s.rebuilt.targets = List.of("cpu-amd64")),
        row(
            "a platform less",
            DIFFERENT,
            "images[linux/arm64].manifest",
            "the rebuild made none",
            s -> s.rebuilt.platforms = List.of("linux/amd64")),
        row(
            "a layer more",
            DIFFERENT,
            "images[linux/amd64].layers[2].blob",
            "the release has none",
            s -> s.rebuilt.layers = 3),
        row(
            "a signature less",
            DIFFERENT,
            "payloads[RELEASE_ENV cpu-arm64]",
            "the rebuild prepared none",
            s -> s.rebuilt.targets = List.of("cpu-amd64")),
        row(
            "a key that nobody gave the ledger",
            UNDECIDED,
            "payloads[RELEASE_ENV cpu-amd64]",
            "was not given",
            s -> s.known = List.of(SigningKey.generate())),
        row(
            "a signature by another key than it says",
            DIFFERENT,
            "payloads[RELEASE_ENV cpu-amd64]",
            "does not hold",
            s -> s.signedBy = SigningKey.generate()),
        row(
            "a chain that breaks off",
            UNDECIDED,
            "variants[cpu-amd64].model",
            "broken off",
            s -> {
              s.broken = Optional.of("broken off");
              s.notReached.addAll(List.of(Steps.INGEST, Steps.QUANTIZE));
            }),
        row(
            "a step that refused",
            DIFFERENT,
            "images[linux/amd64].manifest",
            "image-builder refused with IMG-007: subject: too large",
            s -> s.refuse(Steps.BUILD, "IMG-007", "too large")),
        row(
            "an input that is gone, which a step refused",
            MISSING_INPUT,
            "quantize.calibration/face-2.npy",
            digest("calibration/face-2.npy").toString(),
            s -> {
              s.refuse(Steps.INGEST, "ING-023", "gone");
              s.afterwards = () -> s.laidOut.remove(digest("calibration/face-2.npy"));
            }),
        row(
            "an input with a known origin that is gone",
            MISSING_INPUT,
            "image.files[linux/amd64].source",
            "vendored from pkg:maven/com.microsoft.onnxruntime/onnxruntime@1.29.0",
            s -> {
              s.refuse(Steps.INGEST, "ING-020", "gone");
              s.afterwards = () -> s.laidOut.remove(digest("runtime.jar"));
            }),
        row(
            "what a missing input kept from being made",
            MISSING_INPUT,
            "documents[linux/amd64].document",
            "not made: the input quantize.calibration/face-2.npy is gone",
            s -> {
              s.refuse(Steps.INGEST, "ING-023", "gone");
              s.afterwards = () -> s.laidOut.remove(digest("calibration/face-2.npy"));
            }),
        row(
            "another distribution",
            TOOLCHAIN_CHANGED,
            "toolchain",
            "another distribution",
            s -> {
              s.runs(s.recorded, Steps.DOCUMENT, "old", "25.0.3");
              s.runs(s.rebuilt, Steps.DOCUMENT, "new", "25.0.3");
            }),
        row(
            "what another distribution made differently",
            TOOLCHAIN_CHANGED,
            "documents[linux/amd64].document",
            "is",
            s -> {
              s.runs(s.recorded, Steps.DOCUMENT, "old", "25.0.3");
              s.runs(s.rebuilt, Steps.DOCUMENT, "new", "25.0.3");
              s.rebuilt.other.put("sbom linux/amd64", "{\"is\":\"another\"}");
            }),
        row(
            "the same distribution on another JDK",
            IDENTICAL,
            "toolchain",
            "",
            s -> {
              s.runs(s.recorded, Steps.DOCUMENT, "same", "25.0.3");
              s.runs(s.rebuilt, Steps.DOCUMENT, "same", "21.0.1");
            }),
        row(
            "a step that does not say what it runs as",
            UNDECIDED,
            "toolchain",
            "does not say",
            s -> s.runs(s.recorded, Steps.DOCUMENT, "old", "25.0.3")),
        row(
            "a toolchain document that is gone",
            UNDECIDED,
            "toolchain",
            "is gone",
            s -> {
              s.runs(s.recorded, Steps.DOCUMENT, "old", "25.0.3");
              s.runs(s.rebuilt, Steps.DOCUMENT, "old", "25.0.3");
              Digest document = Digest.of(SampleRebuild.toolchain("old", "25.0.3"));
              s.afterwards = () -> s.recorded.store.remove(document);
            }),
        row(
            "a measurement that was not made again",
            DIFFERENT,
            "variants[cpu-arm64].table",
            "not measured again",
            s -> s.measured = Optional.of(measured("cpu-amd64"))),
        row(
            "a measurement that is noted and was never written",
            UNDECIDED,
            "variants[cpu-amd64].report",
            "its place has no such bytes",
            s -> {
              s.measured = Optional.of(measured("cpu-amd64", "cpu-arm64"));
              s.rebuilt.echoed.add("report cpu-amd64");
            }),
        row(
            "a measurement within its rule",
            EQUIVALENT,
            "variants[cpu-amd64].report",
            "",
            s -> {
              s.recorded.other.put("report cpu-amd64", report("0.9812"));
              byte[] again = report("0.98121").getBytes(UTF_8);
              s.rebuilt.other.put("report cpu-amd64", report("0.9812"));
              s.afterwards = () -> s.rebuilt.store.put(Digest.of(again), again);
              s.measured =
                  Optional.of(
                      new Measured(
                          Map.of(
                              "variants[cpu-amd64].table",
                              Optional.of(digest("table cpu-amd64")),
                              "variants[cpu-arm64].table",
                              Optional.of(digest("table cpu-arm64")),
                              "variants[cpu-amd64].report",
                              Optional.of(Digest.of(again)),
                              "variants[cpu-arm64].report",
                              Optional.of(digest("report cpu-arm64")),
                              "variants[cpu-amd64].expected",
                              Optional.of(tree("expected cpu-amd64")),
                              "variants[cpu-arm64].expected",
                              Optional.of(tree("expected cpu-arm64")))));
            }),
        row(
            "a measurement outside its rule",
            DIFFERENT,
            "variants[cpu-amd64].report",
            "",
            s -> {
              s.recorded.other.put("report cpu-amd64", report("0.9812"));
              s.rebuilt.other.put("report cpu-amd64", report("0.9912"));
            }));
  }

  private static String report(String value) {
    return "{\"minimum\":0.97,\"tried\":[{\"name\":\"static\",\"value\":" + value + "}]}\n";
  }

  private static Measured measured(String... targets) {
    StringBuilder json = new StringBuilder("{\"variants\":[");
    for (String target : targets) {
      json.append(json.length() > 14 ? "," : "")
          .append("{\"target\":\"" + target + "\",\"table\":\"" + digest("table " + target))
          .append("\",\"report\":\"" + digest("report " + target))
          .append("\",\"expected\":\"" + tree("expected " + target) + "\"}");
    }
    return Measured.read(json.append("]}").toString().getBytes(UTF_8));
  }

  private static Digest tree(String name) {
    byte[] file = ("{\"is\":\"" + name + "/face/out.npy\"}\n").getBytes(UTF_8);
    return Digest.of(
        (Digest.of(file).hex() + " " + file.length + " face/out.npy\n").getBytes(UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void finds(
      String name,
      ReproductionOutcome outcome,
      String role,
      String detail,
      Consumer<SampleRebuild> change) {
    SampleRebuild sample = new SampleRebuild(folder);
    change.accept(sample);

    Judgement judgement = sample.judge();

    assertThat(judgement.outcome()).isEqualTo(outcome);
    Row row = row(judgement, role);
    assertThat(row.finding().outcome()).isEqualTo(outcome);
    assertThat(row.finding().detail().orElse("")).contains(detail);
  }

  private static Arguments row(
      String name,
      ReproductionOutcome outcome,
      String role,
      String detail,
      Consumer<SampleRebuild> change) {
    return arguments(name, outcome, role, detail, change);
  }

  private static Row row(Judgement judgement, String role) {
    return judgement.rows().stream()
        .filter(row -> row.role().equals(role))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no row " + role));
  }

  private static Digest digest(String name) {
    return Digest.of(("{\"is\":\"" + name + "\"}\n").getBytes(UTF_8));
  }
}
