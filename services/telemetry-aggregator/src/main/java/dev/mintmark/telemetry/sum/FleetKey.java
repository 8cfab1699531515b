package dev.mintmark.telemetry.sum;

/** What sums of the fleet are kept apart by. */
public record FleetKey(String release, String index, String deviceClass, Window window) {}
