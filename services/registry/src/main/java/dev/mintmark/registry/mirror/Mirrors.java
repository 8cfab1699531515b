package dev.mintmark.registry.mirror;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.kit.run.RunState;
import dev.mintmark.kit.run.Supervised;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.registry.http.RegistryConfig;
import dev.mintmark.registry.link.CachedPointers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The mirrors of this service, each on a thread of its own. */
@Singleton
final class Mirrors {
  private final List<Running> running = new CopyOnWriteArrayList<>();

  /** A mirror at work. */
  private record Running(Mirror mirror, MirrorState state, Supervised part) {}

  void start(
      @Observes StartupEvent event,
      RegistryConfig config,
      KitConfig kit,
      ArtifactStore store,
      CachedPointers pointers,
      MeterRegistry metrics) {
    List<Mirror> mirrors = new ArrayList<>();
    new TreeMap<>(config.mirrors())
        .forEach((name, one) -> mirrors.add(MirrorReader.read(name, one)));
    for (Mirror mirror : mirrors) {
      MirrorState state = new MirrorState();
      metrics.gauge(
          "mintmark.registry.mirror.behind",
          Tags.of("mirror", mirror.name()),
          state,
          at -> at.seen().behind());
      KafkaSettings kafka =
          new KafkaSettings(Broker.of(kit), "registry-mirror-" + mirror.name(), kit.instance());
      MirrorWork work =
          new MirrorWork(
              mirror,
              () -> MirrorWork.consumer(kafka),
              new MirrorRelease(mirror, store, pointers),
              state,
              metrics);
      running.add(new Running(mirror, state, Supervised.start("mirror " + mirror.name(), work)));
    }
  }

  void stop(@Observes ShutdownEvent event) {
    running.forEach(one -> one.part().close());
  }

  /**
   * A mirror as operators see it.
   *
   * @param state {@code following}, {@code waiting} for what {@code seen} says, or what keeps it
   *     from reading the log
   */
  record Status(String name, String url, String state, MirrorState.Seen seen) {}

  List<Status> all() {
    return running.stream()
        .map(one -> {
          MirrorState.Seen seen = one.state().seen();
          return new Status(
              one.mirror().name(), one.mirror().url().toString(), state(one, seen), seen);
        })
        .toList();
  }

  private static String state(Running one, MirrorState.Seen seen) {
    if (seen.waitsFor() != null) {
      return "waiting";
    }
    return switch (one.part().state()) {
      case RunState.Running() -> "following";
      case RunState.Starting() -> "starting";
      case RunState.Stopped() -> "stopped";
      case RunState.Retrying(int attempts, String error) ->
          "cannot read the log, " + attempts + " failed: " + error;
    };
  }
}
