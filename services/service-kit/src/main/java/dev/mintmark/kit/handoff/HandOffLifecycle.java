package dev.mintmark.kit.handoff;

import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.kit.toolchain.ToolchainKeeper;
import dev.mintmark.topics.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Starts a runner for every hand-off that the service offers as a bean, and tells how they are. */
@Readiness
@Singleton
final class HandOffLifecycle implements HealthCheck {
  private final List<HandOffRunner<?, ?>> runners = new ArrayList<>();
  private final Instance<HandOff<?, ?>> handOffs;
  private final KitConfig config;
  private final ArtifactStore store;
  private final Pointers pointers;
  private final MeterRegistry registry;
  private final ToolchainKeeper toolchain;

  HandOffLifecycle(
      @Any Instance<HandOff<?, ?>> handOffs,
      KitConfig config,
      ArtifactStore store,
      Pointers pointers,
      MeterRegistry registry,
      ToolchainKeeper toolchain) {
    this.handOffs = handOffs;
    this.config = config;
    this.store = store;
    this.pointers = pointers;
    this.registry = registry;
    this.toolchain = toolchain;
  }

  void start(@Observes StartupEvent event) {
    toolchain.begin();
    for (HandOff<?, ?> handOff : handOffs) {
      HandOffRunner<?, ?> runner = runner(afterKeeping(handOff));
      runners.add(runner);
      runner.start();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    runners.forEach(HandOffRunner::close);
  }

  /** Whatever is handed off names the toolchain: it must be there first. */
  private <
          I extends org.apache.avro.specific.SpecificRecord,
          O extends org.apache.avro.specific.SpecificRecord>
      HandOff<I, O> afterKeeping(HandOff<I, O> handOff) {
    Step<I, O> work =
        incoming -> {
          toolchain.keep();
          return handOff.work().apply(incoming);
        };
    return handOff.doing(work);
  }

  private <
          I extends org.apache.avro.specific.SpecificRecord,
          O extends org.apache.avro.specific.SpecificRecord>
      HandOffRunner<I, O> runner(HandOff<I, O> handOff) {
    Run run = config.runOf();
    KafkaSettings settings =
        new KafkaSettings(Broker.of(config), run.member(handOff.step()), config.instance());
    Optional<Predecessor> predecessor =
        handOff
            .inherits()
            .filter(group -> run.isLive())
            .map(group -> new Predecessor(group, settings.consumer()));
    StartingOffsets offsets = new StartingOffsets(pointers, config.since(), predecessor);
    Topic from = handOff.kind() == HandOff.Kind.LINE ? run.topic(handOff.from()) : handOff.from();
    return new HandOffRunner<>(
        handOff,
        new Answer.Maker<>(
            handOff, store, Clock.systemUTC(), new Answer.Maker.Place(run, toolchain.name())),
        () -> Session.open(settings, config.handOff().batch(), from, offsets),
        new HandOffMetrics(registry, handOff.step()));
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder health = HealthCheckResponse.named("hand-offs").up();
    for (HandOffRunner<?, ?> runner : runners) {
      String name = runner.handOff().from().name();
      switch (runner.state()) {
        case RunnerState.Running() -> health.withData(name, "running");
        case RunnerState.Starting() -> health.withData(name, "starting").down();
        case RunnerState.Stopped() -> health.withData(name, "stopped").down();
        case RunnerState.Retrying(String what, int attempts, String error) ->
            health
                .withData(name, "retrying " + what + ", " + attempts + " failed: " + error)
                .down();
      }
    }
    return health.build();
  }
}
