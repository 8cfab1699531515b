package dev.mintmark.contract.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets faults loose while releases are in flight, and ends when all releases have. A few faults
 * wait for each service at a time; those that take longer than a moment come one after the other.
 */
final class Round {
  private static final int IN_FLIGHT = 8;

  /** Waiting for one service at a time. */
  private static final int MOST_ARMED = 4;

  private static final Duration LOOK = Duration.ofMillis(50);

  /** A window that is not passed while so many releases end will not be. */
  private static final int MOST_RELEASES = 3 * IN_FLIGHT;

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);

  private final LineUnderFaults line;
  private final Releases releases;
  private final Groups groups;
  private final Chronicle chronicle;
  private final Map<String, Deque<Fault>> atWindows = new HashMap<>();
  private final Deque<Fault> longer = new ArrayDeque<>();

  Round(
      LineUnderFaults line,
      Releases releases,
      Groups groups,
      Chronicle chronicle,
      List<Fault> faults) {
    this.line = line;
    this.releases = releases;
    this.groups = groups;
    this.chronicle = chronicle;
    for (Fault fault : faults) {
      if (fault.window().isPresent()) {
        atWindows.computeIfAbsent(fault.service(), s -> new ArrayDeque<>()).add(fault);
      } else {
        longer.add(fault);
      }
    }
  }

  /**
   * Runs to the end.
   *
   * @throws AssertionError when releases do not end
   */
  void run() throws IOException, ExecutionException, InterruptedException {
    while (!longer.isEmpty()) {
      perform(longer.remove());
    }
    tendUntil("all faults to strike", this::haveAllStruck);
    long end = System.nanoTime() + LONG_ENOUGH.toNanos();
    while (releases.inFlight() > 0) {
      if (System.nanoTime() > end) {
        // What is missing is told by whoever looks.
        return;
      }
      releases.look(LOOK);
    }
  }

  private void perform(Fault fault) throws IOException, ExecutionException, InterruptedException {
    switch (fault.kind()) {
      case UPGRADE -> upgrade();
      case SECOND_INSTANCE -> addSecond(fault);
      case OFFSETS_DELETED -> deleteOffsets(line.worker(fault.service()));
      default -> throw new IllegalArgumentException("it has no window: " + fault);
    }
    chronicle.struck(fault);
  }

  private void upgrade() throws IOException, ExecutionException, InterruptedException {
    for (Worker worker : line.workers()) {
      worker.stop();
      worker.start();
      tendUntil(worker.service() + " to be back", worker::isReady);
    }
  }

  private void addSecond(Fault fault) throws IOException, ExecutionException, InterruptedException {
    String service = fault.service();
    try (Worker second = line.second(service)) {
      tendUntil("a second " + service, second::isReady);
      int ended = releases.ended();
      tendUntil("releases to go through two of " + service, () -> releases.ended() > ended + 3);
      if (fault.draw() % 2 == 0) {
        line.worker(service).kill();
      }
      second.killForGood();
      groups.forget(service, "1");
    }
  }

  private void deleteOffsets(Worker worker)
      throws IOException, ExecutionException, InterruptedException {
    worker.stop();
    long before = Files.size(worker.log());
    Map<TopicPartition, OffsetAndMetadata> committed = groups.delete(worker.service());
    worker.start();
    tendUntil(
        worker.service() + " to refuse with KIT-003", () -> saysSince(worker, before, "(KIT-003)"));
    if (worker.isReady()) {
      throw new AssertionError(worker.service() + " is ready without its offsets");
    }
    groups.restore(worker.service(), committed);
    tendUntil(worker.service() + " to go on", worker::isReady);
  }

  private static boolean saysSince(Worker worker, long before, String text) {
    try {
      byte[] log = Files.readAllBytes(worker.log());
      int from = (int) Math.min(before, log.length);
      return new String(log, from, log.length - from, java.nio.charset.StandardCharsets.UTF_8)
          .contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  private void tendUntil(String what, BooleanSupplier isSo)
      throws IOException, ExecutionException, InterruptedException {
    long end = System.nanoTime() + LONG_ENOUGH.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited for " + what);
      }
      tend();
    }
  }

  /** Keeps releases in flight and a fault waiting for every service. */
  private void tend() throws IOException, ExecutionException, InterruptedException {
    releases.look(LOOK);
    while (releases.inFlight() < IN_FLIGHT) {
      releases.request();
    }
    for (Worker worker : line.workers()) {
      arm(worker);
    }
  }

  private void arm(Worker worker) {
    Deque<Fault> waiting = atWindows.getOrDefault(worker.service(), new ArrayDeque<>());
    Aim aim = worker.aim();
    aim.disarm(releases.ended() - MOST_RELEASES).forEach(chronicle::missed);
    while (aim.armed() < MOST_ARMED && !waiting.isEmpty()) {
      aim.arm(waiting.remove(), releases.ended());
    }
  }

  private boolean haveAllStruck() {
    int armed = 0;
    for (Worker worker : line.workers()) {
      armed += worker.aim().armed();
    }
    return armed == 0 && atWindows.values().stream().allMatch(Deque::isEmpty);
  }
}
