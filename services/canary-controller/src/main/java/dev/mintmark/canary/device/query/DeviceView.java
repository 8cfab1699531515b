package dev.mintmark.canary.device.query;

import dev.mintmark.canary.device.row.DeviceRow;
import dev.mintmark.canary.device.row.OrderRow;
import dev.mintmark.canary.fleet.Desired;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A device, its order, and what it says. Times are RFC 3339, UTC.
 *
 * @param progress {@code unordered}, {@code pending}, {@code running}, {@code deviating}, {@code
 *     smoke-failed}, {@code refused} or {@code rolled-back}
 * @param lastPoll a second or so late; null where it never asked
 * @param running of its last report RUNNING, which nobody need believe; null before the first
 */
public record DeviceView(
    String device,
    String deviceClass,
    int generation,
    String enrolled,
    @Nullable String lastPoll,
    @Nullable String driver,
    @Nullable String firmware,
    @Nullable String kernel,
    String progress,
    @Nullable Running running,
    @Nullable Order order) {

  /** A release by name and by digest of its index. */
  public record Running(String release, String index) {}

  /**
   * The order that it has.
   *
   * @param givenBefore how often it had been given before, because the device was running another
   *     index
   * @param report its latest one about the order; null for none
   */
  public record Order(
      long order,
      String release,
      String repository,
      String tag,
      String index,
      String reason,
      String rollout,
      String ordered,
      int givenBefore,
      @Nullable Report report) {}

  /** What it says about the order. */
  public record Report(
      String kind,
      String release,
      String index,
      @Nullable String code,
      @Nullable String detail,
      String time) {}

  static DeviceView of(FleetQueries.DeviceFound found) {
    DeviceRow device = found.device();
    OrderRow order = found.order();
    return new DeviceView(
        device.device(),
        device.deviceClass(),
        device.generation(),
        device.enrolled().toString(),
        found.poll() == null ? null : found.poll().polled().toString(),
        device.facts().driver(),
        device.facts().firmware(),
        device.facts().kernel(),
        progress(order),
        running(device),
        order == null ? null : order(order));
  }

  private static String progress(@Nullable OrderRow order) {
    Optional<OrderRow.Report> report = order == null ? Optional.empty() : order.report();
    Progress progress =
        Progress.of(
            order == null ? null : order.desired().index(),
            report.map(OrderRow.Report::kind).orElse(null),
            report.map(OrderRow.Report::index).orElse(null));
    return progress.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable Running running(DeviceRow device) {
    String release = device.runningRelease();
    String index = device.runningIndex();
    return release == null || index == null ? null : new Running(release, index);
  }

  private static Order order(OrderRow row) {
    Desired desired = row.desired();
    return new Order(
        row.key().sequence(),
        desired.release(),
        desired.repository(),
        desired.tag(),
        desired.index(),
        desired.reason().name().toLowerCase(Locale.ROOT),
        desired.rollout(),
        row.ordered().toString(),
        row.givenBefore(),
        row.report().map(DeviceView::report).orElse(null));
  }

  private static Report report(OrderRow.Report report) {
    return new Report(
        report.kind().name(),
        report.release(),
        report.index(),
        report.code(),
        report.detail(),
        report.at().toString());
  }
}
