package dev.mintmark.ingest;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.ingest.claim.Claims;
import dev.mintmark.ingest.http.KafkaRequestLog;
import dev.mintmark.ingest.http.RequestLog;
import dev.mintmark.ingest.http.UploadLimit;
import dev.mintmark.ingest.inputs.InputRules;
import dev.mintmark.ingest.training.DriftAlarm;
import dev.mintmark.ingest.training.LoggedDriftAlarm;
import dev.mintmark.ingest.training.Trainings;
import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.topics.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Binds the service's plain classes to the kit. */
@Singleton
final class Wiring {
  private static final String STEP = "trainer-ingest";

  @Produces
  @Singleton
  Claims claims(Pointers pointers) {
    return new Claims(pointers);
  }

  @Produces
  @Singleton
  Trainings trainings(Pointers pointers) {
    return new Trainings(pointers);
  }

  @Produces
  @Singleton
  DriftAlarm driftAlarm(MeterRegistry registry) {
    return new LoggedDriftAlarm(registry);
  }

  @Produces
  @Singleton
  InputRules inputRules(ArtifactStore store, IngestConfig config) {
    return new InputRules(store, Math.toIntExact(config.maxModelSize().asLongValue()));
  }

  @Produces
  @Singleton
  UploadLimit uploadLimit(IngestConfig config) {
    return new UploadLimit(config.maxArtifactSize().asLongValue());
  }

  @Produces
  @Singleton
  HandOff<BuildRequested, ModelIngested> handOff(
      Claims claims, InputRules inputs, Trainings trainings, DriftAlarm alarm) {
    return new HandOff<>(
        STEP,
        TopicCatalogue.BUILD_REQUESTED,
        TopicCatalogue.MODEL_INGESTED,
        new IngestModel(claims, inputs, trainings, alarm));
  }

  @Produces
  @Singleton
  RequestLog requestLog(KitConfig config) {
    KafkaSettings settings =
        new KafkaSettings(Broker.of(config), STEP + "-door", config.instance());
    return new KafkaRequestLog(settings, Clock.systemUTC());
  }

  void close(@Disposes RequestLog log) {
    log.close();
  }
}
