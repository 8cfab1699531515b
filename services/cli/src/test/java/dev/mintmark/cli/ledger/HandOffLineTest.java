package dev.mintmark.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.ledger.HandOff.ArtifactUse;
import dev.mintmark.cli.ledger.HandOff.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandOffLineTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:01.500Z");
  private static final Optional<Instant> BEFORE =
      Optional.of(Instant.parse("2026-01-01T00:00:01.188Z"));

  @Test
  void showsStepDigestSizeAndTimeSinceTheOneBefore() {
    assertThat(HandOffLine.of(handOff("image.built", use("index", "a", 1024)), BEFORE))
        .isEqualTo("image-builder        image      sha256:aaaaaaaaaaaa       1.0 kB    312 ms");
  }

  @Test
  void showsTheFirstOfSeveralAndTheSizeOfAll() {
    HandOff handOff =
        handOff(
            "model.quantized",
            use("variants[cpu-amd64].profile", "e", 7),
            use("variants[cpu-amd64].model", "b", 300_000),
            use("variants[cpu-arm64].model", "c", 300_000));

    assertThat(HandOffLine.of(handOff, BEFORE))
        .isEqualTo("converter-quantizer  variants   sha256:bbbbbbbbbbbb +1  600.0 kB    312 ms");
  }

  @Test
  void theFirstHandOffTakesNoTime() {
    assertThat(
            HandOffLine.of(handOff("build.requested", use("model.file", "a", 5)), Optional.empty()))
        .isEqualTo("ci                   request    sha256:aaaaaaaaaaaa          5 B      0 ms");
  }

  @Test
  void namesTheStepThatRefused() {
    HandOff rejected =
        new HandOff(
            "mintmark.release.rejected.v1",
            0,
            1,
            "e",
            TIME,
            "sha256:r",
            List.of(),
            Optional.of(new Rejection("image-builder", "IMG-002", "base", "a tag", "pin it")));

    assertThat(HandOffLine.of(rejected, BEFORE))
        .isEqualTo("image-builder        refused                                        312 ms");
  }

  @Test
  void clocksThatDisagreeShowNoNegativeTime() {
    assertThat(
            HandOffLine.of(
                handOff("model.ingested", use("model", "a", 5)), Optional.of(TIME.plusSeconds(1))))
        .endsWith(" 0 ms");
  }

  @Test
  void showsAnEventThatThisVersionDoesNotKnow() {
    assertThat(HandOffLine.of(handOff("model.painted"), BEFORE))
        .startsWith("mintmark.model.painted.v1 event ")
        .endsWith("312 ms");
  }

  private static HandOff handOff(String event, ArtifactUse... artifacts) {
    return new HandOff(
        "mintmark." + event + ".v1",
        0,
        1,
        "e",
        TIME,
        "sha256:r",
        List.of(artifacts),
        Optional.empty());
  }

  private static ArtifactUse use(String role, String digit, long size) {
    return new ArtifactUse(role, "sha256:" + digit.repeat(64), "application/x", size);
  }
}
