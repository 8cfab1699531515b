package dev.mintmark.image.assemble;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does the parts of a build side by side. Each is done by one thread alone, and their results come
 * back in the order given, so neither they nor the first failure depend on the number of threads.
 *
 * @param threads at least 1; so many layers are written at once
 */
public record Layers(int threads) {
  /** Compressing a layer and storing it takes some 20 MiB. */
  private static final int MOST = 4;

  public Layers {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", at least 1 is needed");
    }
  }

  /** As many threads as there are processors, at most 4. */
  public static Layers onThisMachine() {
    return new Layers(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST));
  }

  /**
   * Calls every part; none of them runs any more when this returns or throws.
   *
   * @throws IOException or what else the first part in order that fails throws
   */
  <T> List<T> run(List<Callable<T>> parts) throws IOException {
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> futures = parts.stream().map(workers::submit).toList();
      try {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
          results.add(result(future));
        }
        return results;
      } finally {
        // Without an interrupt: it would close the archive's channel under the other parts.
        futures.forEach(future -> future.cancel(false));
      }
    }
  }

  private static <T> T result(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while layers are written");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException("writing a layer failed", e);
      }
    }
  }
}
