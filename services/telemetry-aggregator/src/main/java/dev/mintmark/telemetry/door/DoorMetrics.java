package dev.mintmark.telemetry.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts answers by code; codes are a closed set. */
final class DoorMetrics {
  private final MeterRegistry registry;
  private final Map<String, Counter> byCode = new ConcurrentHashMap<>();

  DoorMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void answered(Reply reply) {
    byCode.computeIfAbsent(reply.code(), this::counter).increment();
  }

  private Counter counter(String code) {
    return Counter.builder("mintmark.telemetry.batches").tag("code", code).register(registry);
  }
}
