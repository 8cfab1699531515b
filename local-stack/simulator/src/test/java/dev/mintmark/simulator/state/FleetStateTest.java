package dev.mintmark.simulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.simulator.plan.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetStateTest {
  private static final Seed SEED = new Seed(1);
  private static final Digest INDEX = Digest.of(new byte[] {1});
  private static final Digest MODEL = Digest.of(new byte[] {2});
  private static final Running RUNNING = new Running("face:v1", INDEX, MODEL, MODEL);

  @TempDir Path home;

  @Test
  void remembersAllOverAnOrderlyEnd() throws IOException {
    FleetState state = FleetState.open(home, SEED);
    DeviceRecord record =
        state.change(
            "a",
            fresh ->
                fresh
                    .withOneTimeToken("once")
                    .withToken("own")
                    .withOrder(3)
                    .withSequence(17)
                    .withCurrent(RUNNING, 4, true)
                    .crashed());
    state.change("b", fresh -> fresh.withOneTimeToken("once"));
    state.end();
    FleetState again = FleetState.open(home, SEED);
    assertThat(again.of("a")).isEqualTo(record);
    assertThat(again.of("b").oneTimeToken()).contains("once");
    assertThat(again.of("c")).isEqualTo(DeviceRecord.FRESH);
  }

  @Test
  void usesNoNumberTwiceAfterItWasKilled() throws IOException {
    FleetState state = FleetState.open(home, SEED);
    state.change("a", fresh -> fresh.withSequence(17));
    state.change("b", fresh -> fresh.withSequence(0));
    state.save();
    state.change("a", fresh -> fresh.withSequence(19));
    FleetState again = FleetState.open(home, SEED);
    assertThat(again.of("a").sequence()).isEqualTo(1017);
    assertThat(again.of("b").sequence()).isZero();
  }

  @Test
  void canBeReadByItsOwnerAlone() throws IOException {
    FleetState state = FleetState.open(home, SEED);
    state.change("a", fresh -> fresh.withToken("secret"));
    state.save();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("fleet.json"))))
        .isEqualTo("rw-------");
    assertThat(home).isDirectoryNotContaining("glob:**.next");
  }

  @Test
  void neverLowersTheFloor() {
    DeviceRecord record =
        DeviceRecord.FRESH.withCurrent(RUNNING, 4, false).withCurrent(RUNNING, 2, false);
    assertThat(record.floor()).isEqualTo(4);
  }

  @Test
  void countsNoModelOfACrashedDevice() throws IOException {
    FleetState state = FleetState.open(home, SEED);
    state.change("a", fresh -> fresh.withCurrent(RUNNING, 0, false).crashed());
    assertThat(state.models()).isEmpty();
    state.change("b", fresh -> fresh.withCurrent(RUNNING, 0, false));
    assertThat(state.models()).containsExactly(MODEL);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "{\"seed\":1,\"devices\":{\"a\":{\"order\":1",
        "{\"seed\":1,\"devices\":{\"a\":{\"order\":-1,\"floor\":0,\"sequence\":0}}}",
        "{\"seed\":1,\"devices\":{\"a\":{\"order\":1.5,\"floor\":0,\"sequence\":0}}}",
        "{\"seed\":1,\"devices\":{\"a\":{\"order\":1,\"floor\":0}}}",
        "{\"seed\":1,\"devices\":{\"a\":{\"order\":1,\"floor\":0,\"sequence\":0,\"current\":{}}}}"
      })
  void refusesToGuessWhenTheFileIsDamaged(String text) throws IOException {
    Files.writeString(home.resolve("fleet.json"), text);
    assertThatThrownBy(() -> FleetState.open(home, SEED))
        .isInstanceOf(StateException.class)
        .hasMessageEndingWith("(SIM-001)");
  }

  @Test
  void refusesAnotherFleetsFile() throws IOException {
    FleetState.open(home, SEED).end();
    assertThatThrownBy(() -> FleetState.open(home, new Seed(2)))
        .isInstanceOf(StateException.class)
        .hasMessageEndingWith("(SIM-002)");
  }

  @Test
  void letsOneSimulatorIntoAHome() throws IOException {
    try (HomeLock lock = HomeLock.take(home)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> HomeLock.take(home))
          .isInstanceOf(StateException.class)
          .hasMessageEndingWith("(SIM-003)");
    }
    HomeLock.take(home).close();
  }
}
