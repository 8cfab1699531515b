package dev.mintmark.launcher.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.home.StateFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The stack whose releases are made again. */
public final class RunningStack {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Home home;
  private final ProcessId launcher;
  private final URI ledger;

  private RunningStack(Home home, ProcessId launcher, URI ledger) {
    this.home = home;
    this.launcher = launcher;
    this.ledger = ledger;
  }

  /**
   * The one in this home.
   *
   * @throws StackException STK-041 where none runs
   */
  public static RunningStack in(Home home) throws IOException {
    Optional<JsonNode> state = StateFile.read(home);
    Optional<ProcessId> launcher = state.flatMap(StateFile::launcher);
    String ledger = state.map(s -> s.at("/services/release-ledger/url").asText()).orElse("");
    if (launcher.isEmpty() || ledger.isEmpty()) {
      throw new StackException(
          "STK-041",
          "cannot rebuild: no stack runs in " + home.root() + "; `mintmark up --detach` starts it");
    }
    return new RunningStack(home, launcher.get(), URI.create(ledger));
  }

  public URI ledger() {
    return ledger;
  }

  /** What opens the ledger's API. */
  public String operatorToken() throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(home.tokensFile()))
        .path("operator")
        .asText();
  }

  /**
   * A run that was ordered: the ledger learns of it from the log, a moment later.
   *
   * @throws StackException STK-043 where it does not
   */
  public RunView find(LedgerClient client, String run) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String found = "it does not know it";
    while (System.nanoTime() < end) {
      try {
        Optional<RunView> view = client.run(run);
        if (view.isPresent()) {
          return view.get();
        }
        found = "it does not know it";
      } catch (IOException e) {
        found = e.toString();
      }
      requireRunning();
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    throw new StackException(
        "STK-043",
        "cannot rebuild "
            + run
            + ": release-ledger was asked for it for "
            + PATIENCE.toSeconds()
            + " s: "
            + found
            + "; `mintmark rebuild` orders one");
  }

  /**
   * The workers are of no use without it.
   *
   * @throws StackException STK-041 where it has ended
   */
  public void requireRunning() {
    if (!launcher.isAlive()) {
      throw new StackException(
          "STK-041", "the rebuild has ended early: the stack in " + home.root() + " has ended");
    }
  }
}
