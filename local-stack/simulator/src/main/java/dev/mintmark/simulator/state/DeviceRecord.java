package dev.mintmark.simulator.state;

import java.util.Optional;

/**
 * What one device remembers.
 *
 * @param oneTimeToken that it enrols with; empty when it has a token of its own
 * @param token its own; empty before it is enrolled
 * @param order the last one that it is done with; 0 before the first
 * @param floor the highest security floor of all releases that ran on it
 * @param sequence number of its last heartbeat that was taken
 * @param current what it runs
 * @param isSlow whether what it runs is slower on it
 * @param isCrashed whether it says nothing any more
 */
public record DeviceRecord(
    Optional<String> oneTimeToken,
    Optional<String> token,
    long order,
    long floor,
    long sequence,
    Optional<Running> current,
    boolean isSlow,
    boolean isCrashed) {
  static final DeviceRecord FRESH =
      new DeviceRecord(Optional.empty(), Optional.empty(), 0, 0, 0, Optional.empty(), false, false);

  public DeviceRecord withOneTimeToken(String value) {
    return new DeviceRecord(
        Optional.of(value), token, order, floor, sequence, current, isSlow, isCrashed);
  }

  public DeviceRecord withToken(String value) {
    return new DeviceRecord(
        Optional.empty(), Optional.of(value), order, floor, sequence, current, isSlow, isCrashed);
  }

  public DeviceRecord withOrder(long value) {
    return new DeviceRecord(
        oneTimeToken, token, value, floor, sequence, current, isSlow, isCrashed);
  }

  public DeviceRecord withSequence(long value) {
    return new DeviceRecord(oneTimeToken, token, order, floor, value, current, isSlow, isCrashed);
  }

  /** After an update; the floor never falls. */
  public DeviceRecord withCurrent(Running running, long releaseFloor, boolean slow) {
    return new DeviceRecord(
        oneTimeToken,
        token,
        order,
        Math.max(floor, releaseFloor),
        sequence,
        Optional.of(running),
        slow,
        isCrashed);
  }

  public DeviceRecord crashed() {
    return new DeviceRecord(oneTimeToken, token, order, floor, sequence, current, isSlow, true);
  }
}
