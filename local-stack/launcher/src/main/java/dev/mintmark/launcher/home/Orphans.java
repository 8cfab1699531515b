package dev.mintmark.launcher.home;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.embedded.process.ProcessId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Ends services that a killed launcher left. Their guards do so at once; this is for the case that
 * a guard was killed too. Only a process with the recorded start time is touched.
 */
public final class Orphans {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Orphans() {}

  /**
   * To be called with the home's lock held.
   *
   * @return how many there were
   */
  public static int end(Home home) throws IOException {
    Optional<JsonNode> state = StateFile.read(home);
    if (state.isEmpty()) {
      return 0;
    }
    List<ProcessId> left = StateFile.services(state.get());
    left.forEach(ProcessId::terminate);
    for (ProcessId process : left) {
      if (!process.awaitEnd(LIMIT)) {
        process.kill();
        process.awaitEnd(LIMIT);
      }
    }
    return left.size();
  }
}
