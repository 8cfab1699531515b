package dev.mintmark.telemetry.batch;

import static dev.mintmark.telemetry.Fixtures.avro;
import static dev.mintmark.telemetry.Fixtures.heartbeat;
import static dev.mintmark.telemetry.Fixtures.inventory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.Heartbeat;
import dev.mintmark.events.device.v1.Inventory;
import dev.mintmark.telemetry.Fixtures;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {
  private static final long AT = 1_800_000_000_000L;
  private static final byte[] SKETCH = Fixtures.sketch(1).encode();

  @Test
  void readsABatch() throws Exception {
    Batch batch = BatchReader.read(avro(Fixtures.batch("d-1", 7, 3, AT)));

    assertThat(batch.device()).isEqualTo("d-1");
    assertThat(batch.lastSequence()).isEqualTo(9);
    assertThat(batch.beats()).extracting(Beat::at).containsExactly(AT - 2_000, AT - 1_000, AT);
    assertThat(batch.beats().getFirst().latencies().encode())
        .isEqualTo(Fixtures.sketch(7).encode());
    assertThat(batch.beats().getFirst().release()).isEqualTo(Fixtures.RELEASE);
  }

  @Test
  void aHeartbeatWithoutInferencesHasAnEmptySketch() throws Exception {
    Heartbeat idle = beat(0, 0, 0, 0, 0L, new byte[0]);

    Batch batch = BatchReader.read(avro(of(1, List.of(inventory()), List.of(idle))));

    assertThat(batch.beats().getFirst().latencies().count()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void refuses(String what, DeviceHeartbeat batch, Code code) {
    assertRefused(avro(batch), code);
  }

  static Stream<Arguments> bad() {
    Heartbeat good = heartbeat(1, AT);
    List<Inventory> one = List.of(inventory());
    List<Inventory> many =
        IntStream.range(0, 17).mapToObj(i -> inventory("face-detect:v1.0." + i)).toList();
    return Stream.of(
        Arguments.of(
            "a bad device", new DeviceHeartbeat("D 1", "c", 1L, one, List.of(good)), Code.OWNER),
        Arguments.of("no heartbeat", of(1, one, List.of()), Code.COUNTERS),
        Arguments.of(
            "too many heartbeats", of(1, one, Collections.nCopies(1_001, good)), Code.TOO_LARGE),
        Arguments.of("the number 0", of(0, one, List.of(good)), Code.SEQUENCE),
        Arguments.of("a negative number", of(-5, one, List.of(good)), Code.SEQUENCE),
        Arguments.of(
            "numbers that overflow", of(Long.MAX_VALUE, one, List.of(good)), Code.SEQUENCE),
        Arguments.of("no inventory", of(1, List.of(), List.of(good)), Code.INVENTORY),
        Arguments.of("too many inventories", of(1, many, List.of(good)), Code.INVENTORY),
        Arguments.of(
            "an inventory twice",
            of(1, List.of(inventory(), inventory()), List.of(good)),
            Code.INVENTORY),
        Arguments.of(
            "an inventory that is not used",
            of(1, List.of(inventory(), inventory("a:v1.0.0")), List.of(good)),
            Code.INVENTORY),
        Arguments.of(
            "a bad release", of(1, List.of(inventory("x")), List.of(good)), Code.INVENTORY),
        Arguments.of(
            "a bad index",
            of(1, List.of(new Inventory("a:v1.0.0", "x", "y", null, null, null)), List.of(good)),
            Code.INVENTORY),
        Arguments.of(
            "a long driver",
            of(
                1,
                List.of(
                    new Inventory(
                        "a:v1.0.0", Fixtures.INDEX, Fixtures.INDEX, "x".repeat(129), null, null)),
                List.of(good)),
            Code.INVENTORY),
        Arguments.of(
            "an inventory that is not there", of(beat(1, 99, 0, 0, 0L, SKETCH)), Code.INVENTORY),
        Arguments.of("a negative inventory", of(beat(-1, 99, 0, 0, 0L, SKETCH)), Code.INVENTORY),
        Arguments.of("negative requests", of(beat(0, -1, 0, 0, 0L, SKETCH)), Code.COUNTERS),
        Arguments.of(
            "requests without bound", of(beat(0, 1L << 33, 0, 0, 0L, SKETCH)), Code.COUNTERS),
        Arguments.of("more errors than requests", of(beat(0, 1, 2, 0, 0L, SKETCH)), Code.COUNTERS),
        Arguments.of("negative CPU", of(beat(0, 99, 0, -1, 0L, SKETCH)), Code.COUNTERS),
        Arguments.of("negative memory", of(beat(0, 99, 0, 0, -1L, SKETCH)), Code.COUNTERS),
        Arguments.of("another count than served", of(beat(0, 50, 0, 0, 0L, SKETCH)), Code.SKETCH),
        Arguments.of("no sketch", of(beat(0, 99, 0, 0, 0L, new byte[0])), Code.SKETCH),
        Arguments.of("a bad sketch", of(beat(0, 99, 0, 0, 0L, new byte[] {1, 2})), Code.SKETCH));
  }

  @ParameterizedTest(name = "the first {0} bytes")
  @ValueSource(ints = {0, 1, 40, 300})
  void refusesACutOffBatch(int length) {
    assertRefused(Arrays.copyOf(avro(Fixtures.batch("d-1", 1, 2, AT)), length), Code.BYTES);
  }

  @Test
  void refusesBytesBehindTheBatch() {
    byte[] good = avro(Fixtures.batch("d-1", 1, 2, AT));

    assertRefused(Arrays.copyOf(good, good.length + 1), Code.BYTES);
  }

  @Test
  void refusesALengthThatAsksForAllMemory() {
    // A string of 2^31 - 1 bytes, as Avro's zigzag varint.
    assertRefused(new byte[] {-2, -1, -1, -1, 15, 65}, Code.BYTES);
  }

  private static void assertRefused(byte[] avro, Code code) {
    RefusedBatchException refusal =
        catchThrowableOfType(RefusedBatchException.class, () -> BatchReader.read(avro));
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.refusal().advice()).isNotEmpty();
  }

  private static Heartbeat beat(
      int inventory, long requests, long errors, int cpu, Long memory, byte[] sketch) {
    return new Heartbeat(
        inventory, AT, requests, errors, cpu, memory, null, ByteBuffer.wrap(sketch));
  }

  private static DeviceHeartbeat of(Heartbeat heartbeat) {
    return of(1, List.of(inventory()), List.of(heartbeat));
  }

  private static DeviceHeartbeat of(
      long first, List<Inventory> inventories, List<Heartbeat> heartbeats) {
    return new DeviceHeartbeat("d-1", Fixtures.CLASS, first, inventories, heartbeats);
  }
}
