package dev.mintmark.simulator.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhasesTest {
  private final Phases phases = new Phases();

  @Test
  void countsEachDeviceOnceWithItsNewestOrder() {
    phases.reached("a", "face:v1", Phase.RUNNING);
    phases.reached("b", "face:v1", Phase.RUNNING);
    phases.reached("b", "face:v2", Phase.ADMITTED);
    assertThat(phases.changes())
        .extracting(Object::toString)
        .containsExactly(
            "{\"event\":\"phase\",\"release\":\"face:v1\",\"counts\":{\"running\":1}}",
            "{\"event\":\"phase\",\"release\":\"face:v2\",\"counts\":{\"admitted\":1}}");
  }

  @Test
  void tellsOnlyWhatChanged() {
    phases.reached("a", "face:v1", Phase.RUNNING);
    phases.reached("b", "face:v2", Phase.RUNNING);
    phases.changes();
    assertThat(phases.changes()).isEmpty();
    phases.reached("a", "face:v1", Phase.CRASHED);
    assertThat(phases.changes())
        .extracting(Object::toString)
        .containsExactly(
            "{\"event\":\"phase\",\"release\":\"face:v1\",\"counts\":{\"crashed\":1}}");
  }

  @Test
  void saysThatAReleaseHasNoDeviceAnyMore() {
    phases.reached("a", "face:v1", Phase.RUNNING);
    phases.changes();
    phases.reached("a", "face:v2", Phase.RUNNING);
    assertThat(phases.changes())
        .extracting(Object::toString)
        .contains("{\"event\":\"phase\",\"release\":\"face:v1\",\"counts\":{}}");
  }
}
