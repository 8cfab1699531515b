package dev.mintmark.telemetry.sum;

import dev.mintmark.telemetry.batch.Batch;
import dev.mintmark.telemetry.batch.Beat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was counted since the last commit. It is small: one entry for each device, release and
 * window. For one thread.
 */
public final class Tally {
  /** Windows in which the fleet's sums are written; the merge makes longer ones of them. */
  public static final int FLEET_WINDOW_MILLIS = 10_000;

  private final int deviceWindowMillis;
  private final Map<DeviceKey, DevicePart> devices = new LinkedHashMap<>();
  private final Map<FleetKey, Sums> fleet = new LinkedHashMap<>();

  /**
   * @param deviceWindowMillis length of a device's windows
   */
  public Tally(int deviceWindowMillis) {
    this.deviceWindowMillis = deviceWindowMillis;
  }

  /**
   * Counts the heartbeats of a batch that were not counted before.
   *
   * @param counted number of the device's last heartbeat that was; 0 for none
   * @param single whether the device's own sums are wanted, too
   * @return how many were counted
   */
  public int add(Batch batch, long counted, boolean single) {
    int skipped = (int) Math.clamp(counted - batch.firstSequence() + 1, 0, batch.beats().size());
    FleetSums fleetSums = new FleetSums(batch.deviceClass());
    DeviceParts deviceParts = new DeviceParts(batch.device(), batch.deviceClass());
    for (int i = skipped; i < batch.beats().size(); i++) {
      Beat beat = batch.beats().get(i);
      fleetSums.of(beat).add(beat);
      if (single) {
        long sequence = batch.firstSequence() + i;
        deviceParts.of(beat, sequence).add(sequence, beat);
      }
    }
    return batch.beats().size() - skipped;
  }

  /** Parts of devices, in the order of their first heartbeats. */
  public Map<DeviceKey, DevicePart> devices() {
    return Collections.unmodifiableMap(devices);
  }

  /** Parts of the fleet, in the order of their first heartbeats. */
  public Map<FleetKey, Sums> fleet() {
    return Collections.unmodifiableMap(fleet);
  }

  /** How many parts it holds. */
  public int size() {
    return devices.size() + fleet.size();
  }

  public void clear() {
    devices.clear();
    fleet.clear();
  }

  /** Neighbours in a batch mostly share their key: it is looked up when it changes. */
  private final class FleetSums {
    private final String deviceClass;
    private @Nullable FleetKey key;
    private Sums sums = new Sums();

    FleetSums(String deviceClass) {
      this.deviceClass = deviceClass;
    }

    Sums of(Beat beat) {
      FleetKey last = key;
      if (last == null
          || !last.window().holds(beat.at())
          || !last.release().equals(beat.release())
          || !last.index().equals(beat.index())) {
        FleetKey next =
            new FleetKey(
                beat.release(),
                beat.index(),
                deviceClass,
                Window.of(beat.at(), FLEET_WINDOW_MILLIS));
        sums = fleet.computeIfAbsent(next, k -> new Sums());
        key = next;
      }
      return sums;
    }
  }

  /** Likewise for one device. */
  private final class DeviceParts {
    private final String device;
    private final String deviceClass;
    private @Nullable DeviceKey key;
    private DevicePart part = new DevicePart(0);

    DeviceParts(String device, String deviceClass) {
      this.device = device;
      this.deviceClass = deviceClass;
    }

    DevicePart of(Beat beat, long sequence) {
      DeviceKey last = key;
      if (last == null
          || !last.window().holds(beat.at())
          || !last.release().equals(beat.release())
          || !last.index().equals(beat.index())) {
        DeviceKey next =
            new DeviceKey(
                device,
                deviceClass,
                beat.release(),
                beat.index(),
                Window.of(beat.at(), deviceWindowMillis));
        part = devices.computeIfAbsent(next, k -> new DevicePart(sequence));
        key = next;
      }
      return part;
    }
  }
}
