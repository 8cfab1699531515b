package dev.mintmark.simulator.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.Zstd;
import dev.mintmark.content.Digest;
import dev.mintmark.events.device.v1.DeviceHeartbeat;
import dev.mintmark.simulator.latency.Counted;
import dev.mintmark.simulator.plan.DeviceClass;
import dev.mintmark.simulator.plan.Member;
import dev.mintmark.sketch.LatencySketch;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Member MEMBER =
      new Member("sim-1", new DeviceClass("cpu-amd64", 1), 1, Set.of(), false, false);
  private static final Inventory OLD = inventory("face:v1");
  private static final Inventory NEW = inventory("face:v2");

  @Test
  void comesBackAsItWasSent() throws IOException {
    DeviceHeartbeat read = read(new Batch(41, List.of(beat(1, OLD), beat(2, NEW), beat(3, OLD))));
    assertThat(read.getDevice()).isEqualTo("sim-1");
    assertThat(read.getDeviceClass()).isEqualTo("cpu-amd64");
    assertThat(read.getFirstSequence()).isEqualTo(41);
    assertThat(read.getInventories())
        .extracting(dev.mintmark.events.device.v1.Inventory::getRelease)
        .containsExactly("face:v1", "face:v2");
    assertThat(read.getInventories().getFirst().getIndex()).isEqualTo(OLD.index().toString());
    assertThat(read.getInventories().getFirst().getDriver()).isEqualTo(MEMBER.driver());
    assertThat(read.getHeartbeats()).extracting(h -> h.getInventory()).containsExactly(0, 1, 0);
    assertThat(read.getHeartbeats()).extracting(h -> h.getAt()).containsExactly(1L, 2L, 3L);
    byte[] sketch = new byte[read.getHeartbeats().getFirst().getLatencies().remaining()];
    read.getHeartbeats().getFirst().getLatencies().get(sketch);
    assertThat(LatencySketch.decode(sketch).count()).isEqualTo(1);
  }

  @Test
  void saysItsSizeInTheFramesHeaderAndStaysFarBelowTheLimits() {
    byte[] body = new Batch(1, Collections.nCopies(Batch.MOST, beat(1, OLD))).encode(MEMBER);
    assertThat(Zstd.getFrameContentSize(body)).isBetween(1L, 1L << 20);
    assertThat(body).hasSizeLessThan(256 << 10);
  }

  @Test
  void isNeverEmptyAndNeverTooLarge() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Batch(1, List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Batch(0, List.of(beat(1, OLD))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batch(1, Collections.nCopies(1001, beat(1, OLD))));
  }

  private static DeviceHeartbeat read(Batch batch) throws IOException {
    byte[] body = batch.encode(MEMBER);
    byte[] raw = Zstd.decompress(body, (int) Zstd.getFrameContentSize(body));
    BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(raw, null);
    DeviceHeartbeat read = new SpecificDatumReader<>(DeviceHeartbeat.class).read(null, decoder);
    assertThat(decoder.isEnd()).isTrue();
    return read;
  }

  private static Inventory inventory(String release) {
    return new Inventory(release, Digest.of(release.getBytes(UTF_8)), Digest.of(new byte[] {1}));
  }

  private static Beat beat(long at, Inventory inventory) {
    LatencySketch sketch = LatencySketch.empty();
    sketch.add(1234);
    return new Beat(Instant.ofEpochMilli(at), inventory, new Counted(1, 0, 5, sketch.encode()));
  }
}
