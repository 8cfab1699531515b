package dev.mintmark.telemetry.sum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.telemetry.Fixtures;
import dev.mintmark.telemetry.batch.Batch;
import dev.mintmark.telemetry.batch.BatchReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {
  private static final long AT = 1_800_000_000_000L;

  private final Tally tally = new Tally(5_000);

  @Test
  void addsUpByReleaseAndWindow() throws Exception {
    // From 11 s before AT to AT: one heartbeat in the window before the last, 10, and AT's own.
    tally.add(batch("d-1", 1, 12), 0, false);

    assertThat(tally.devices()).isEmpty();
    assertThat(tally.fleet().values()).extracting(Sums::heartbeats).containsExactly(1, 10, 1);
    assertThat(tally.fleet().keySet())
        .extracting(key -> key.window().start())
        .containsExactly(AT - 20_000, AT - 10_000, AT);
    Sums middle = new ArrayList<>(tally.fleet().values()).get(1);
    assertThat(middle.requests()).isEqualTo(10L * Fixtures.REQUESTS);
    assertThat(middle.errors()).isEqualTo(10L * Fixtures.ERRORS);
    assertThat(middle.cpuPermille()).isEqualTo(10L * Fixtures.CPU);
  }

  @Test
  void keepsSingleDevicesApartInTheirOwnWindows() throws Exception {
    tally.add(batch("d-1", 1, 6), 0, true);
    tally.add(batch("d-2", 1, 1), 0, true);

    assertThat(tally.devices().keySet())
        .extracting(key -> key.device() + "@" + (key.window().start() - AT))
        .containsExactly("d-1@-5000", "d-1@0", "d-2@0");
    assertThat(tally.devices().values())
        .extracting(part -> part.firstSequence() + "-" + part.lastSequence())
        .containsExactly("1-5", "6-6", "1-1");
    assertThat(tally.fleet()).hasSize(2);
  }

  @ParameterizedTest(name = "counted up to {0}: {1} of heartbeats 5 to 8 are new")
  @CsvSource({"0,4", "4,4", "5,3", "7,1", "8,0", "100,0"})
  void countsOnlyWhatIsNew(long counted, int expected) throws Exception {
    int added = tally.add(batch("d-1", 5, 4), counted, true);

    assertThat(added).isEqualTo(expected);
    assertThat(tally.fleet().values().stream().mapToInt(Sums::heartbeats).sum())
        .isEqualTo(expected);
    if (expected > 0) {
      assertThat(tally.devices().values()).extracting(DevicePart::lastSequence).contains(8L);
    }
  }

  @Test
  void anyOrderAndAnySplitGivesTheSameBytes() throws Exception {
    List<Batch> batches = new ArrayList<>();
    for (int device = 0; device < 20; device++) {
      batches.add(batch("d-" + device, 1, 15));
    }
    Map<FleetKey, String> expected = merged(List.of(batches));

    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(batches, new Random(seed));
      List<List<Batch>> parts =
          List.of(batches.subList(0, 3), batches.subList(3, 11), batches.subList(11, 20));
      assertThat(merged(parts)).isEqualTo(expected);
    }
  }

  private static Map<FleetKey, String> merged(List<List<Batch>> parts) throws Exception {
    Map<FleetKey, Sums> sums = new HashMap<>();
    for (List<Batch> part : parts) {
      Tally tally = new Tally(10_000);
      part.forEach(batch -> tally.add(batch, 0, false));
      for (var entry : tally.fleet().entrySet()) {
        byte[] value = EventCodec.write(FleetParts.event(entry.getKey(), entry.getValue()));
        FleetParts.Part read = FleetParts.read(value);
        sums.computeIfAbsent(read.key(), k -> new Sums()).add(read.sums());
      }
    }
    Map<FleetKey, String> bytes = new HashMap<>();
    sums.forEach((key, sum) ->
        bytes.put(key, HexFormat.of().formatHex(EventCodec.write(FleetParts.metrics(key, sum)))));
    return bytes;
  }

  @Test
  void aWindowThatMeasuredNothingHasQuantilesOfZero() {
    assertThat(new Sums().quantile(0.99)).isZero();
  }

  @ParameterizedTest(name = "{0} ms in windows of {1} ms")
  @CsvSource({
    "0,10000,0",
    "9999,10000,0",
    "10000,10000,10000",
    "-1,10000,-10000",
    "61001,60000,60000"
  })
  void aMomentFallsIntoOneWindow(long at, int millis, long start) {
    Window window = Window.of(at, millis);

    assertThat(window.start()).isEqualTo(start);
    assertThat(window.holds(at)).isTrue();
    assertThat(window.holds(window.end())).isFalse();
  }

  @Test
  void noWindowStartsInAnother() {
    assertThatThrownBy(() -> new Window(5, 10)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Window(0, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void positionsOnlyAdvance() {
    Positions positions = new Positions();
    positions.restore("d-1", 5);
    positions.advance("d-1", 7);

    assertThat(positions.last("d-1")).isEqualTo(7);
    assertThat(positions.last("d-2")).isZero();
    assertThat(positions.changed()).containsExactly(Map.entry("d-1", 7L));
    positions.committed();
    assertThat(positions.changed()).isEmpty();
    assertThatThrownBy(() -> positions.advance("d-1", 7))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Batch batch(String device, long first, int count) throws Exception {
    return BatchReader.read(Fixtures.avro(Fixtures.batch(device, first, count, AT)));
  }
}
