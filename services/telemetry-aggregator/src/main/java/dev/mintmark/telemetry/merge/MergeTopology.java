package dev.mintmark.telemetry.merge;

import dev.mintmark.topics.TopicCatalogue;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code fleet.summed} to {@code fleet.metrics}: one store of windows, held in the heap and in a
 * changelog, and no repartitioning, for the parts are keyed by release and class already.
 */
final class MergeTopology {
  static final String WINDOWS = "windows";
  static final String METRICS = "metrics";
  static final String DEAD_LETTERS = "dead-letters";
  private static final String PARTS = "parts";
  private static final String MERGE = "merge";

  private MergeTopology() {}

  /**
   * The topology.
   *
   * @param schemaId of {@code FleetMetrics}
   * @param grace how long after its end a window takes parts
   */
  static Topology of(int schemaId, Duration grace, MergeMetrics metrics) {
    var keys = Serdes.String();
    var bytes = Serdes.ByteArray();
    return new Topology()
        .addSource(
            PARTS, bytes.deserializer(), bytes.deserializer(), TopicCatalogue.FLEET_SUMMED.name())
        .addProcessor(MERGE, () -> new PartMerger(schemaId, grace, metrics), PARTS)
        .addStateStore(
            Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(WINDOWS), keys, bytes), MERGE)
        .addSink(
            METRICS,
            TopicCatalogue.FLEET_METRICS.name(),
            bytes.serializer(),
            bytes.serializer(),
            MERGE)
        .addSink(
            DEAD_LETTERS,
            TopicCatalogue.FLEET_SUMMED.deadLetters(),
            bytes.serializer(),
            bytes.serializer(),
            MERGE);
  }
}
