package dev.mintmark.ledger.http;

import dev.mintmark.ledger.query.BuildRow;
import dev.mintmark.ledger.query.RunningRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where something went.
 *
 * @param releases by name and version, the first of {@code releaseCount}
 * @param devices those whose last word is that they run one of all these releases, the first of
 *     {@code deviceCount}; of a firmware also those that say that they have it
 * @param unreadProfiles {@code sha256:<hex>} of target profiles that are not in the store any more:
 *     of a firmware, releases may be missing
 */
public record LineageView(
    String kind,
    String value,
    long releaseCount,
    List<Release> releases,
    long deviceCount,
    List<Device> devices,
    List<String> unreadProfiles) {

  /** A release, and the request that names it. */
  public record Release(String name, String version, String state, String request) {
    static List<Release> of(List<BuildRow> rows) {
      return rows.stream()
          .map(r ->
              new Release(r.release().name(), r.release().version(), r.state().text(), r.request()))
          .toList();
    }
  }

  /**
   * A device, as it says.
   *
   * @param release {@code name:version}
   * @param since RFC 3339, UTC
   */
  public record Device(
      String device,
      String deviceClass,
      String release,
      String index,
      String since,
      @Nullable String driver,
      @Nullable String firmware,
      @Nullable String kernel) {
    static List<Device> of(List<RunningRow> rows) {
      return rows.stream()
          .map(r ->
              new Device(
                  r.device(),
                  r.deviceClass(),
                  r.release().toString(),
                  r.index(),
                  r.since().toInstant().toString(),
                  r.driver(),
                  r.firmware(),
                  r.kernel()))
          .toList();
    }
  }
}
