package dev.mintmark.simulator.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mintmark.content.Digest;
import dev.mintmark.device.TinyModel;
import dev.mintmark.quantizer.sample.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LatencyPoolsTest {
  private final Map<Digest, ModelFiles> files = new HashMap<>();
  private final List<Set<Digest>> measured = new ArrayList<>();
  private final Set<Digest> inUse = new TreeSet<>();
  private final LatencyPools pools =
      new LatencyPools(
          new Rounds(1, 2, 3),
          digest ->
              files.getOrDefault(
                  digest, new ModelFiles(digest, new byte[3], Sample.of("a.npy", new byte[0]))),
          () -> inUse,
          result -> measured.add(Set.copyOf(result.keySet())));

  @AfterEach
  void close() {
    pools.close();
  }

  @Test
  void measuresAModelOnce() throws InterruptedException {
    Digest model = model(2);
    pools.require(model);
    pools.require(model);
    assertThat(measured).containsExactly(Set.of(model));
    assertThat(pools.find(model).orElseThrow().size()).isEqualTo(6);
    assertThat(pools.find(model).orElseThrow().quantile(0.01)).isPositive();
  }

  @Test
  void measuresTheOldModelAgainTogetherWithTheNewOne() throws InterruptedException {
    Digest old = model(2);
    Digest fresh = model(3);
    pools.require(old);
    LatencyPool before = pools.find(old).orElseThrow();
    inUse.add(old);
    pools.require(fresh);
    assertThat(measured).containsExactly(Set.of(old), Set.of(old, fresh));
    assertThat(pools.find(old).orElseThrow()).isNotSameAs(before);
  }

  @Test
  void saysThatAModelDoesNotLoad() {
    assertThatIllegalStateException()
        .isThrownBy(() -> pools.require(Digest.of(new byte[1])))
        .withMessageContaining("cannot measure model");
    assertThat(measured).isEmpty();
  }

  private Digest model(float factor) {
    byte[] model = TinyModel.times(factor);
    Digest digest = Digest.of(model);
    files.put(digest, new ModelFiles(digest, model, Sample.of("a.npy", TinyModel.npy(1, 2, 3))));
    return digest;
  }
}
