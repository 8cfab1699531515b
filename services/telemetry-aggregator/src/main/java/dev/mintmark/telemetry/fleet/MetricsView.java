package dev.mintmark.telemetry.fleet;

import dev.mintmark.events.fleet.v1.FleetMetrics;

/** {@code FleetMetrics} as JSON, field by field, without the sketch. */
public record MetricsView(
    String release,
    String index,
    String deviceClass,
    long windowStart,
    int windowMillis,
    int heartbeats,
    long requests,
    long errors,
    long cpuPermille,
    double latencyP50Micros,
    double latencyP90Micros,
    double latencyP99Micros) {
  static MetricsView of(FleetMetrics event) {
    return new MetricsView(
        event.getRelease(),
        event.getIndex(),
        event.getDeviceClass(),
        event.getWindowStart(),
        event.getWindowMillis(),
        event.getHeartbeats(),
        event.getRequests(),
        event.getErrors(),
        event.getCpuPermille(),
        event.getLatencyP50Micros(),
        event.getLatencyP90Micros(),
        event.getLatencyP99Micros());
  }
}
