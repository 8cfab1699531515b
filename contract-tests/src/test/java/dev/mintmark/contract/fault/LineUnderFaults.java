package dev.mintmark.contract.fault;

import dev.mintmark.contract.fault.proxy.Window;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every service of the line as a process behind proxies, and the faults that wait for each. */
final class LineUnderFaults implements AutoCloseable {
  private final Surroundings surroundings;
  private final Chronicle chronicle;
  private final Strikes strikes;
  private final Map<String, Worker> workers = new LinkedHashMap<>();

  /** Starts them; does not wait. */
  LineUnderFaults(Surroundings surroundings, Chronicle chronicle) throws IOException {
    this.surroundings = surroundings;
    this.chronicle = chronicle;
    this.strikes = new Strikes(surroundings);
    for (String service : Stream.concat(Plan.STEPS.stream(), Stream.of(Plan.LEDGER)).toList()) {
      Worker worker = start(service, "0");
      strikes.victim(worker);
      workers.put(service, worker);
    }
  }

  private Worker start(String service, String instance) throws IOException {
    return new Worker(surroundings, service, instance, new Aim(strikes::at, chronicle::struck));
  }

  /** Another instance of a service, which nobody aims at. */
  Worker second(String service) throws IOException {
    return start(service, "1");
  }

  Iterable<Worker> workers() {
    return workers.values();
  }

  Worker worker(String service) {
    return Objects.requireNonNull(workers.get(service), service);
  }

  boolean isReady() {
    return workers.values().stream().allMatch(Worker::isReady);
  }

  /** Where CI asks for releases. */
  URI door() {
    return worker(Plan.STEPS.getFirst()).url();
  }

  /** How often each window was passed. */
  Map<Window, Long> passings() {
    Map<Window, Long> sum = new TreeMap<>();
    workers
        .values()
        .forEach(worker ->
            worker.aim().passings().forEach((window, n) -> sum.merge(window, n, Long::sum)));
    return sum;
  }

  @Override
  public void close() {
    workers.values().parallelStream().forEach(Worker::close);
  }
}
