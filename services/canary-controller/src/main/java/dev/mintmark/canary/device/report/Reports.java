package dev.mintmark.canary.device.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.device.desired.KnownDevice;
import dev.mintmark.canary.device.desired.KnownDevices;
import dev.mintmark.canary.device.row.DeviceRow;
import dev.mintmark.canary.device.row.OrderRow;
import dev.mintmark.canary.fleet.ReportKind;
import dev.mintmark.canary.outbox.Outbox;
import dev.mintmark.content.Digest;
import dev.mintmark.events.device.v1.DeviceReported;
import dev.mintmark.topics.TopicCatalogue;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny.Session;

/** Records reports, each once. Reports of different devices never wait for each other. */
@Singleton
class Reports {
  /**
   * A device that keeps running something else gets its order no more than this often again, or it
   * would keep the controller busy by itself.
   */
  static final int MOST_GIVEN_AGAIN = 10;

  private static final String RECORD =
      """
      insert into canary.device_report (device, sequence, kind, index_digest, reported)
      values (:device, :sequence, :kind, :index, :now)
      on conflict do nothing
      """;

  private static final String RECORDED =
      """
      select count(*) from canary.device_report
      where device = :device and sequence = :sequence and kind = :kind and index_digest = :index
      """;

  private final Database database;
  private final Outbox outbox;
  private final KnownDevices devices;
  private final Clock clock;

  Reports(Database database, Outbox outbox, KnownDevices devices, Clock clock) {
    this.database = database;
    this.outbox = outbox;
    this.devices = devices;
    this.clock = clock;
  }

  Uni<Heard> hear(String device, Report report) {
    return database
        .inTransaction(session ->
            session
                .find(DeviceRow.class, device, LockMode.PESSIMISTIC_WRITE)
                .chain(row -> hear(session, row, report)))
        .invoke(this::learn)
        // The commit may have happened all the same.
        .onFailure()
        .invoke(devices::doubt);
  }

  private Uni<Heard> hear(Session session, DeviceRow device, Report report) {
    if (report.order() > device.order()) {
      return Uni.createFrom().item(new Heard.NotItsOrder(device.order()));
    }
    if (report.order() < device.order()) {
      return session
          .createNativeQuery(RECORDED, Long.class)
          .setParameter("device", device.device())
          .setParameter("sequence", report.order())
          .setParameter("kind", report.kind().name())
          .setParameter("index", report.index())
          .getSingleResult()
          .map(count -> count > 0 ? new Heard.Repeated() : new Heard.NotItsOrder(device.order()));
    }
    Instant now = clock.instant();
    return session
        .createNativeQuery(RECORD)
        .setParameter("device", device.device())
        .setParameter("sequence", report.order())
        .setParameter("kind", report.kind().name())
        .setParameter("index", report.index())
        .setParameter("now", now)
        .executeUpdate()
        .chain(rows ->
            rows == 0
                ? Uni.createFrom().item(new Heard.Repeated())
                : record(session, device, report, now));
  }

  private Uni<Heard> record(Session session, DeviceRow device, Report report, Instant now) {
    return session
        .find(OrderRow.class, new OrderRow.Key(device.device(), report.order()))
        .chain(order ->
            publish(session, device, report)
                .chain(() -> take(session, device, order, report, now)));
  }

  private Uni<Heard> take(
      Session session, DeviceRow device, OrderRow order, Report report, Instant now) {
    device.learn(report.facts());
    order.hear(
        new OrderRow.Report(
            report.kind(), report.release(), report.index(), report.code(), report.detail(), now));
    if (report.kind() != ReportKind.RUNNING) {
      return Uni.createFrom().item(new Heard.Recorded());
    }
    device.claimsToRun(report.release(), report.index());
    if (report.index().equals(order.desired().index()) || order.givenBefore() >= MOST_GIVEN_AGAIN) {
      return Uni.createFrom().item(new Heard.Recorded());
    }
    OrderRow again = order.again(now);
    device.give(again);
    return session.persist(again).replaceWith(() -> new Heard.GivenAgain(known(device, again)));
  }

  private static KnownDevice known(DeviceRow device, OrderRow order) {
    return new KnownDevice(
        device.device(),
        device.deviceClass(),
        device.generation(),
        device.order(),
        Optional.of(order.desired()));
  }

  private Uni<Void> publish(Session session, DeviceRow device, Report report) {
    return outbox.append(
        session,
        TopicCatalogue.DEVICE_REPORTED,
        device.device(),
        event(device, report),
        eventId(device.device(), report),
        device.device());
  }

  private static DeviceReported event(DeviceRow device, Report report) {
    return DeviceReported.newBuilder()
        .setDevice(device.device())
        .setDeviceClass(device.deviceClass())
        .setOrder(report.order())
        .setKind(dev.mintmark.events.device.v1.ReportKind.valueOf(report.kind().name()))
        .setRelease(report.release())
        .setIndex(report.index())
        .setCode(report.code())
        .setDetail(report.detail())
        .setDriver(report.facts().driver())
        .setFirmware(report.facts().firmware())
        .setKernel(report.facts().kernel())
        .build();
  }

  /** Derived from the row's key: one fact, one event. */
  private static String eventId(String device, Report report) {
    String said =
        String.join(
            "\n",
            "reported",
            device,
            Long.toString(report.order()),
            report.kind().name(),
            report.index());
    return Digest.of(said.getBytes(UTF_8)).hex();
  }

  private void learn(Heard heard) {
    switch (heard) {
      case Heard.GivenAgain(KnownDevice device) -> devices.learn(device);
      case Heard.Recorded recorded -> {}
      case Heard.Repeated repeated -> {}
      case Heard.NotItsOrder other -> {}
    }
  }
}
