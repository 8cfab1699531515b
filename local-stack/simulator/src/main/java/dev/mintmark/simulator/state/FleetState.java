package dev.mintmark.simulator.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.simulator.plan.Seed;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The records of all devices, in memory and in the file {@code fleet.json}, which is replaced in
 * one step and readable by its owner alone: it holds tokens. What changed after the last {@link
 * #save} is lost with a process that is killed. Orders are then asked for again, and heartbeats go
 * on {@value #SKIPPED} numbers later, since a number may never be used twice.
 */
public final class FleetState {
  /** More than a device counts from one {@link #save} to the next. */
  private static final int SKIPPED = 1000;

  private final Path file;
  private final Seed seed;
  private final Map<String, DeviceRecord> records = new ConcurrentSkipListMap<>();
  private final AtomicBoolean isChanged = new AtomicBoolean();

  private FleetState(Path file, Seed seed) {
    this.file = file;
    this.seed = seed;
  }

  /**
   * Opens what the folder has, or begins.
   *
   * @throws StateException SIM-001 when the file is damaged, SIM-002 for another fleet's
   */
  public static FleetState open(Path folder, Seed seed) throws IOException {
    FleetState state = new FleetState(folder.resolve("fleet.json"), seed);
    if (Files.exists(state.file)) {
      state.read();
    }
    return state;
  }

  private void read() throws IOException {
    JsonNode json;
    try {
      json = Documents.read(Files.readAllBytes(file), file.toString());
      long skipped = json.path("ended").asBoolean() ? 0 : SKIPPED;
      json.path("devices")
          .properties()
          .forEach(entry -> records.put(entry.getKey(), record(entry.getValue(), skipped)));
    } catch (RefusedException | IllegalArgumentException e) {
      throw new StateException(
          "cannot read " + file + ": " + e.getMessage() + "; take another --home (SIM-001)", e);
    }
    if (json.path("seed").asLong() != seed.value()) {
      throw new StateException(
          "cannot go on with "
              + file
              + ": its fleet has the seed "
              + json.path("seed")
              + ", not "
              + seed.value()
              + "; give that seed or take another --home (SIM-002)",
          null);
    }
  }

  private static DeviceRecord record(JsonNode json, long skipped) {
    DeviceRecord record = RecordJson.read(json);
    return record.sequence() == 0 ? record : record.withSequence(record.sequence() + skipped);
  }

  public DeviceRecord of(String device) {
    return records.getOrDefault(device, DeviceRecord.FRESH);
  }

  /** Changes one device's record, after what others changed in it. */
  public DeviceRecord change(String device, UnaryOperator<DeviceRecord> change) {
    DeviceRecord changed =
        records.compute(
            device, (id, record) -> change.apply(record == null ? DeviceRecord.FRESH : record));
    isChanged.set(true);
    return changed;
  }

  /** The models that devices run. */
  public Set<Digest> models() {
    return records.values().stream()
        .filter(record -> !record.isCrashed())
        .map(DeviceRecord::current)
        .flatMap(Optional::stream)
        .map(Running::model)
        .collect(Collectors.toSet());
  }

  /** Writes the file if anything changed since it was last written. */
  public void save() throws IOException {
    if (isChanged.getAndSet(false)) {
      write(false);
    }
  }

  /** Writes the file for the last time: no heartbeat is made any more. */
  public void end() throws IOException {
    write(true);
  }

  private synchronized void write(boolean ended) throws IOException {
    ObjectNode json = CanonicalJson.object().put("seed", seed.value()).put("ended", ended);
    ObjectNode devices = json.putObject("devices");
    records.forEach((device, record) -> devices.set(device, RecordJson.write(record)));
    try {
      PrivateFile.replace(file, CanonicalJson.write(json));
    } catch (IOException e) {
      isChanged.set(true);
      throw e;
    }
  }
}
