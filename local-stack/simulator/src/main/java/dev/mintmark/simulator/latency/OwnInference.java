package dev.mintmark.simulator.latency;

import dev.mintmark.content.Digest;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A device that runs its model itself. With each heartbeat it renews some of its last {@value
 * #WINDOW} inferences; those are what it draws from, and no factor is put on them.
 */
public final class OwnInference implements AutoCloseable {
  static final int WINDOW = 240;
  private static final int RENEWED = 12;

  private final Function<Digest, ModelFiles> files;
  private final double[] window = new double[WINDOW];
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("inference").factory());
  private Optional<Digest> model = Optional.empty();
  private @Nullable Inference inference;
  private int next;

  /**
   * @param files of a model, by digest
   */
  public OwnInference(Function<Digest, ModelFiles> files) {
    this.files = files;
  }

  /** Runs the model some times, for a heartbeat; the first time until the window is full. */
  public LatencyPool renew(Digest running) throws InterruptedException {
    try {
      return thread.submit(() -> run(running)).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot run model " + running, e.getCause());
    }
  }

  private LatencyPool run(Digest running) {
    Inference current = inference;
    int count = RENEWED;
    if (current == null || !model.equals(Optional.of(running))) {
      closeInference();
      current = Inference.open(files.apply(running));
      inference = current;
      model = Optional.of(running);
      count = WINDOW;
      current.micros();
    }
    for (int i = 0; i < count; i++) {
      window[next] = current.micros();
      next = (next + 1) % WINDOW;
    }
    return LatencyPool.of(window);
  }

  private void closeInference() {
    if (inference != null) {
      inference.close();
      inference = null;
    }
  }

  @Override
  public void close() {
    thread.submit(this::closeInference);
    thread.shutdown();
  }
}
