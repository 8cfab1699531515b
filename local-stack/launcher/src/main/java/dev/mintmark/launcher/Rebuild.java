package dev.mintmark.launcher;

import dev.mintmark.content.Digest;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.rebuild.LedgerClient;
import dev.mintmark.launcher.rebuild.RunView;
import dev.mintmark.launcher.rebuild.RunningStack;
import dev.mintmark.launcher.rebuild.ToolchainArchive;
import dev.mintmark.launcher.service.PresentToolchains;
import dev.mintmark.launcher.service.RebuildSettings;
import dev.mintmark.launcher.service.Service;
import dev.mintmark.launcher.service.Workers;
import dev.mintmark.launcher.toolchain.FileDigests;
import dev.mintmark.launcher.toolchain.Installed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Starts the steps of one rebuild, each as the toolchain that made the releases, stays until the
 * ledger has judged all of them, and ends the steps. The events beside the stack's: {@code
 * toolchain} (what a step runs as), {@code toolchain-gone} (it cannot be had, the present one runs
 * instead), {@code toolchain-too-old} (it cannot come to Kafka with a password, as well), {@code
 * release} (how far one is).
 */
final class Rebuild {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Options options;
  private final RebuildOptions wanted;
  private final Home home;
  private final Events events;
  private final long began = System.nanoTime();

  Rebuild(Options options, RebuildOptions wanted, Events events) {
    this.options = options;
    this.wanted = wanted;
    this.home = options.home();
    this.events = events;
  }

  /** Exit code 0 when all is judged, 1 when it was stopped before. */
  int run() throws Exception {
    RunningStack stack = RunningStack.in(home);
    FileChannel lock = home.lockRebuild(wanted.run());
    try {
      events.emit("starting", Events.fields("home", home.root().toString(), "run", wanted.run()));
      Shutdown shutdown = new Shutdown(Optional.empty(), events);
      Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "stop"));
      StandardInput.whenEnded(shutdown::run);
      try {
        return rebuild(stack, shutdown) ? 0 : 1;
      } finally {
        shutdown.run();
        shutdown.await();
      }
    } finally {
      lock.close();
    }
  }

  private boolean rebuild(RunningStack stack, Shutdown shutdown) throws Exception {
    LedgerClient ledger = new LedgerClient(stack.ledger(), stack.operatorToken());
    RunView view = stack.find(ledger, wanted.run());
    Map<String, Installed> toolchains = choose(view, ledger);
    Workers workers =
        shutdown.closing(
            Workers.start(
                home,
                wanted.run(),
                RebuildSettings.read(home, wanted.run(), view.since()),
                toolchains,
                given("TZ", "LANG"),
                new WorkerProgress(events)));
    workers.awaitReady();
    events.emit(
        "up",
        Events.fields(
            "run", wanted.run(), "millis", Duration.ofNanos(System.nanoTime() - began).toMillis()));
    return follow(stack, ledger, shutdown);
  }

  private boolean follow(RunningStack stack, LedgerClient ledger, Shutdown shutdown)
      throws InterruptedException {
    Map<String, RunView.Progress> told = new LinkedHashMap<>();
    while (!shutdown.await(POLL)) {
      stack.requireRunning();
      Optional<RunView> view = now(ledger);
      if (view.isEmpty()) {
        continue;
      }
      view.get()
          .releases()
          .forEach((release, progress) -> {
            if (!progress.equals(told.put(release, progress))) {
              tell(release, progress);
            }
          });
      if (view.get().isEnd()) {
        return true;
      }
    }
    return false;
  }

  /** A ledger that restarts says nothing for a while. */
  private Optional<RunView> now(LedgerClient ledger) throws InterruptedException {
    try {
      return ledger.run(wanted.run());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void tell(String release, RunView.Progress progress) {
    Map<String, Object> fields = Events.fields("release", release, "state", progress.state());
    progress.outcome().ifPresent(outcome -> fields.put("outcome", outcome));
    events.emit("release", fields);
  }

  private Map<String, Installed> choose(RunView view, LedgerClient ledger)
      throws IOException, InterruptedException {
    FileDigests digests = FileDigests.keptIn(home.digestsFile());
    Map<String, Installed> present =
        PresentToolchains.find(options.root(), Service.STEPS, wanted.jdk(), digests);
    ToolchainArchive archive =
        new ToolchainArchive(
            home.toolchains(),
            ledger,
            digests,
            present.values().iterator().next().jdk(),
            present.values());
    Map<String, Installed> chosen = new TreeMap<>();
    for (Map.Entry<String, Installed> step : present.entrySet()) {
      Digest recorded = view.toolchains().get(step.getKey());
      chosen.put(
          step.getKey(),
          recorded == null || wanted.current() || view.current()
              ? present(step.getKey(), step.getValue())
              : recorded(step.getKey(), archive.bring(recorded), step.getValue()));
    }
    return chosen;
  }

  private Installed recorded(String step, ToolchainArchive.Answer answer, Installed present)
      throws IOException {
    return switch (answer) {
      case ToolchainArchive.Answer.There(Installed installed, int fetched) -> {
        if (!installed.knowsLogins()) {
          events.emit("toolchain-too-old", Events.fields("step", step));
          yield present(step, present);
        }
        tell(step, installed, "recorded", fetched);
        yield installed;
      }
      case ToolchainArchive.Answer.Gone(Digest missing) -> {
        events.emit("toolchain-gone", Events.fields("step", step, "missing", missing.toString()));
        yield present(step, present);
      }
    };
  }

  private Installed present(String step, Installed installed) {
    tell(step, installed, "present", 0);
    return installed;
  }

  private void tell(String step, Installed installed, String source, int fetched) {
    events.emit(
        "toolchain",
        Events.fields(
            "step",
            step,
            "source",
            source,
            "distribution",
            installed.toolchain().distribution().toString(),
            "java",
            installed.jdk().version(),
            "fetched",
            fetched));
  }

  private static Map<String, String> given(String... names) {
    Map<String, String> given = new TreeMap<>();
    for (String name : names) {
      Optional.ofNullable(System.getenv(name))
          .filter(value -> !value.isEmpty())
          .ifPresent(value -> given.put(name, value));
    }
    return given;
  }
}
