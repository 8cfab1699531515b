package dev.mintmark.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.Heartbeat;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Devices that send batch after batch: again until they hear, and on from where they are told. */
final class SendingDevices implements AutoCloseable {
  static final int DEVICES = 8;
  static final int BATCH = 10;
  private static final int APART_MILLIS = 10;

  /** Between two batches, and before another try: spinning devices starve who is to answer. */
  private static final Duration REST = Duration.ofMillis(100);

  /** Of an answer; then another door is tried. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<TelemetryProcess> doors;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final ExecutorService threads = Executors.newFixedThreadPool(DEVICES);
  private final Map<String, Future<Long>> sent = new TreeMap<>();

  private SendingDevices(List<TelemetryProcess> doors) {
    this.doors = List.copyOf(doors);
  }

  /** Starts devices that turn to the next door whenever one does not take a batch. */
  static SendingDevices start(List<TelemetryProcess> doors) {
    SendingDevices devices = new SendingDevices(doors);
    for (int i = 0; i < DEVICES; i++) {
      String device = "sending-" + i;
      int first = i;
      devices.sent.put(device, devices.threads.submit(() -> devices.send(device, first)));
    }
    return devices;
  }

  /** Ends them; the number of the last heartbeat of each that was acknowledged. */
  Map<String, Long> end() throws Exception {
    ending.set(true);
    Map<String, Long> last = new TreeMap<>();
    for (Map.Entry<String, Future<Long>> device : sent.entrySet()) {
      last.put(device.getKey(), device.getValue().get());
    }
    return last;
  }

  private long send(String device, int firstDoor) throws Exception {
    long last = 0;
    int door = firstDoor;
    long begun = System.currentTimeMillis();
    while (!ending.get()) {
      DeviceHeartbeat batch = batch(device, last + 1, begun);
      while (last < batch.getFirstSequence() - 1 + BATCH) {
        last = Math.max(last, send(batch, doors.get(door++ % doors.size())));
        LockSupport.parkNanos(REST.toNanos());
      }
    }
    return last;
  }

  /** A device's clock rises with its numbers. */
  private static DeviceHeartbeat batch(String device, long first, long begun) {
    List<Heartbeat> heartbeats =
        LongStream.range(first, first + BATCH)
            .mapToObj(number -> Fixtures.heartbeat(number, begun + number * APART_MILLIS))
            .toList();
    return new DeviceHeartbeat(
        device, Fixtures.CLASS, first, List.of(Fixtures.inventory()), heartbeats);
  }

  /** The last heartbeat that the door says is there; 0 where it says nothing. */
  private static long send(DeviceHeartbeat batch, TelemetryProcess door) throws Exception {
    try {
      String token = TelemetryProcess.token(batch.getDevice());
      HttpResponse<String> answer =
          door.exchange(door.post(token, Fixtures.body(batch)).timeout(LIMIT).build());
      JsonNode last = JSON.readTree(answer.body()).path("lastSequence");
      return last.asLong();
    } catch (UncheckedIOException down) {
      // It is being killed; the device does not know whether the batch was taken.
      return 0;
    }
  }

  @Override
  public void close() {
    ending.set(true);
    threads.shutdownNow();
  }
}
