package dev.mintmark.kit.handoff;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.Run;
import dev.mintmark.topics.Topic;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The envelope: CloudEvents 1.0 in Kafka's binary content mode (Kafka protocol binding, section
 * 3.2), and Mintmark's own headers. Ids are derived, so an event made again has the same one.
 */
public final class EventHeaders {
  /** The run of everything that may reach a device. */
  public static final String LIVE = Run.LIVE.id();

  public static final String ID = "ce_id";
  public static final String TYPE = "ce_type";
  public static final String TIME = "ce_time";
  public static final String RUN = "mintmark_run";
  public static final String CAUSE = "mintmark_cause";
  public static final String SCHEMA = "mintmark_schema";

  /** What the step ran as: {@code sha256:<hex>} of its toolchain document, an artifact. */
  public static final String TOOLCHAIN = "mintmark_toolchain";

  /** Of a record that an operator had handed off again: where it stood first. */
  public static final String REDRIVEN = "mintmark_redriven";

  static final String TRACE = "traceparent";

  /** Longer ids and traces are none; nor does a reason need more. */
  private static final int LONGEST_ID = 128;

  private static final int LONGEST_REASON = 1000;

  private EventHeaders() {}

  /** The id of a build request: who sends the same request twice sends one event. */
  public static String firstId(byte[] value, String run) {
    return derive(Digest.of(value).hex(), "request", run);
  }

  /** The id of a step's answer. */
  public static String nextId(String inputId, String step, String run) {
    return derive(inputId, step, run);
  }

  private static String derive(String input, String step, String run) {
    return Digest.of((input + '\n' + step + '\n' + run).getBytes(UTF_8)).hex();
  }

  /** The headers of a build request. */
  public static Headers ofRequest(Topic topic, ReleaseId release, byte[] value, Clock clock) {
    return of(topic, release, "ci", firstId(value, LIVE), null, LIVE, clock);
  }

  static Headers of(
      Topic topic,
      ReleaseId release,
      String source,
      String id,
      @Nullable String cause,
      String run,
      Clock clock) {
    return of(topic, release.toString(), source, id, cause, run, clock);
  }

  /**
   * The headers of a record that is no part of a release.
   *
   * @param subject whom it is about, e.g. a device
   * @param id derived, so that the record made again has the same one
   */
  public static Headers ofFleet(
      Topic topic, String subject, String source, String id, Clock clock) {
    return of(topic, subject, source, id, null, LIVE, clock);
  }

  private static Headers of(
      Topic topic,
      String subject,
      String source,
      String id,
      @Nullable String cause,
      String run,
      Clock clock) {
    RecordHeaders headers = new RecordHeaders();
    add(headers, "ce_specversion", "1.0");
    add(headers, ID, id);
    add(headers, TYPE, topic.eventType());
    add(headers, "ce_source", "/mintmark/" + source);
    add(headers, "ce_subject", subject);
    add(headers, TIME, clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    add(headers, "content-type", "application/avro");
    add(headers, RUN, run);
    if (cause != null) {
      add(headers, CAUSE, cause);
    }
    add(headers, SCHEMA, EventCodec.fingerprint(topic.schema()));
    return headers;
  }

  /**
   * The headers of a record that can never be read: its own, and why. What is added is bounded, for
   * the largest record must fit among dead letters, too.
   *
   * @param step who cannot read it
   */
  public static Headers ofDeadLetter(
      ConsumerRecord<byte[], byte[]> message, UnreadableException reason, String step) {
    RecordHeaders headers = new RecordHeaders(message.headers().toArray());
    String text = String.valueOf(reason.getMessage());
    add(headers, "mintmark_error_code", reason.code());
    add(headers, "mintmark_error", text.substring(0, Math.min(text.length(), LONGEST_REASON)));
    add(headers, "mintmark_step", step);
    add(headers, "mintmark_position", Position.of(message).toString());
    return headers;
  }

  /** The record's event id; empty for none, and for what is too long to be one. */
  static Optional<String> id(Headers headers) {
    return text(headers, ID).filter(id -> !id.isBlank() && id.length() <= LONGEST_ID);
  }

  /** The trace to go on with (W3C Trace Context); empty for what is too long to be one. */
  static Optional<String> trace(Headers headers) {
    return text(headers, TRACE).filter(trace -> trace.length() <= LONGEST_ID);
  }

  static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(UTF_8));
  }

  /** In the place of all headers of that name. */
  static void set(Headers headers, String name, String value) {
    headers.remove(name);
    add(headers, name, value);
  }

  /** The last header of that name, as text. */
  public static Optional<String> text(Headers headers, String name) {
    return Optional.ofNullable(headers.lastHeader(name))
        .map(Header::value)
        .map(value -> new String(value, UTF_8));
  }
}
