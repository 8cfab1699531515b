package dev.mintmark.launcher;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.Part;
import dev.mintmark.embedded.process.ProcessId;
import dev.mintmark.embedded.server.LocalStack;
import dev.mintmark.embedded.server.PortName;
import dev.mintmark.embedded.server.StackLogging;
import dev.mintmark.embedded.server.StackSettings;
import dev.mintmark.launcher.access.KafkaAccess;
import dev.mintmark.launcher.access.KafkaIdentity;
import dev.mintmark.launcher.access.KafkaLogin;
import dev.mintmark.launcher.access.KafkaRightsSetup;
import dev.mintmark.launcher.access.ServiceAccess;
import dev.mintmark.launcher.home.Credentials;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.home.LogFiles;
import dev.mintmark.launcher.home.Orphans;
import dev.mintmark.launcher.home.StateFile;
import dev.mintmark.launcher.service.PresentToolchains;
import dev.mintmark.launcher.service.RebuildSettings;
import dev.mintmark.launcher.service.Service;
import dev.mintmark.launcher.service.Supervisor;
import dev.mintmark.launcher.toolchain.FileDigests;
import dev.mintmark.launcher.toolchain.Installed;
import dev.mintmark.launcher.topics.SchemaSetup;
import dev.mintmark.launcher.topics.TopicSetup;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Starts everything, then stays until it is told to stop. */
final class Up {
  private final Options options;
  private final Home home;
  private final Events events;
  private final long began = System.nanoTime();

  Up(Options options, Events events) {
    this.options = options;
    this.home = options.home();
    this.events = events;
  }

  int run() throws Exception {
    home.create();
    FileChannel lock = home.lock();
    try {
      return runLocked();
    } finally {
      lock.close();
    }
  }

  private int runLocked() throws Exception {
    events.emit("starting", Events.fields("home", home.root().toString()));
    LogFiles.rotate(home.log("servers"));
    StackLogging.configure(home.log("servers"));
    int orphans = Orphans.end(home);
    if (orphans > 0) {
      events.emit("orphans-ended", Events.fields("count", orphans));
    }
    StateFile state = StateFile.begin(home, self(), Service.names());
    Shutdown shutdown = new Shutdown(Optional.of(state), events);
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "stop"));
    try {
      start(state, shutdown);
      shutdown.await();
      return 0;
    } finally {
      shutdown.run();
    }
  }

  private void start(StateFile state, Shutdown shutdown) throws Exception {
    Credentials.ensure(home);
    Future<Map<String, Installed>> toolchains = findToolchains();
    LocalStack servers = shutdown.closing(LocalStack.start(settings(), this::partReady));
    Endpoints endpoints = servers.endpoints();
    state.listening(endpoints);
    RebuildSettings.write(home, endpoints);
    applyRights(endpoints);
    applyTopics(endpoints);
    Supervisor supervisor =
        shutdown.closing(
            Supervisor.start(
                home,
                options.root(),
                endpoints,
                options.ports(),
                get(toolchains),
                new Progress(state, events)));
    // It takes as long as a service does: those that do not need it start meanwhile.
    servers.awaitReady();
    registerSchemas(endpoints);
    supervisor.startReadersOfSchemas();
    supervisor.awaitReady();
    Duration total = Duration.ofNanos(System.nanoTime() - began);
    state.ready(total);
    events.emit("up", Events.fields("home", home.root().toString(), "millis", total.toMillis()));
  }

  private void applyRights(Endpoints endpoints) throws Exception {
    long start = System.nanoTime();
    KafkaRightsSetup.apply(KafkaLogin.admin(endpoints), KafkaAccess.rights());
    events.ready("rights", Duration.ofNanos(System.nanoTime() - start));
  }

  private void applyTopics(Endpoints endpoints) throws Exception {
    long start = System.nanoTime();
    TopicSetup.apply(KafkaLogin.admin(endpoints), TopicCatalogue.all());
    events.ready("topics", Duration.ofNanos(System.nanoTime() - start));
  }

  private void registerSchemas(Endpoints endpoints) throws Exception {
    long start = System.nanoTime();
    SchemaSetup.apply(endpoints.schemaRegistry(), TopicCatalogue.all());
    events.ready("schemas", Duration.ofNanos(System.nanoTime() - start));
  }

  /** While the servers start, which takes longer. */
  private Future<Map<String, Installed>> findToolchains() {
    FutureTask<Map<String, Installed>> task =
        new FutureTask<>(() -> {
          long start = System.nanoTime();
          Map<String, Installed> found =
              PresentToolchains.find(
                  options.root(),
                  Service.LINE,
                  Path.of(System.getProperty("java.home")),
                  FileDigests.keptIn(home.digestsFile()));
          events.ready("toolchains", Duration.ofNanos(System.nanoTime() - start));
          return found;
        });
    Thread.ofPlatform().daemon().name("toolchains").start(task);
    return task;
  }

  private static <T> T get(Future<T> future) throws Exception {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private StackSettings settings() {
    Map<PortName, Integer> ports = new EnumMap<>(PortName.class);
    for (PortName name : PortName.values()) {
      Integer named = options.ports().get(name.label());
      if (named != null) {
        ports.put(name, named);
      }
    }
    return new StackSettings(
        home.data(),
        EmbeddedStack.sharedCache(),
        EnumSet.allOf(Part.class),
        ports,
        ServiceAccess.s3Identities(),
        KafkaAccess.identities().stream().map(KafkaIdentity::name).toList());
  }

  private static ProcessId self() {
    return ProcessId.of(ProcessHandle.current().pid()).orElseThrow();
  }

  private void partReady(Part part, Duration after) {
    events.ready(part.label(), after);
  }
}
