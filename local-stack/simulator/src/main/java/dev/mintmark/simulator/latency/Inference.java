package dev.mintmark.simulator.latency;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.mintmark.quantizer.run.FeedTensors;
import dev.mintmark.quantizer.run.SessionInputs;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * A model and one of its samples, as an application runs it: optimized, on the calling thread
 * alone. A run is timed by the processor time of that thread, so that what else the machine does
 * does not count as the model's slowness. For platform threads only: virtual ones have no such
 * clock.
 */
final class Inference implements Stopwatch {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double LEAST = 0.001;

  private final OrtSession session;
  private final FeedTensors input;

  private Inference(OrtSession session, FeedTensors input) {
    this.session = session;
    this.input = input;
  }

  /**
   * Loads a model.
   *
   * @throws IllegalStateException when it does not load: it was tried before
   */
  static Inference open(ModelFiles files) {
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession session = environment.createSession(files.model(), options);
      return new Inference(session, FeedTensors.of(files.sample().feed(SessionInputs.of(session))));
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  @Override
  public double micros() {
    long before = THREADS.getCurrentThreadCpuTime();
    try {
      session.run(input.byName()).close();
    } catch (OrtException e) {
      throw failed(e);
    }
    return Math.max(LEAST, (THREADS.getCurrentThreadCpuTime() - before) / 1e3);
  }

  @Override
  public void close() {
    try {
      input.close();
      session.close();
    } catch (OrtException e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(OrtException cause) {
    return new IllegalStateException(
        "cannot measure the model: " + cause.getMessage() + " (SIM-021)", cause);
  }
}
