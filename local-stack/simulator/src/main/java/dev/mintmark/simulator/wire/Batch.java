package dev.mintmark.simulator.wire;

import com.github.luben.zstd.Zstd;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.events.device.v1.Heartbeat;
import dev.mintmark.simulator.plan.Member;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Heartbeats of one device as they are sent.
 *
 * @param first number of the first one
 */
public record Batch(long first, List<Beat> beats) {
  /** The protocol's most. */
  public static final int MOST = 1000;

  private static final int LEVEL = 3;

  public Batch {
    beats = List.copyOf(beats);
    if (first < 1 || beats.isEmpty() || beats.size() > MOST) {
      throw new IllegalArgumentException("no batch has " + beats.size() + " from " + first);
    }
  }

  /** Number of the last heartbeat. */
  public long last() {
    return first + beats.size() - 1;
  }

  /** A zstd frame, its content size in the header, of the Avro binary form. */
  byte[] encode(Member member) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new SpecificDatumWriter<>(DeviceHeartbeat.class).write(record(member), encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Zstd.compress(out.toByteArray(), LEVEL);
  }

  private DeviceHeartbeat record(Member member) {
    List<Inventory> inventories = beats.stream().map(Beat::inventory).distinct().toList();
    List<Heartbeat> heartbeats = new ArrayList<>();
    for (Beat beat : beats) {
      heartbeats.add(
          Heartbeat.newBuilder()
              .setInventory(inventories.indexOf(beat.inventory()))
              .setAt(beat.at().toEpochMilli())
              .setRequests(beat.counted().requests())
              .setErrors(beat.counted().errors())
              .setCpuPermille(beat.counted().cpuPermille())
              .setLatencies(ByteBuffer.wrap(beat.counted().sketch()))
              .build());
    }
    return DeviceHeartbeat.newBuilder()
        .setDevice(member.device())
        .setDeviceClass(member.deviceClass().name())
        .setFirstSequence(first)
        .setInventories(inventories.stream().map(ran -> inventory(member, ran)).toList())
        .setHeartbeats(heartbeats)
        .build();
  }

  private static dev.mintmark.events.device.v1.Inventory inventory(Member member, Inventory ran) {
    return dev.mintmark.events.device.v1.Inventory.newBuilder()
        .setRelease(ran.release())
        .setIndex(ran.index().toString())
        .setModel(ran.model().toString())
        .setDriver(member.driver())
        .setFirmware(member.firmware())
        .setKernel(member.kernel())
        .build();
  }
}
