package dev.mintmark.canary.device.desired;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When each device asked last, until that is written. As many entries as devices, at most. */
@Singleton
class LastPolls {
  private final Clock clock;
  private final ConcurrentHashMap<String, Long> unwritten = new ConcurrentHashMap<>();

  LastPolls(Clock clock) {
    this.clock = clock;
  }

  void polled(String device) {
    unwritten.put(device, clock.millis());
  }

  /** What is to be written: device to milliseconds since the epoch. */
  Map<String, Long> unwritten() {
    return new HashMap<>(unwritten);
  }

  /** Forgets what was written, but not what came meanwhile. */
  void written(Map<String, Long> polls) {
    polls.forEach(unwritten::remove);
  }
}
