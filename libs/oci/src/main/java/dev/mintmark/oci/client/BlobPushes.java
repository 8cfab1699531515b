package dev.mintmark.oci.client;

import dev.mintmark.content.Artifact;
import dev.mintmark.oci.RepositoryName;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Brings several blobs to one repository, a few side by side, each taking a piece of memory. */
final class BlobPushes {
  private static final int AT_ONCE = 3;

  private final RegistryPush registry;
  private final RepositoryName repository;

  BlobPushes(RegistryPush registry, RepositoryName repository) {
    this.registry = registry;
    this.repository = repository;
  }

  /**
   * None runs any more when this returns or throws.
   *
   * @return those that were sent, in the order given
   * @throws IOException or what else the first in order that fails throws
   */
  List<Artifact> run(
      Collection<Artifact> blobs,
      Function<Artifact, RegistryPush.Source> source,
      LongConsumer arrived)
      throws IOException {
    LongConsumer alone =
        bytes -> {
          synchronized (this) {
            arrived.accept(bytes);
          }
        };
    List<Artifact> sent = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Boolean>> pushes = new ArrayList<>();
      for (Artifact blob : blobs) {
        pushes.add(
            threads.submit(() -> registry.blob(repository, blob, source.apply(blob), alone)));
      }
      try {
        int number = 0;
        for (Artifact blob : blobs) {
          if (result(pushes.get(number++))) {
            sent.add(blob);
          }
        }
      } finally {
        pushes.forEach(push -> push.cancel(true));
      }
    }
    return sent;
  }

  private static boolean result(Future<Boolean> push) throws IOException {
    try {
      return push.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while blobs are pushed");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException("pushing a blob failed", e);
      }
    }
  }
}
