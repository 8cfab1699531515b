package dev.mintmark.telemetry.batch;

import dev.mintmark.content.Digest;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.Heartbeat;
import dev.mintmark.events.device.v1.Inventory;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.sketch.LatencySketch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch and checks all that can be checked without knowing who sent it and when. A pure
 * function of the bytes: the door and the aggregation say the same about the same batch.
 */
public final class BatchReader {
  static final int MAX_HEARTBEATS = 1000;
  static final int MAX_INVENTORIES = 16;
  private static final int MAX_TEXT = 128;

  /** Far above any counter, and far below the overflow of a sum of many. */
  static final long MAX_REQUESTS = 1L << 32;

  private static final int MAX_CPU_PERMILLE = 10_000_000;

  private BatchReader() {}

  /**
   * Reads a batch.
   *
   * @param avro raw Avro binary
   * @throws RefusedBatchException TEL-001, TEL-005 to TEL-008, TEL-010
   */
  public static Batch read(byte[] avro) throws RefusedBatchException {
    DeviceHeartbeat event;
    try {
      event = EventCodec.read(avro, DeviceHeartbeat.class);
    } catch (UnreadableException e) {
      throw new RefusedBatchException(
          Code.BYTES,
          "the batch",
          String.valueOf(e.getMessage()),
          "send the Avro binary of one DeviceHeartbeat");
    }
    checkNames(event);
    checkSize(event);
    checkInventories(event);
    List<Beat> beats = new ArrayList<>(event.getHeartbeats().size());
    for (Heartbeat heartbeat : event.getHeartbeats()) {
      beats.add(beat(event, beats.size(), heartbeat));
    }
    checkUse(event);
    return new Batch(event.getDevice(), event.getDeviceClass(), event.getFirstSequence(), beats);
  }

  private static void checkNames(DeviceHeartbeat event) throws RefusedBatchException {
    try {
      new DeviceIdentity(event.getDevice(), event.getDeviceClass(), 1);
    } catch (IllegalArgumentException e) {
      throw new RefusedBatchException(
          Code.OWNER,
          "the batch",
          String.valueOf(e.getMessage()),
          "send the id and class that the device was enrolled with");
    }
  }

  private static void checkSize(DeviceHeartbeat event) throws RefusedBatchException {
    int count = event.getHeartbeats().size();
    if (count > MAX_HEARTBEATS) {
      throw new RefusedBatchException(
          Code.TOO_LARGE,
          "the batch",
          "it has " + count + " heartbeats",
          "send at most " + MAX_HEARTBEATS + " at a time");
    }
    if (count == 0) {
      throw new RefusedBatchException(
          Code.COUNTERS, "the batch", "it has no heartbeat", "send it once there is one");
    }
    if (event.getFirstSequence() < 1 || event.getFirstSequence() > Long.MAX_VALUE - count) {
      throw new RefusedBatchException(
          Code.SEQUENCE,
          "the batch",
          "its first heartbeat has the number " + event.getFirstSequence(),
          "number heartbeats from 1 on");
    }
  }

  private static void checkInventories(DeviceHeartbeat event) throws RefusedBatchException {
    List<Inventory> inventories = event.getInventories();
    if (inventories.isEmpty() || inventories.size() > MAX_INVENTORIES) {
      throw inventory(inventories.size() + " inventories; wanted 1 to " + MAX_INVENTORIES);
    }
    if (new HashSet<>(inventories).size() != inventories.size()) {
      throw inventory("the same inventory twice");
    }
    for (Inventory inventory : inventories) {
      checkInventory(inventory);
    }
  }

  private static void checkInventory(Inventory inventory) throws RefusedBatchException {
    try {
      ReleaseId.parse(inventory.getRelease());
    } catch (IllegalArgumentException e) {
      throw inventory(String.valueOf(e.getMessage()));
    }
    if (!Digest.isDigest(inventory.getIndex()) || !Digest.isDigest(inventory.getModel())) {
      throw inventory("an index or model that is not sha256:<64 hex>");
    }
    if (tooLong(inventory.getDriver())
        || tooLong(inventory.getFirmware())
        || tooLong(inventory.getKernel())) {
      throw inventory("a driver, firmware or kernel of more than " + MAX_TEXT + " characters");
    }
  }

  private static boolean tooLong(@Nullable String text) {
    return text != null && text.length() > MAX_TEXT;
  }

  /** An inventory that no heartbeat names would be a place to hide bytes in. */
  private static void checkUse(DeviceHeartbeat event) throws RefusedBatchException {
    boolean[] used = new boolean[event.getInventories().size()];
    for (Heartbeat heartbeat : event.getHeartbeats()) {
      used[heartbeat.getInventory()] = true;
    }
    for (int i = 0; i < used.length; i++) {
      if (!used[i]) {
        throw inventory("inventory " + i + " is used by no heartbeat");
      }
    }
  }

  private static Beat beat(DeviceHeartbeat event, int number, Heartbeat heartbeat)
      throws RefusedBatchException {
    long sequence = event.getFirstSequence() + number;
    int position = heartbeat.getInventory();
    if (position < 0 || position >= event.getInventories().size()) {
      throw inventory("heartbeat " + sequence + " names inventory " + position);
    }
    checkCounters(sequence, heartbeat);
    Inventory inventory = event.getInventories().get(position);
    return new Beat(
        inventory.getRelease(),
        inventory.getIndex(),
        heartbeat.getAt(),
        heartbeat.getRequests(),
        heartbeat.getErrors(),
        heartbeat.getCpuPermille(),
        sketch(sequence, heartbeat));
  }

  private static void checkCounters(long sequence, Heartbeat heartbeat)
      throws RefusedBatchException {
    long requests = heartbeat.getRequests();
    long errors = heartbeat.getErrors();
    if (requests < 0 || requests > MAX_REQUESTS || errors < 0 || errors > requests) {
      throw counters(sequence, requests + " requests and " + errors + " errors");
    }
    int cpu = heartbeat.getCpuPermille();
    if (cpu < 0 || cpu > MAX_CPU_PERMILLE) {
      throw counters(sequence, cpu + " thousandths of a core");
    }
    Long memory = heartbeat.getMemoryBytes();
    if (memory != null && memory < 0) {
      throw counters(sequence, memory + " bytes of memory");
    }
    if (heartbeat.getAt() < 0) {
      throw counters(sequence, "the time " + heartbeat.getAt());
    }
  }

  private static LatencySketch sketch(long sequence, Heartbeat heartbeat)
      throws RefusedBatchException {
    ByteBuffer bytes = heartbeat.getLatencies();
    byte[] encoded = new byte[bytes.remaining()];
    bytes.get(bytes.position(), encoded);
    LatencySketch sketch;
    try {
      sketch = LatencySketch.decode(encoded);
    } catch (IllegalArgumentException e) {
      throw sketch(sequence, String.valueOf(e.getMessage()));
    }
    long served = heartbeat.getRequests() - heartbeat.getErrors();
    if (sketch.count() != served) {
      throw sketch(
          sequence,
          "a sketch of " + sketch.count() + " latencies for " + served + " served requests");
    }
    return sketch;
  }

  private static RefusedBatchException sketch(long sequence, String found) {
    return new RefusedBatchException(
        Code.SKETCH,
        "heartbeat " + sequence,
        found,
        "send the sketch as docs/telemetry.md describes it");
  }

  private static RefusedBatchException counters(long sequence, String found) {
    return new RefusedBatchException(
        Code.COUNTERS,
        "heartbeat " + sequence,
        found,
        "send what was counted since the heartbeat before");
  }

  private static RefusedBatchException inventory(String found) {
    return new RefusedBatchException(
        Code.INVENTORY, "the inventories", found, "send each one that was used, once");
  }
}
