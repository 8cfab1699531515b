package dev.mintmark.quantizer.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Works on several items at once and hands the results over one by one, in the items' order, on the
 * caller's thread. So what is gathered from them, and the first failure, do not depend on the
 * number of threads or on which of them is ahead.
 *
 * @param threads at least 1; so many results, and the one in hand, are in memory at once
 */
public record InOrder(int threads) {
  /** More would take memory for samples that wait, and other services' processors. */
  private static final int MOST = 4;

  private static final int COPIES = 3;

  public InOrder {
    if (threads < 1) {
      throw new IllegalArgumentException("threads is " + threads + ", at least 1 is needed");
    }
  }

  /** As many threads as there are processors, at most 4. */
  public static InOrder onThisMachine() {
    return new InOrder(Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST));
  }

  /**
   * As {@link #onThisMachine}, but no more than so many that their samples fit into half of the
   * heap: each is there as a file, as an array, and once more on its way to the runtime.
   *
   * @param bytes of the largest sample
   */
  public static InOrder fitting(long bytes) {
    long half = Runtime.getRuntime().maxMemory() / 2;
    long fit = Math.max(1, half / (COPIES * Math.max(1, bytes)));
    return new InOrder((int) Math.min(fit, onThisMachine().threads()));
  }

  /**
   * Works on every item. Nothing of it runs any more when this returns or throws.
   *
   * @param work called on any thread, for several items at once; what it throws for the first item
   *     in order that fails is thrown here
   * @param use called for one result after the other
   */
  public <T, R> void forEach(List<T> items, Function<T, R> work, Consumer<R> use) {
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      Deque<Future<R>> ahead = new ArrayDeque<>();
      try {
        for (T item : items) {
          if (ahead.size() == threads) {
            use.accept(result(ahead.remove()));
          }
          ahead.add(workers.submit(() -> work.apply(item)));
        }
        while (!ahead.isEmpty()) {
          use.accept(result(ahead.remove()));
        }
      } finally {
        // What has begun ends by itself: a model's run cannot be broken off.
        ahead.forEach(future -> future.cancel(false));
      }
    }
  }

  private static <R> R result(Future<R> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while samples are worked on");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException("work on a sample failed", e);
      }
    }
  }
}
