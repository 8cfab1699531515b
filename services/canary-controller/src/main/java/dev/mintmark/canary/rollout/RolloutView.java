package dev.mintmark.canary.rollout;

import dev.mintmark.canary.fleet.DeviceStanding;
import dev.mintmark.canary.fleet.ReportKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as operators see it.
 *
 * @param policy {@code sha256:<hex>}
 * @param percent part of the devices that its stage reaches
 * @param devices how many that are
 * @param changes every step in order
 */
public record RolloutView(
    String rollout,
    String release,
    String repository,
    String index,
    @Nullable Baseline baseline,
    String policy,
    List<String> classes,
    String state,
    int stage,
    double percent,
    int devices,
    Counts counts,
    List<ChangeView> changes) {

  /** The release that canaries are compared with and go back to. */
  public record Baseline(String release, String index) {}

  /**
   * Devices that were given an order, by their last report about it; after the promotion also those
   * that were enrolled too late to be planned.
   *
   * @param running what they were ordered
   * @param silent what is left: reported nothing that ends the order
   */
  public record Counts(int ordered, int running, int smokeFailed, int refused, int silent) {
    static Counts of(List<DeviceStanding> standing) {
      int running = (int) standing.stream().filter(DeviceStanding::runsItsOrder).count();
      int failed =
          count(standing, ReportKind.SMOKE_FAILED) + count(standing, ReportKind.ROLLED_BACK);
      int refused = count(standing, ReportKind.REFUSED);
      return new Counts(
          standing.size(), running, failed, refused, standing.size() - running - failed - refused);
    }

    private static int count(List<DeviceStanding> standing, ReportKind kind) {
      return (int) standing.stream().filter(s -> s.kind() == kind).count();
    }
  }

  static RolloutView of(RolloutRow row, List<ChangeRow> changes, List<DeviceStanding> standing) {
    ChangeRow last = changes.getLast();
    return new RolloutView(
        row.id,
        row.release().id(),
        row.repository,
        row.index,
        row.baseline().map(b -> new Baseline(b.id(), b.index())).orElse(null),
        row.policyDigest,
        row.classes(),
        row.phase.name(),
        row.stage,
        last.percent,
        last.devices,
        Counts.of(standing),
        changes.stream().map(ChangeView::of).toList());
  }
}
