package dev.mintmark.simulator.latency;

import dev.mintmark.content.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A pool for each model's digest: the same bytes run alike. When a model is new, the ones in use
 * are measured again together with it, so that old and new were slowed by the same load.
 */
public final class LatencyPools implements AutoCloseable {
  private final Rounds rounds;
  private final Function<Digest, ModelFiles> files;
  private final Supplier<Set<Digest>> inUse;
  private final Consumer<SequencedMap<Digest, LatencyPool>> measured;
  private final Map<Digest, LatencyPool> pools = new ConcurrentHashMap<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("measure").factory());

  /**
   * @param files of a model, by digest
   * @param inUse the models that devices run now
   * @param measured is told of every measurement
   */
  public LatencyPools(
      Rounds rounds,
      Function<Digest, ModelFiles> files,
      Supplier<Set<Digest>> inUse,
      Consumer<SequencedMap<Digest, LatencyPool>> measured) {
    this.rounds = rounds;
    this.files = files;
    this.inUse = inUse;
    this.measured = measured;
  }

  /** The newest pool of a model; empty before {@link #require}. */
  public Optional<LatencyPool> find(Digest model) {
    return Optional.ofNullable(pools.get(model));
  }

  /** Returns when the model has a pool. */
  public void require(Digest model) throws InterruptedException {
    if (pools.containsKey(model)) {
      return;
    }
    try {
      thread.submit(() -> measure(model)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot measure model " + model, e.getCause());
    }
  }

  /** On the one thread that measures. */
  private void measure(Digest model) {
    if (pools.containsKey(model)) {
      return;
    }
    Set<Digest> models = new TreeSet<>(inUse.get());
    models.add(model);
    SequencedMap<Digest, LatencyPool> result = measure(List.copyOf(models));
    pools.putAll(result);
    measured.accept(result);
  }

  private SequencedMap<Digest, LatencyPool> measure(List<Digest> models) {
    List<Inference> open = new ArrayList<>();
    try {
      models.forEach(model -> open.add(Inference.open(files.apply(model))));
      List<LatencyPool> found = rounds.measure(open);
      SequencedMap<Digest, LatencyPool> result = new TreeMap<>();
      for (int i = 0; i < models.size(); i++) {
        result.put(models.get(i), found.get(i));
      }
      return result;
    } finally {
      open.forEach(Inference::close);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
