package dev.mintmark.contract.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.topics.TopicCatalogue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A CI of its own that knows Avro and Kafka and nothing of Mintmark's code. */
public final class Requests {
  private Requests() {}

  /** The request of a release that is in the log. */
  public static BuildRequested of(List<ConsumerRecord<byte[], byte[]>> records, String release)
      throws IOException {
    byte[] value =
        records.stream()
            .filter(message -> message.topic().equals(TopicCatalogue.BUILD_REQUESTED.name()))
            .filter(message -> Log.key(message).equals(release))
            .findFirst()
            .orElseThrow()
            .value();
    return new SpecificDatumReader<>(BuildRequested.class)
        .read(null, DecoderFactory.get().binaryDecoder(value, null));
  }

  public static byte[] bytes(BuildRequested request) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new SpecificDatumWriter<>(BuildRequested.class).write(request, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  /** Writes a value to {@code build.requested} with the one header that a producer must set. */
  public static void send(Map<String, Object> client, String release, byte[] value)
      throws Exception {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(TopicCatalogue.BUILD_REQUESTED.name(), release.getBytes(UTF_8), value);
    message.headers().add("mintmark_run", "live".getBytes(UTF_8));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(message).get();
    }
  }
}
