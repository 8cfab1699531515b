package dev.mintmark.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.ledger.entry.Entry.HandOffEntry;
import dev.mintmark.ledger.entry.Rejection;
import dev.mintmark.ledger.entry.Stage;
import dev.mintmark.ledger.entry.Visible;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BuildChangeTest {
  private static final List<HandOffEntry> HAND_OFFS =
      List.of(
          handOff("one", Stage.REQUESTED, 7, null),
          handOff("one", Stage.REQUESTED, 3, null),
          handOff("one", Stage.BUILT, 1, null),
          handOff("two", Stage.REQUESTED, 5, null),
          handOff("two", Stage.REJECTED, 2, rejection("ING-010")),
          handOff("three", Stage.REJECTED, 9, rejection("QNT-003")));

  @Test
  void sumsUpEachRequestOfARelease() {
    ReleaseId release = new ReleaseId("a", "v1.0.0");

    assertThat(Batch.of(List.copyOf(HAND_OFFS), List.of()).builds())
        .containsExactly(
            new BuildChange(
                new BuildChange.Key(release, "one"),
                Stage.REQUESTED.bit() | Stage.BUILT.bit(),
                false,
                3L),
            new BuildChange(
                new BuildChange.Key(release, "three"), Stage.REJECTED.bit(), false, null),
            new BuildChange(
                new BuildChange.Key(release, "two"),
                Stage.REQUESTED.bit() | Stage.REJECTED.bit(),
                true,
                5L));
  }

  @Test
  void isTheSameInAnyOrderAndForDoubles() {
    List<BuildChange> once = builds(HAND_OFFS);
    List<HandOffEntry> twice = new ArrayList<>(HAND_OFFS);
    twice.addAll(HAND_OFFS);

    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(twice, new Random(seed));
      assertThat(builds(twice)).isEqualTo(once);
    }
  }

  @Test
  void aRebuildChangesNoBuild() {
    HandOffEntry rebuilt = handOff("one", Stage.REJECTED, 1, rejection("SBM-001"), "rebuild-1");

    assertThat(builds(List.of(rebuilt))).isEmpty();
  }

  @Test
  void causesComeBeforeTheirEffectsInABatch() {
    assertThat(Batch.of(List.copyOf(HAND_OFFS.reversed()), List.of()).handOffs())
        .extracting(HandOffEntry::stage)
        .isSorted();
  }

  private static List<BuildChange> builds(List<HandOffEntry> handOffs) {
    return List.copyOf(Batch.of(List.copyOf(handOffs), List.of()).builds());
  }

  private static Rejection rejection(String code) {
    return new Rejection("step", code, "subject", "found", "advice");
  }

  private static HandOffEntry handOff(
      String request, Stage stage, long offset, @Nullable Rejection rejection) {
    return handOff(request, stage, offset, rejection, null);
  }

  private static HandOffEntry handOff(
      String request,
      Stage stage,
      long offset,
      @Nullable Rejection rejection,
      @Nullable String rebuild) {
    return new HandOffEntry(
        new Position("topic", 0, offset),
        stage,
        new ReleaseId("a", "v1.0.0"),
        request,
        null,
        "id",
        null,
        rebuild == null ? "live" : rebuild,
        rebuild,
        OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
        null,
        "value",
        List.of(),
        Visible.NOTHING,
        rejection,
        null,
        List.of());
  }
}
