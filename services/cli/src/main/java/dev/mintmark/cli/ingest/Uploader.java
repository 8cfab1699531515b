package dev.mintmark.cli.ingest;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.request.Upload;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends what the store does not have, a few at a time. */
public final class Uploader {
  private static final int AT_ONCE = 4;

  private final Ingest ingest;
  private final Console console;

  public Uploader(Ingest ingest, Console console) {
    this.ingest = ingest;
    this.console = console;
  }

  /**
   * What was sent.
   *
   * @param inputs all of the request
   * @param sent those that were not there
   * @param bytes that were sent
   */
  public record Sent(int inputs, int sent, long bytes) {}

  /**
   * Sends the inputs.
   *
   * @param all also those that are there: mends one that the store found damaged
   * @throws CommandException of the first that failed; the others may be there
   */
  public Sent send(List<Upload> inputs, boolean all) {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      try {
        List<Upload> missing = all ? inputs : missing(threads, inputs);
        long bytes = missing.stream().mapToLong(upload -> upload.artifact().size()).sum();
        if (!missing.isEmpty()) {
          put(threads, missing, inputs.size(), bytes);
        }
        return new Sent(inputs.size(), missing.size(), bytes);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private List<Upload> missing(ExecutorService threads, List<Upload> inputs) {
    List<Callable<Boolean>> questions = new ArrayList<>();
    inputs.forEach(upload -> questions.add(() -> ingest.has(upload.artifact().digest())));
    List<Boolean> there = all(threads, questions);
    List<Upload> missing = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (!there.get(i)) {
        missing.add(inputs.get(i));
      }
    }
    return missing;
  }

  private void put(ExecutorService threads, List<Upload> missing, int all, long bytes) {
    List<Callable<Boolean>> calls = new ArrayList<>();
    try (Progress progress =
        console.progress("uploading %d of %d inputs".formatted(missing.size(), all), bytes)) {
      for (Upload upload : missing) {
        calls.add(() -> {
          ingest.put(upload, progress);
          return true;
        });
      }
      all(threads, calls);
    }
  }

  private static <T> List<T> all(ExecutorService threads, List<Callable<T>> calls) {
    List<Future<T>> futures = calls.stream().map(threads::submit).toList();
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      futures.forEach(future -> future.cancel(true));
      if (e.getCause() instanceof CommandException known) {
        throw known;
      }
      throw new IllegalStateException("an upload failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(Exit.FAILURE, "CLI-023", "interrupted while uploading", e);
    }
  }
}
