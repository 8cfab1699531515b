package dev.mintmark.telemetry.batch;

import dev.mintmark.kit.device.DeviceIdentity;
import java.time.Duration;
import java.time.Instant;

/** What only the door can check: who sent the batch, and when. */
public final class ArrivalRules {
  /** A device's clock may be ahead that far. */
  public static final Duration AHEAD = Duration.ofMinutes(5);

  /** Heartbeats are kept that long. */
  public static final Duration BEHIND = Duration.ofDays(7);

  private ArrivalRules() {}

  /**
   * Checks a batch against its token.
   *
   * @throws RefusedBatchException TEL-002
   */
  public static void checkOwner(Batch batch, DeviceIdentity owner) throws RefusedBatchException {
    if (!batch.device().equals(owner.device())
        || !batch.deviceClass().equals(owner.deviceClass())) {
      throw new RefusedBatchException(
          Code.OWNER,
          "the batch",
          "it is of %s (%s), the token of %s (%s)"
              .formatted(batch.device(), batch.deviceClass(), owner.device(), owner.deviceClass()),
          "send a device's own heartbeats with its own token");
    }
  }

  /**
   * Checks every heartbeat's time.
   *
   * @param now by the server's clock
   * @throws RefusedBatchException TEL-003 or TEL-004
   */
  public static void checkTimes(Batch batch, Instant now) throws RefusedBatchException {
    long latest = now.plus(AHEAD).toEpochMilli();
    long earliest = now.minus(BEHIND).toEpochMilli();
    for (int i = 0; i < batch.beats().size(); i++) {
      long at = batch.beats().get(i).at();
      if (at > latest) {
        throw time(Code.FUTURE, batch.firstSequence() + i, at, "set the device's clock");
      }
      if (at < earliest) {
        throw time(Code.OLD, batch.firstSequence() + i, at, "drop what is older than 7 days");
      }
    }
  }

  private static RefusedBatchException time(Code code, long sequence, long at, String advice) {
    return new RefusedBatchException(
        code, "heartbeat " + sequence, "its time is " + Instant.ofEpochMilli(at), advice);
  }
}
