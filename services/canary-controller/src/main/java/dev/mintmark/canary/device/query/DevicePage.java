package dev.mintmark.canary.device.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the fleet.
 *
 * @param next what to give as {@code after} for the next page; null on the last one
 */
public record DevicePage(List<DeviceView> devices, @Nullable String next) {

  /**
   * The first {@code limit} rows as a page.
   *
   * @param found one more than fits, if there are more
   */
  static DevicePage of(List<FleetQueries.DeviceFound> found, int limit) {
    List<DeviceView> devices = found.stream().limit(limit).map(DeviceView::of).toList();
    return new DevicePage(devices, found.size() > limit ? devices.getLast().device() : null);
  }
}
