package dev.mintmark.image.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Reads what a process says, and ends it when it says too much or takes too long. */
final class Watch {
  private static final int TAIL = 8 << 10;

  private final Process process;
  private final Duration limit;
  private final long maxOutput;
  private final StringBuilder tail = new StringBuilder();
  private volatile boolean flooded;

  Watch(Process process, Duration limit, long maxOutput) {
    this.process = process;
    this.limit = limit;
    this.maxOutput = maxOutput;
  }

  Sandbox.Ended untilEnd() throws IOException {
    Thread reader = Thread.ofVirtual().start(this::read);
    try {
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      int exit = process.waitFor();
      reader.join();
      Sandbox.End how =
          flooded
              ? Sandbox.End.TOO_MUCH_OUTPUT
              : ended ? Sandbox.End.BY_ITSELF : Sandbox.End.TOO_LONG;
      return new Sandbox.Ended(how, exit, tail.toString());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a sandbox ran");
    }
  }

  private void read() {
    byte[] buffer = new byte[TAIL];
    long all = 0;
    try (InputStream in = process.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all += n;
        if (all > maxOutput) {
          flooded = true;
          process.destroyForcibly();
          return;
        }
        tail.append(new String(buffer, 0, n, UTF_8));
        tail.delete(0, Math.max(0, tail.length() - TAIL));
      }
    } catch (IOException e) {
      // It ended: what it said until then is there.
    }
  }
}
