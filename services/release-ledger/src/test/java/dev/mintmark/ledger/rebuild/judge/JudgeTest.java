package dev.mintmark.ledger.rebuild.judge;

import static dev.mintmark.events.release.v1.ReproductionOutcome.DIFFERENT;
import static dev.mintmark.events.release.v1.ReproductionOutcome.IDENTICAL;
import static dev.mintmark.events.release.v1.ReproductionOutcome.UNDECIDED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.json.StrictJson;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.verify.key.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
  @TempDir Path folder;

  private SampleRebuild sample() {
    return new SampleRebuild(folder);
  }

  @Test
  void isIdenticalWhenEveryByteIsMadeAgain() {
    Judgement judgement = sample().judge();

    assertThat(judgement.rows()).allSatisfy(row -> assertIdentical(row));
    assertThat(judgement.outcome()).isEqualTo(IDENTICAL);
    assertThat(judgement.rows())
        .extracting(row -> row.step() + " " + row.role())
        .contains(
            "converter-quantizer variants[cpu-arm64].expected",
            "image-builder value",
            "image-builder images[linux/amd64].layers[1].blob",
            "image-builder models[cpu-amd64].layers[1]",
            "sbom documents[linux/arm64].document",
            "signer payloads[RELEASE_ENV cpu-amd64]");
  }

  private static void assertIdentical(Row row) {
    assertThat(row.finding())
        .as(row.step() + " " + row.role() + " " + row.finding().detail())
        .isInstanceOf(Finding.Identical.class);
    assertThat(row.recorded()).isEqualTo(row.rebuilt());
  }

  /** Every stored thing on either side, whatever it is: there is none whose bytes do not count. */
  @Test
  void oneFlippedBitAnywhereIsNeverIdentical() {
    SampleRebuild whole = sample();
    Sides sides = whole.sides();
    Set<Digest> made = new HashSet<>(whole.rebuilt.store.keySet());
    // What is replayed is the same event by construction; the last event came through the log.
    made.remove(sides.recorded().request());
    made.remove(sides.rebuilt().last());
    assertThat(made).hasSizeGreaterThan(40);
    for (Digest digest : made) {
      SampleRebuild flipped = sample();
      flipped.afterwards = () -> SampleRebuild.flip(flipped.rebuilt.store, digest);
      assertThat(flipped.judge().outcome()).as("rebuilt " + digest).isEqualTo(UNDECIDED);

      SampleRebuild echoed = sample();
      echoed.afterwards = () -> echoed.rebuilt.store.remove(digest);
      assertThat(echoed.judge().outcome()).as("never written " + digest).isEqualTo(UNDECIDED);
    }
    // The values of recorded events are in the log, documents of envelopes inside these only.
    sides.recorded().links().values().forEach(link -> made.remove(link.value().digest()));
    sides.rebuilt().links().values().forEach(link -> made.remove(link.value().digest()));
    made.retainAll(whole.recorded.store.keySet());
    assertThat(made).hasSizeGreaterThan(30);
    for (Digest digest : made) {
      SampleRebuild flipped = sample();
      flipped.afterwards = () -> SampleRebuild.flip(flipped.recorded.store, digest);
      assertThat(flipped.judge().outcome()).as("recorded " + digest).isEqualTo(UNDECIDED);
    }
  }

  @Test
  void oneFlippedBitOfARecordedSignatureIsNeverIdentical() {
    for (String type : List.of("bundle", ".sig manifest", "statement signature")) {
      SampleRebuild sample = sample();
      sample.afterwards =
          () ->
              sample.recorded.store.keySet().stream()
                  .filter(digest -> is(type, SampleHandOffs.of(sample.recorded.store, digest)))
                  .toList()
                  .forEach(digest -> SampleRebuild.flip(sample.recorded.store, digest));

      assertThat(sample.judge().outcome()).as(type).isEqualTo(UNDECIDED);
    }
  }

  @Test
  void judgesTheListOfAModelsFiles() {
    SampleRebuild sample = sample();
    sample.rebuilt.modelName = "another";

    assertModelStatements(sample.judge(), "");
  }

  @Test
  void missesTheListOfAModelsFiles() {
    SampleRebuild sample = sample();
    sample.rebuilt.modelSignatures = false;

    assertModelStatements(sample.judge(), "the rebuild prepared none");
  }

  private static void assertModelStatements(Judgement judgement, String detail) {
    assertThat(judgement.outcome()).isEqualTo(DIFFERENT);
    assertThat(judgement.rows())
        .filteredOn(row -> row.role().startsWith("payloads[MODEL_STATEMENT sha256:"))
        .hasSize(2)
        .allSatisfy(row -> {
          assertThat(row.finding()).isInstanceOf(Finding.Different.class);
          assertThat(row.finding().detail())
              .hasValueSatisfying(found -> assertThat(found).contains(detail));
        });
  }

  @Test
  void judgesAReleaseOfAVersionThatSignedNoModelFiles() {
    SampleRebuild sample = sample();
    sample.recorded.lineAttests = false;
    sample.recorded.modelSignatures = false;

    assertThat(sample.judge().outcome()).isEqualTo(IDENTICAL);
  }

  private static boolean is(String type, byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return switch (type) {
      case "bundle" -> text.contains("dsseEnvelope");
      case ".sig manifest" -> text.contains("dev.cosignproject.cosign/signature");
      default -> text.startsWith("ME") && text.endsWith("\n");
    };
  }

  @Test
  void saysSoWhereTheRecordedBytesAreGoneAndTheLogHasTheirDigest() {
    SampleRebuild sample = sample();
    Digest model = digest("model cpu-amd64");
    sample.afterwards = () -> sample.recorded.store.remove(model);

    Judgement judgement = sample.judge();
    assertThat(judgement.outcome()).isEqualTo(IDENTICAL);
    assertThat(row(judgement, "variants[cpu-amd64].model").finding().detail())
        .hasValueSatisfying(detail -> assertThat(detail).contains("recorded bytes are gone"));
  }

  @Test
  void verifiesWithTheOlderKeyThatSignedTheRelease() {
    SampleRebuild sample = sample();
    sample.known = List.of(SigningKey.generate(), SampleRebuild.KEY);

    assertThat(sample.judge().outcome()).isEqualTo(IDENTICAL);
  }

  @Test
  void findsProvenanceThatSaysSomethingElse() {
    SampleRebuild sample = sample();
    sample.rebuilt.madeWith = "0.2.0";

    Judgement judgement = sample.judge();
    assertThat(judgement.outcome()).isEqualTo(DIFFERENT);
    assertThat(
            judgement.rows().stream().filter(row -> !(row.finding() instanceof Finding.Identical)))
        .isNotEmpty()
        .allMatch(row -> row.role().contains("_STATEMENT"));
  }

  @Test
  void doesNotTakeTheReleaseKeyForTheEvidenceKeyNorTheOtherWayRound() {
    SampleRebuild byRelease = sample();
    byRelease.attestedBy = SampleRebuild.KEY;
    assertThat(byRelease.judge().outcome()).isEqualTo(UNDECIDED);

    SampleRebuild byEvidence = sample();
    byEvidence.signedBy = SampleRebuild.EVIDENCE;
    byEvidence.hint = SampleRebuild.EVIDENCE.verificationKey().hint();
    assertThat(byEvidence.judge().outcome()).isEqualTo(UNDECIDED);
  }

  @Test
  void judgesAReleaseOfBeforeThereWasEvidenceByWhatItHas() {
    SampleRebuild sample = sample();
    sample.recorded.lineAttests = false;
    sample.recorded.evidence = false;
    assertThat(sample.judge().outcome()).isEqualTo(IDENTICAL);
  }

  @Test
  void missesEvidenceInTheReleaseOfALineThatHasEvidence() {
    SampleRebuild sample = sample();
    sample.recorded.evidence = false;
    Judgement judgement = sample.judge();
    assertThat(judgement.outcome()).isEqualTo(DIFFERENT);
    assertThat(judgement.rows())
        .filteredOn(row -> row.role().startsWith("payloads[SBOM_STATEMENT "))
        .hasSize(2)
        .allSatisfy(row ->
            assertThat(row.finding().detail()).contains("the release has no such signature"));
  }

  @Test
  void missesAllModelSignaturesInTheReleaseOfALineThatMakesThem() {
    SampleRebuild sample = sample();
    sample.recorded.modelSignatures = false;
    assertModelStatements(sample.judge(), "the release has no such signature");
  }

  @Test
  void missesEvidenceThatARebuildDoesNotPrepare() {
    SampleRebuild sample = sample();
    sample.rebuilt.evidence = false;
    assertThat(sample.judge().outcome()).isEqualTo(DIFFERENT);
  }

  @Test
  void saysTheSameTwiceAndEverythingInTheReport() {
    SampleRebuild sample = sample();
    sample.rebuilt.other.put("sbom linux/amd64", "{\"is\":\"another\"}");
    Sides sides = sample.sides();
    Judge judge =
        new Judge(
            new ReleaseKeys(
                List.of(SampleRebuild.KEY.verificationKey()),
                List.of(SampleRebuild.EVIDENCE.verificationKey())));

    byte[] report = new VerdictWriter(sides, judge.judge(sides)).report();

    assertThat(new VerdictWriter(sides, judge.judge(sides)).report()).isEqualTo(report);
    var json = new StrictJson(1 << 24, 64).read(report);
    assertThat(json.get("outcome").textValue()).isEqualTo("DIFFERENT");
    assertThat(json.get("rows").findValuesAsText("verdict")).contains("IDENTICAL", "DIFFERENT");
    assertThat(json.get("rows").findValue("comparison").get("result").textValue())
        .isEqualTo("different");
  }

  @Test
  void writesAnEventThatStaysUnderItsLimitWhateverItFound() throws Exception {
    SampleRebuild sample = sample();
    Sides sides = sample.sides();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      Artifact artifact = Artifact.of(new byte[] {(byte) i}, MediaTypes.ONNX);
      rows.add(
          new Row(
              "image-builder",
              "role " + i,
              Optional.of(artifact),
              Optional.of(artifact),
              Finding.Different.of("x".repeat(5000))));
    }
    VerdictWriter writer = new VerdictWriter(sides, new Judgement(rows));

    ReleaseReproduced event =
        writer.event(
            new HandOff("face-detect", "v1.0.0", "r", "p"),
            Artifact.of(writer.report(), VerdictWriter.REPORT));

    assertThat(EventCodec.write(event)).hasSizeLessThan(EventCodec.MAX_BYTES);
    assertThat(event.getArtifacts()).hasSize(2000);
    assertThat(EventCodec.read(EventCodec.write(event), ReleaseReproduced.class)).isEqualTo(event);
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
