package dev.mintmark.telemetry.sum;

/** What sums of single devices are kept apart by. */
public record DeviceKey(
    String device, String deviceClass, String release, String index, Window window) {}
