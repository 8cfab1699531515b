package dev.mintmark.telemetry.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.events.rollout.v1.RolloutState;
import dev.mintmark.telemetry.Fixtures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenClassesTest {
  private final OpenClasses open = new OpenClasses();

  @Test
  void noClassIsOpenWithoutARollout() {
    assertThat(open.contains("a")).isFalse();
    assertThat(open.isCurrent()).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = RolloutState.class,
      names = {"PROMOTED", "ROLLED_BACK", "ABORTED"})
  void aFinalStateClosesItsClasses(RolloutState last) {
    open.apply(change("r-1", 1, RolloutState.PLANNED, "a", "b"));
    open.apply(change("r-2", 1, RolloutState.SOAKING, "b"));

    open.apply(change("r-1", 2, last, "a", "b"));

    assertThat(open.contains("a")).isFalse();
    assertThat(open.contains("b")).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = RolloutState.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PROMOTED", "ROLLED_BACK", "ABORTED"})
  void everyOtherStateKeepsThemOpen(RolloutState state) {
    open.apply(change("r-1", 1, state, "a"));

    assertThat(open.contains("a")).isTrue();
    assertThat(open.contains("c")).isFalse();
  }

  @Test
  void anOlderChangeThatComesAgainChangesNothing() {
    open.apply(change("r-1", 2, RolloutState.PROMOTED, "a"));
    open.apply(change("r-1", 1, RolloutState.PLANNED, "a"));
    open.apply(change("r-1", 2, RolloutState.SOAKING, "a"));

    assertThat(open.contains("a")).isFalse();
  }

  private static RolloutChanged change(
      String rollout, int sequence, RolloutState to, String... classes) {
    return new RolloutChanged(
        rollout,
        "face-detect",
        "v1.0.1",
        sequence,
        "vision/face-detect",
        Fixtures.INDEX,
        null,
        new ArtifactReference(Fixtures.INDEX, "application/yaml", 1L),
        List.of(classes),
        RolloutState.UNKNOWN,
        to,
        0,
        5.0,
        50,
        null,
        null,
        null);
  }
}
