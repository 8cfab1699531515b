package dev.mintmark.cli.build;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.ingest.Ingest;
import dev.mintmark.cli.ingest.Ingest.Requested;
import dev.mintmark.cli.ingest.Uploader;
import dev.mintmark.cli.ingest.Uploader.Sent;
import dev.mintmark.cli.ledger.HandOff;
import dev.mintmark.cli.ledger.HandOffLine;
import dev.mintmark.cli.ledger.Ledger;
import dev.mintmark.cli.ledger.Release;
import dev.mintmark.cli.request.BuildRequest;
import dev.mintmark.cli.terminal.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Runs builds. */
public final class Builder {
  private final Ingest ingest;
  private final Ledger ledger;
  private final Console console;

  public Builder(Ingest ingest, Ledger ledger, Console console) {
    this.ingest = ingest;
    this.ledger = ledger;
    this.console = console;
  }

  /** Uploads what is missing; {@code all}: and what is there. */
  public Sent upload(BuildRequest request, boolean all) {
    Sent sent = new Uploader(ingest, console).send(request.uploads(), all);
    if (sent.sent() == 0) {
      console.say("inputs: all %d are there already".formatted(sent.inputs()));
    }
    return sent;
  }

  /** Requests the build and comes back at once. */
  public BuildResult request(BuildRequest request, Sent sent) {
    Requested requested = ingest.request(request.body());
    return new BuildResult(
        request.release(),
        requested.request(),
        requested.isNew(),
        sent,
        Optional.empty(),
        Duration.ZERO);
  }

  /** Requests the build and follows it to its end, with a line for each hand-off. */
  public BuildResult run(BuildRequest request, Sent sent, Duration limit) {
    long start = System.nanoTime();
    Requested requested = ingest.request(request.body());
    if (!requested.isNew()) {
      console.say(request.release() + " was requested before with these very inputs");
    }
    follow(request.release(), requested.request(), limit);
    Duration waited = Duration.ofNanos(System.nanoTime() - start);
    return new BuildResult(
        request.release(),
        requested.request(),
        requested.isNew(),
        sent,
        Optional.of(find(request)),
        waited);
  }

  private void follow(String release, String request, Duration limit) {
    AtomicReference<Optional<Instant>> before = new AtomicReference<>(Optional.empty());
    ledger.follow(
        release,
        request,
        limit,
        handOff -> tell(handOff, before.getAndSet(Optional.of(handOff.time()))));
  }

  private void tell(HandOff handOff, Optional<Instant> before) {
    console.say("  " + HandOffLine.of(handOff, before));
  }

  private Release find(BuildRequest request) {
    return ledger
        .find(request.file().name(), request.file().version())
        .orElseThrow(() ->
            new CommandException(
                Exit.FAILURE,
                "CLI-025",
                "release-ledger told how %s ended and does not know it any more; is it being"
                        .formatted(request.release())
                    + " rebuilt? `mintmark release show` works when it is done"));
  }
}
