package dev.mintmark.ingest.training;

import dev.mintmark.ingest.request.Codes;
import dev.mintmark.kit.handoff.ReleaseId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.jboss.logging.Logger;

/** A line in the log, and a count. */
public final class LoggedDriftAlarm implements DriftAlarm {
  private static final Logger LOG = Logger.getLogger(LoggedDriftAlarm.class);

  private final Counter counter;

  public LoggedDriftAlarm(MeterRegistry registry) {
    this.counter = Counter.builder("mintmark.ingest.training.drift").register(registry);
  }

  @Override
  public void raise(ReleaseId release, List<Drift> earlier) {
    counter.increment();
    LOG.warnf(
        "same training gave another model release=%s earlier=%s digest=%s others=%d errorCode=%s",
        release,
        earlier.getFirst().release(),
        earlier.getFirst().model(),
        earlier.size() - 1,
        Codes.TRAINING_DRIFT);
  }
}
