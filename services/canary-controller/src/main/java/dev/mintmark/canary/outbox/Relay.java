package dev.mintmark.canary.outbox;

import dev.mintmark.kit.run.Work;
import java.time.Duration;
import java.util.List;

/**
 * Publishes the outbox: one batch after the other, each in one Kafka transaction that also moves
 * the relay's position. Killed at any moment it goes on where Kafka says that it was.
 */
final class Relay implements Work {
  private static final Duration IDLE = Duration.ofMillis(50);
  private static final Duration STANDBY = Duration.ofSeconds(1);

  private final OutboxStore store;
  private final RelayLog.Factory logs;
  private final Leadership leadership;

  Relay(OutboxStore store, RelayLog.Factory logs, Leadership leadership) {
    this.store = store;
    this.logs = logs;
    this.leadership = leadership;
  }

  @Override
  public void run(Control control) throws Exception {
    while (!leadership.isHeld()) {
      if (control.stopping()) {
        return;
      }
      control.ready();
      control.pause(STANDBY);
    }
    // Fences an earlier self and ends what it left open, before its position is asked for.
    try (RelayLog log = logs.open()) {
      store.published(Math.max(log.position(), store.published()));
      long position = store.published();
      while (!control.stopping() && leadership.isHeld()) {
        long after = publish(log, position);
        control.ready();
        if (after == position) {
          control.pause(IDLE);
        }
        position = after;
      }
    }
  }

  private long publish(RelayLog log, long position) throws Exception {
    store.number();
    List<OutboxStore.Numbered> batch = store.after(position);
    if (batch.isEmpty()) {
      return position;
    }
    long last = batch.getLast().position();
    log.publish(batch, last);
    store.published(last);
    return last;
  }
}
