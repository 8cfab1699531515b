package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.store.Collections;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Having the ledger go through the store, and showing how far it is. */
final class CollectionOptions {
  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      defaultValue = "7d",
      description =
          "Leave alone what was stored or used again since, e.g. 7d or 60h; 2d at least (default:"
              + " ${DEFAULT-VALUE}).")
  private Age olderThan = new Age(Duration.ofDays(7));

  @Option(
      names = "--lost",
      paramLabel = "DIGEST",
      description =
          "An artifact that a record names and that is gone for good, sha256:…; may be given again.")
  private List<String> lost = new ArrayList<>();

  JsonNode run(Collections collections, Collections.Mode mode, Console console) {
    try (Watch watch = new Watch(console)) {
      return collections.run(mode, olderThan.duration(), lost, watch::tell);
    }
  }

  /** One bar, or line, for each phase that counts its parts. */
  private static final class Watch implements AutoCloseable {
    private final Console console;
    private String phase = "";
    private long done;
    private long total;
    private Progress progress = Progress.NONE;

    Watch(Console console) {
      this.console = console;
    }

    void tell(JsonNode view) {
      String now = view.path("phase").asText("");
      if (!now.equals(phase)) {
        if (!isBroken(view)) {
          progress.advance(total - done);
        }
        close();
        phase = now;
        done = 0;
        total = view.path("total").asLong();
        begin();
      }
      progress.advance(view.path("done").asLong() - done);
      done = view.path("done").asLong();
    }

    private static boolean isBroken(JsonNode view) {
      String state = view.path("state").asText();
      return state.equals("failed") || state.equals("refused");
    }

    private void begin() {
      switch (phase) {
        case "log" -> console.say("reading the log");
        case "store" -> progress = console.count("looked at shares of the store", total);
        case "removal" -> progress = console.count("swept shares of the store", total);
        default -> {
          // It has ended.
        }
      }
    }

    @Override
    public void close() {
      progress.close();
      progress = Progress.NONE;
    }
  }
}
