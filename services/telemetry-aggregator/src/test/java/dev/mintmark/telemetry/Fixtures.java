package dev.mintmark.telemetry;

import com.github.luben.zstd.Zstd;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.Heartbeat;
import dev.mintmark.events.device.v1.Inventory;
import dev.mintmark.events.rollout.v1.RolloutChanged;
import dev.mintmark.events.rollout.v1.RolloutState;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.sketch.LatencySketch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Batches of heartbeats as devices make them. */
public final class Fixtures {
  public static final String CLASS = "cpu-amd64";
  public static final String RELEASE = "face-detect:v1.0.1";
  public static final String INDEX = "sha256:" + "1".repeat(64);

  /** Inferences of every heartbeat, errors among them. */
  public static final int REQUESTS = 100;

  public static final int ERRORS = 1;
  public static final int CPU = 250;

  private Fixtures() {}

  public static Inventory inventory() {
    return inventory(RELEASE);
  }

  public static Inventory inventory(String release) {
    return new Inventory(release, INDEX, "sha256:" + "2".repeat(64), null, null, "6.1.0");
  }

  /** A sketch of the latencies of one heartbeat. */
  public static LatencySketch sketch(long sequence) {
    LatencySketch sketch = LatencySketch.empty();
    IntStream.range(0, REQUESTS - ERRORS)
        .forEach(i -> sketch.add(1_000 + 37 * ((sequence * 31 + i * 17) % 200)));
    return sketch;
  }

  public static Heartbeat heartbeat(long sequence, long at) {
    return new Heartbeat(
        0,
        at,
        (long) REQUESTS,
        (long) ERRORS,
        CPU,
        64L << 20,
        null,
        ByteBuffer.wrap(sketch(sequence).encode()));
  }

  /** Heartbeats one second apart; the last one is at {@code lastAt}. */
  public static DeviceHeartbeat batch(String device, long firstSequence, int count, long lastAt) {
    List<Heartbeat> heartbeats = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      heartbeats.add(heartbeat(firstSequence + i, lastAt - (count - 1 - i) * 1_000L));
    }
    return new DeviceHeartbeat(device, CLASS, firstSequence, List.of(inventory()), heartbeats);
  }

  /** A rollout's change, at the first stage of a release of that class. */
  public static RolloutChanged changed(String deviceClass, int sequence, RolloutState to) {
    return new RolloutChanged(
        "open-v1.0.0-1",
        "open",
        "v1.0.0",
        sequence,
        "vision/open",
        INDEX,
        null,
        new ArtifactReference(INDEX, "application/yaml", 1L),
        List.of(deviceClass),
        RolloutState.UNKNOWN,
        to,
        0,
        5.0,
        1,
        null,
        null,
        null);
  }

  public static byte[] avro(DeviceHeartbeat batch) {
    return EventCodec.write(batch);
  }

  /** The body of a request. */
  public static byte[] body(DeviceHeartbeat batch) {
    return Zstd.compress(avro(batch));
  }
}
