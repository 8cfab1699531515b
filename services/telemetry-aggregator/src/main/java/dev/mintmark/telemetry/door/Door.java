package dev.mintmark.telemetry.door;

import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.telemetry.aggregate.KnownSequences;
import dev.mintmark.telemetry.batch.ArrivalRules;
import dev.mintmark.telemetry.batch.Batch;
import dev.mintmark.telemetry.batch.BatchReader;
import dev.mintmark.telemetry.batch.RefusedBatchException;
import dev.mintmark.telemetry.batch.ZstdBody;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Takes a batch: checks it, writes it down, and answers 202 once it stands in the log. A device has
 * one batch under way at a time, so what was answered with 202 is always counted: a later batch
 * cannot overtake it. Never blocks; any thread may call.
 */
final class Door {
  private static final Logger LOG = Logger.getLogger(Door.class);

  private final HeartbeatLog log;
  private final KnownSequences known;
  private final Clock clock;
  private final long mostBytes;
  private final AtomicLong bytesUnderWay = new AtomicLong();
  private final Set<String> devicesUnderWay = ConcurrentHashMap.newKeySet();

  /**
   * @param mostBytes Avro bytes under way, at most
   */
  Door(HeartbeatLog log, KnownSequences known, Clock clock, long mostBytes) {
    this.log = log;
    this.known = known;
    this.clock = clock;
    this.mostBytes = mostBytes;
  }

  /** Avro bytes on their way to the log. */
  long bytesUnderWay() {
    return bytesUnderWay.get();
  }

  /** The answer to a body that this device sent. */
  CompletionStage<Reply> take(DeviceIdentity device, byte[] body) {
    if (!log.isOpen()) {
      return done(Reply.busy("the log is not reached yet"));
    }
    Batch batch;
    byte[] avro;
    try {
      avro = ZstdBody.decompress(body);
      batch = BatchReader.read(avro);
      ArrivalRules.checkOwner(batch, device);
      ArrivalRules.checkTimes(batch, clock.instant());
    } catch (RefusedBatchException e) {
      return done(Reply.refused(e));
    }
    if (!devicesUnderWay.add(batch.device())) {
      return done(Reply.busy("a batch of this device is under way"));
    }
    return append(batch, avro);
  }

  private CompletionStage<Reply> append(Batch batch, byte[] avro) {
    long last = known.last(batch.device());
    if (batch.firstSequence() <= last) {
      devicesUnderWay.remove(batch.device());
      return done(Reply.counted(batch.firstSequence(), last));
    }
    if (bytesUnderWay.addAndGet(avro.length) > mostBytes) {
      release(batch, avro);
      return done(Reply.busy("too many batches are under way"));
    }
    return log.append(batch.device(), batch.firstSequence(), avro)
        .handle((written, error) -> {
          if (error == null) {
            known.note(batch.device(), batch.lastSequence());
          } else {
            LOG.debugf("batch not written errorCode=TEL-009 error=%s", error);
          }
          release(batch, avro);
          return error == null
              ? Reply.accepted(batch.lastSequence())
              : Reply.busy("the log did not acknowledge it in time");
        });
  }

  private void release(Batch batch, byte[] avro) {
    bytesUnderWay.addAndGet(-avro.length);
    devicesUnderWay.remove(batch.device());
  }

  private static CompletionStage<Reply> done(Reply reply) {
    return CompletableFuture.completedStage(reply);
  }
}
