package dev.mintmark.telemetry.door;

import java.util.concurrent.CompletionStage;

/** Where batches are written down. */
interface HeartbeatLog {
  /**
   * Appends a batch; completes when it stands in the log, acknowledged by all. Batches of one
   * device stand there in the order of the calls.
   *
   * @param avro the batch's Avro binary
   * @return fails where it cannot be told whether it stands there; then it may come again
   */
  CompletionStage<Void> append(String device, long firstSequence, byte[] avro);

  /** Whether it can be called at all. */
  boolean isOpen();
}
