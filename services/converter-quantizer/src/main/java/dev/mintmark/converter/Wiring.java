package dev.mintmark.converter;

import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.HandOff;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.topics.TopicCatalogue;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the step between its topics. */
@Singleton
final class Wiring {
  @Produces
  @Singleton
  HandOff<ModelIngested, ModelQuantized> handOff(
      ArtifactStore store,
      EventChain chain,
      Pointers pointers,
      ConverterConfig config,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    Limits limits =
        new Limits(
            Math.toIntExact(config.maxModelSize().asLongValue()),
            Math.toIntExact(config.maxSampleSize().asLongValue()));
    return new HandOff<>(
        "converter-quantizer",
        TopicCatalogue.MODEL_INGESTED,
        TopicCatalogue.MODEL_QUANTIZED,
        new QuantizeModel(
            store, chain, new RecordedMeasures(store, chain, pointers), limits, version));
  }
}
