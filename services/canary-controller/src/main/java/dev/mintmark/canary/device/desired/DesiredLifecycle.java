package dev.mintmark.canary.device.desired;

import dev.mintmark.canary.database.Migration;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Loads the fleet, looks for new devices and orders and writes poll times, once a second on one
 * thread. Ready once the fleet is loaded; stays so without a database, for polls are answered from
 * memory.
 */
@Readiness
@Singleton
final class DesiredLifecycle implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(DesiredLifecycle.class);
  private static final long TICK_MILLIS = 1000;

  /** What is new is seen this long after its time, at most: transactions take half of that. */
  private static final Duration LONGEST_COMMIT = Duration.ofMinutes(1);

  private final KnownDevices devices;
  private final DeviceTables tables;
  private final Migration migration;
  private final LastPolls polls;
  private final Waiters waiters;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().name("device-tables").daemon().unstarted(work));
  private boolean failing;

  DesiredLifecycle(
      KnownDevices devices,
      DeviceTables tables,
      Migration migration,
      LastPolls polls,
      Waiters waiters,
      Clock clock) {
    this.devices = devices;
    this.tables = tables;
    this.migration = migration;
    this.polls = polls;
    this.waiters = waiters;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    thread.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    thread.shutdownNow();
    waiters.wakeAll();
  }

  private void tick() {
    try {
      if (devices.doubted()) {
        load();
      }
      Instant since = clock.instant().minus(LONGEST_COMMIT);
      devices.learnAll(tables.enrolledSince(since));
      devices.learnAll(tables.orderedSince(since));
      Map<String, Long> unwritten = polls.unwritten();
      tables.write(unwritten);
      polls.written(unwritten);
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warnf("device tables away, trying again each second errorCode=CAN-104 error=%s", e);
      }
      failing = true;
    }
  }

  private void load() {
    devices.trust();
    try {
      migration.ensure();
      List<KnownDevice> page = tables.page("");
      devices.learnAll(page);
      while (page.size() == DeviceTables.PAGE) {
        page = tables.page(page.getLast().device());
        devices.learnAll(page);
      }
    } catch (RuntimeException e) {
      devices.doubt();
      throw e;
    }
    devices.allLoaded();
    LOG.infof("fleet loaded devices=%d", devices.size());
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("fleet")
        .status(devices.loaded())
        .withData("devices", devices.size())
        .build();
  }
}
