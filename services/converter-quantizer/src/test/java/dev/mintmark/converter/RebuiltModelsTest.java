package dev.mintmark.converter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.store.MemoryPointers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rebuild applies what was recorded and measures for itself; on the real face detector. */
class RebuiltModelsTest {
  private static final String RECORDED = "recorded/face-detect/v1.0.0";
  private static final String MEASURED = "measured/face-detect/v1.0.0";

  @TempDir Path folder;
  private Example first;
  private Example rebuild;
  private final MemoryPointers pointers = new MemoryPointers();
  private ModelQuantized recorded;

  @BeforeEach
  void buildOnce() throws IOException {
    first = Example.in(folder.resolve("first"));
    rebuild = Example.in(folder.resolve("rebuild"));
    recorded = produced(first.step(new MemoryPointers()).apply(first.incoming()));
  }

  @Test
  void makesTheSameEventAndItsOwnModels() throws IOException {
    layOut(recorded);

    ModelQuantized again = produced(rebuild());

    assertThat(EventCodec.write(again)).isEqualTo(EventCodec.write(recorded));
    assertThat(again.getVariants())
        .as("made here, not laid out")
        .allSatisfy(variant ->
            assertThat(rebuild.store.size(Digest.parse(variant.getModel().getDigest())))
                .isPresent());
    JsonNode measured = measured();
    for (int i = 0; i < 2; i++) {
      Variant variant = again.getVariants().get(i);
      JsonNode own = measured.get(i);
      assertThat(own.get("target").asText()).isEqualTo(variant.getTarget());
      assertThat(own.get("table").asText())
          .isEqualTo(Objects.requireNonNull(variant.getTable()).getDigest());
      assertThat(own.get("report").asText()).isEqualTo(variant.getReport().getDigest());
      assertThat(own.get("expected").asText()).isEqualTo(variant.getExpected().getDigest());
    }
  }

  @Test
  void appliesTheRecordedTableAlsoWhereItMeasuresAnotherOne() throws IOException {
    Variant variant = recorded.getVariants().getFirst();
    Artifact table = ArtifactReferences.toArtifact(Objects.requireNonNull(variant.getTable()));
    String text = new String(first.store.read(table.digest(), 1 << 20), UTF_8);
    String changed = text.replaceAll("(?m)^(range percentile \\S+) \\S+", "$1 0x1.8p9");
    assertThat(changed).isNotEqualTo(text);
    first.store.put(changed.getBytes(UTF_8), MediaTypes.CALIBRATION_TABLE);
    variant = withTable(variant, changed);
    layOut(
        new ModelQuantized(recorded.getHandOff(), List.of(variant, recorded.getVariants().get(1))));

    Variant again = produced(rebuild()).getVariants().getFirst();

    assertThat(again.getModel())
        .as("of another table, another model")
        .isNotEqualTo(recorded.getVariants().getFirst().getModel());
    assertThat(again.getTable()).isEqualTo(variant.getTable());
    assertThat(measured().get(0).get("table").asText()).isEqualTo(table.digest().toString());
  }

  @Test
  void saysSoWhereNoRungPassesAnyMore() throws IOException {
    first.parameters.put("match-overlap", "1");
    rebuild.parameters.put("match-overlap", "1");
    layOut(recorded);

    assertThat(produced(rebuild()).getVariants()).hasSize(2);
    assertThat(measured().get(0).get("refused").asText()).isEqualTo("QNT-033");
  }

  @Test
  void refusesARecordOfAnotherRequest() throws IOException {
    layOut(new ModelQuantized(recorded.getHandOff(), List.of()));

    assertThat(rebuild())
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.refusal().code()).isEqualTo("QNT-052"));
  }

  @Test
  void measuresForTheEventWhereNothingIsRecorded() {
    assertThat(EventCodec.write(produced(rebuild()))).isEqualTo(EventCodec.write(recorded));
    assertThat(pointers.read(MEASURED)).isEmpty();
  }

  @Test
  void theLineItselfLooksAtNoRecord() {
    layOut(new ModelQuantized(recorded.getHandOff(), List.of()));

    assertThat(produced(rebuild.step(pointers).apply(rebuild.incoming())).getVariants()).hasSize(2);
  }

  private Outcome<ModelQuantized> rebuild() {
    return rebuild.step(pointers).apply(rebuild.incoming("rebuild-1"));
  }

  /** What the ledger lays out: the event, tables, reports and outputs; never a model. */
  private void layOut(ModelQuantized event) {
    Artifact value = rebuild.store.put(EventCodec.write(event), MediaTypes.EVENT);
    pointers.write(RECORDED, value.digest().toString().getBytes(UTF_8));
    for (Variant variant : event.getVariants()) {
      Artifact table = ArtifactReferences.toArtifact(Objects.requireNonNull(variant.getTable()));
      rebuild.store.put(first.store.read(table.digest(), 1 << 20), table.mediaType());
    }
  }

  private Variant withTable(Variant variant, String text) {
    return new Variant(
        variant.getTarget(),
        variant.getPlatform(),
        variant.getProfile(),
        variant.getModel(),
        ArtifactReferences.toReference(
            Artifact.of(text.getBytes(UTF_8), MediaTypes.CALIBRATION_TABLE)),
        variant.getRung(),
        variant.getTried(),
        variant.getMetric(),
        variant.getValue(),
        variant.getMinimum(),
        variant.getMeasures(),
        variant.getReport(),
        variant.getExpected(),
        variant.getToolchain());
  }

  private JsonNode measured() throws IOException {
    return new ObjectMapper().readTree(pointers.read(MEASURED).orElseThrow()).get("variants");
  }

  private static ModelQuantized produced(Outcome<ModelQuantized> outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Produced.class);
    return ((Outcome.Produced<ModelQuantized>) outcome).event();
  }
}
