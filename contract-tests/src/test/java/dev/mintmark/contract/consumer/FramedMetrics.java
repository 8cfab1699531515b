package dev.mintmark.contract.consumer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.events.fleet.v1.FleetMetrics;
import dev.mintmark.topics.TopicCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Records of {@code fleet.metrics}, written as telemetry-aggregator does and read by id. */
final class FramedMetrics {
  static final String TOPIC = TopicCatalogue.FLEET_METRICS.name();
  private static final int HEADER_BYTES = 5;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private FramedMetrics() {}

  static FleetMetrics window(long start, int heartbeats) {
    return FleetMetrics.newBuilder()
        .setRelease("face-detect:v1.0.0")
        .setIndex("sha256:" + "0".repeat(64))
        .setDeviceClass("cpu-amd64")
        .setWindowStart(start)
        .setWindowMillis(10_000)
        .setHeartbeats(heartbeats)
        .setRequests(1000)
        .setErrors(1)
        .setCpuPermille(250)
        .setLatencies(ByteBuffer.wrap(new byte[] {1, 2, 3}))
        .setLatencyP50Micros(4321)
        .setLatencyP90Micros(6000)
        .setLatencyP99Micros(12_000)
        .build();
  }

  /** Sends the records under the id that the registry gave their schema. */
  static void send(String bootstrapServers, URI registry, List<FleetMetrics> windows)
      throws Exception {
    int id = json(registry, "/subjects/" + TOPIC + "-value/versions/latest", "id").intValue();
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (FleetMetrics window : windows) {
        String key = window.getRelease() + "/" + window.getDeviceClass();
        producer.send(new ProducerRecord<>(TOPIC, key, frame(id, window))).get();
      }
    }
  }

  /** Reads a value with the schema that the registry has under its id, and nothing else. */
  static GenericRecord read(URI registry, byte[] value) throws Exception {
    ByteBuffer header = ByteBuffer.wrap(value);
    if (header.get() != 0) {
      throw new IllegalArgumentException("the value has no frame");
    }
    String schema = json(registry, "/schemas/ids/" + header.getInt(), "schema").asText();
    return new GenericDatumReader<GenericRecord>(new Schema.Parser().parse(schema))
        .read(
            null,
            DecoderFactory.get()
                .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
  }

  private static byte[] frame(int id, FleetMetrics window) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(HEADER_BYTES).put((byte) 0).putInt(id).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new SpecificDatumWriter<>(FleetMetrics.class).write(window, encoder);
    return bytes.toByteArray();
  }

  private static JsonNode json(URI registry, String path, String field) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry + path)).timeout(LIMIT).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return new ObjectMapper()
          .readTree(client.send(request, BodyHandlers.ofString()).body())
          .required(field);
    }
  }
}
