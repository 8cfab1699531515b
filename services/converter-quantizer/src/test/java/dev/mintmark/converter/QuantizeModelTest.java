package dev.mintmark.converter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.MemoryPointers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** On the real face detector; skipped where its inputs were not fetched. */
class QuantizeModelTest {
  @TempDir Path folder;
  private Example example;

  @BeforeEach
  void readInputs() throws IOException {
    example = example("store");
  }

  private Example example(String name) throws IOException {
    return Example.in(folder.resolve(name));
  }

  private static Outcome<ModelQuantized> run(Example example) {
    return example.step(new MemoryPointers()).apply(example.incoming());
  }

  @Test
  void makesAVariantThatPassedForEveryTarget() {
    ModelQuantized event = produced(run(example));

    assertThat(event.getVariants())
        .extracting(Variant::getTarget)
        .containsExactly("cpu-amd64", "cpu-arm64");
    assertThat(event.getVariants())
        .allSatisfy(variant -> {
          assertThat(variant.getValue()).isGreaterThanOrEqualTo(0.97);
          assertThat(variant.getTried().getLast().getName()).isEqualTo(variant.getRung());
          assertThat(variant.getModel().getSize()).isLessThan(example.model.getSize());
          Tree expected =
              example.store.readTree(ArtifactReferences.toArtifact(variant.getExpected()));
          assertThat(expected.entries()).extracting(Tree.Entry::path).contains("tolerance");
          assertThat(expected.entries())
              .allSatisfy(file -> assertThat(example.store.size(file.digest())).isPresent());
        });
    // Other activations, other bytes.
    assertThat(event.getVariants().get(0).getModel())
        .isNotEqualTo(event.getVariants().get(1).getModel());
  }

  @Test
  void makesTheSameBytesInAnotherPlace() throws IOException {
    byte[] here = EventCodec.write(produced(run(example)));
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(EventCodec.write(produced(run(example("elsewhere"))))).isEqualTo(here);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        bad(
            "not ONNX",
            "QNT-001",
            e -> e.model = e.put("no model".getBytes(UTF_8), MediaTypes.ONNX)),
        bad("validation in calibration", "QNT-012", e -> e.validation = e.calibration),
        bad("no calibration", "QNT-010", e -> e.calibration = e.put(new byte[0], MediaTypes.TREE)),
        bad("a gate that nothing reaches", "QNT-033", e -> e.parameters.put("match-overlap", "1")),
        bad(
            "a gate without data",
            "QNT-032",
            e -> e.parameters.put("score-threshold", "0.9999999")),
        bad("a setting of the gate is missing", "QNT-031", e -> e.parameters.remove("grids")),
        bad(
            "one of two targets with another toolchain",
            "QNT-051",
            profile("toolchain: qdq-java", "toolchain: other")),
        bad("an unknown setting", "QNT-050", profile("calibrator:", "calibrater:")),
        bad("an unknown calibrator", "QNT-050", profile("percentile", "guess")),
        bad("an unknown rung", "QNT-075", settings("rungs: static-guess")),
        bad("a rung twice", "QNT-050", settings("rungs: 'dynamic, dynamic'")),
        bad("an unknown symmetry", "QNT-050", settings("symmetry: perhaps")),
        bad(
            "a profile that is none",
            "QNT-050",
            e -> e.targets.put("cpu-arm64", e.put(new byte[] {1}, "x/y"))));
  }

  private static Arguments bad(String what, String code, Consumer<Example> change) {
    return Arguments.of(what, code, change);
  }

  private static Consumer<Example> settings(String more) {
    return profile("weights: per-channel", "weights: per-channel, " + more);
  }

  private static Consumer<Example> profile(String from, String to) {
    return example -> {
      Digest digest =
          Digest.parse(Objects.requireNonNull(example.targets.get("cpu-arm64")).getDigest());
      String text = new String(example.store.read(digest, 10_000), UTF_8).replace(from, to);
      example.targets.put(
          "cpu-arm64", example.put(text.getBytes(UTF_8), MediaTypes.TARGET_PROFILE));
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String what, String code, Consumer<Example> change) {
    change.accept(example);

    assertThat(run(example))
        .as(what)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> {
              Refusal refusal = rejected.refusal();
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(List.of(refusal.subject(), refusal.found(), refusal.advice()))
                  .doesNotContain("");
            });
  }

  @Test
  void namesEveryRungThatItTried() {
    example.parameters.put("match-overlap", "1");

    assertThat(run(example))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected ->
                assertThat(rejected.refusal().found())
                    .contains("static-percentile", "static-min-max", "weight-only")
                    .containsPattern("noisiest by static-percentile: .* [0-9.-]+ dB"));
  }

  @Test
  void triesTheRungsThatTheProfileNamesAndNoOthers() {
    settings("rungs: 'dynamic, mixed16-mse, static16-percentile'").accept(example);

    Variant variant = produced(run(example)).getVariants().getLast();

    assertThat(variant.getTarget()).isEqualTo("cpu-arm64");
    assertThat(variant.getRung()).isEqualTo("mixed16-mse");
    assertThat(variant.getTried()).hasSize(1);
    byte[] report = example.store.read(Digest.parse(variant.getReport().getDigest()), 100_000);
    assertThat(new String(report, UTF_8))
        .contains("\"notPossible\":[{\"rung\":\"dynamic\",\"code\":\"QNT-074\"");
  }

  @Test
  void namesAnArtifactThatIsMissing() {
    Digest gone = Digest.of("gone".getBytes(UTF_8));
    example.smoke = new ArtifactReference(gone.toString(), MediaTypes.TREE, 1L);

    assertThatThrownBy(() -> run(example))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo("ART-001"));
  }

  private static ModelQuantized produced(Outcome<ModelQuantized> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Produced.class);
    return ((Outcome.Produced<ModelQuantized>) outcome).event();
  }
}
