package dev.mintmark.canary.device.query;

import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.device.row.DeviceRow;
import dev.mintmark.canary.device.row.OrderRow;
import dev.mintmark.canary.device.row.PollRow;
import dev.mintmark.canary.fleet.ReportKind;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Questions about the fleet. */
@Singleton
class FleetQueries {
  private static final String DEVICES =
      """
      select new dev.mintmark.canary.device.query.FleetQueries$DeviceFound(d, o, p)
      from DeviceRow d
        left join OrderRow o on o.key.device = d.device and o.key.sequence = d.order
        left join PollRow p on p.device = d.device
      """;

  private static final String PAGE =
      DEVICES
          + """
          where d.device > :after and (:class = '' or d.deviceClass = :class)
          order by d.device
          """;

  private static final String ONE = DEVICES + "where d.device = :device";

  private static final String COUNTS =
      """
      select new dev.mintmark.canary.device.query.FleetQueries$Count(
        d.deviceClass, o.release, o.index, o.report.kind, o.report.index, count(*))
      from DeviceRow d
        left join OrderRow o on o.key.device = d.device and o.key.sequence = d.order
      group by d.deviceClass, o.release, o.index, o.report.kind, o.report.index
      """;

  private final Database database;

  FleetQueries(Database database) {
    this.database = database;
  }

  /**
   * A device with its order.
   *
   * @param order null for none
   * @param poll null where it never asked
   */
  record DeviceFound(DeviceRow device, @Nullable OrderRow order, @Nullable PollRow poll) {}

  /** Devices that are alike. */
  record Count(
      String deviceClass,
      @Nullable String release,
      @Nullable String index,
      @Nullable ReportKind kind,
      @Nullable String reportedIndex,
      long devices) {

    Progress progress() {
      return Progress.of(index, kind, reportedIndex);
    }
  }

  /**
   * Devices by id, in the order of its bytes.
   *
   * @param deviceClass empty for all
   * @param after the last one of the page before; empty for the first page
   */
  Uni<List<DeviceFound>> devices(String deviceClass, String after, int limit) {
    return database.inTransaction(session ->
        session
            .createQuery(PAGE, DeviceFound.class)
            .setParameter("class", deviceClass)
            .setParameter("after", after)
            .setMaxResults(limit)
            .getResultList());
  }

  Uni<Optional<DeviceFound>> device(String device) {
    return database.inTransaction(session ->
        session
            .createQuery(ONE, DeviceFound.class)
            .setParameter("device", device)
            .getSingleResultOrNull()
            .map(Optional::ofNullable));
  }

  /** The whole fleet, counted. */
  Uni<List<Count>> counts() {
    return database.inTransaction(
        session -> session.createQuery(COUNTS, Count.class).getResultList());
  }
}
