package dev.mintmark.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.device.v1.ReportKind;
import dev.mintmark.kit.handoff.EventHeaders;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The projection against real Kafka and PostgreSQL. All tests share one log, which only grows; each
 * projects it into a database of its own.
 */
class ProjectionIT {
  private static final int SMALL_BATCH = 20;
  private static final int BATCH = 2000;
  private static final int RELEASES = 300;

  /** Of a device that reports that it runs a release: two words, and the device. */
  private static final int DEVICE_ROWS = 2 + 1;

  @TempDir static Path folder;
  private static EmbeddedStack stack;
  private static Log log;

  /** What one undisturbed run made of the releases named {@code base}. */
  private static List<String> cleanRun;

  @BeforeAll
  static void start() throws Exception {
    stack =
        EmbeddedStack.start(
            folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    log = new Log(stack.kafkaBootstrapServers());
    log.write(Line.many("base", RELEASES));
    try (Tables tables = Tables.create(stack, "clean");
        LedgerProcess ledger = ledger("clean", BATCH).awaitReady()) {
      assertThat(ledger.projection().get("data").get("state").asText()).isEqualTo("following");
      cleanRun = tables.content("base");
    }
    assertThat(cleanRun).hasSize(RELEASES * Line.ROWS);
  }

  @AfterAll
  static void stop() {
    log.close();
    stack.close();
  }

  private static LedgerProcess ledger(String database, int batch) throws Exception {
    return LedgerProcess.start(stack, database, folder.resolve(database), batch);
  }

  private static String database(TestInfo test) {
    return test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
  }

  @Test
  void aKillInTheMiddleOfABatchLeavesTheRowsOfACleanRun(TestInfo test) throws Exception {
    try (Tables tables = Tables.create(stack, database(test))) {
      LedgerProcess first = ledger(database(test), SMALL_BATCH);
      tables.awaitHandOffs(SMALL_BATCH);
      holdTheNextBatchBetweenItsHandOffsAndItsBuilds(tables);
      assertThat(tables.number("select count(*) from ledger.hand_off where name = 'held'"))
          .isZero();
      first.kill();
      tables.execute("rollback");

      try (LedgerProcess second = ledger(database(test), SMALL_BATCH).awaitReady()) {
        assertThat(second.projection().get("status").asText()).isEqualTo("UP");
        assertThat(tables.content("base")).isEqualTo(cleanRun);
        assertThat(tables.content("held")).hasSize(5 * Line.ROWS);
      }
    }
  }

  private static void holdTheNextBatchBetweenItsHandOffsAndItsBuilds(Tables tables)
      throws Exception {
    tables.execute("begin");
    tables.execute("lock table ledger.build in exclusive mode");
    log.write(Line.many("held", 5));
    Awaitility.await("the projector to wait for the lock, its hand-offs already inserted")
        .atMost(LedgerProcess.LONG_ENOUGH)
        .until(() ->
            tables.number(
                    "select count(*) from pg_locks l join pg_class c on c.oid = l.relation"
                        + " where c.relname = 'build' and not l.granted")
                > 0);
  }

  @Test
  void killsAtAnyMomentLeaveTheRowsOfACleanRun(TestInfo test) throws Exception {
    try (Tables tables = Tables.create(stack, database(test))) {
      for (long rows : new long[] {1, 400, 900, 1600}) {
        LedgerProcess ledger = ledger(database(test), SMALL_BATCH);
        tables.awaitHandOffs(rows);
        ledger.kill();
      }
      try (LedgerProcess last = ledger(database(test), SMALL_BATCH).awaitReady()) {
        assertThat(last.projection().get("status").asText()).isEqualTo("UP");
        assertThat(tables.content("base")).isEqualTo(cleanRun);
      }
    }
  }

  @Test
  void twoProjectorsAtOnceWriteEachRowOnce(TestInfo test) throws Exception {
    try (Tables tables = Tables.create(stack, database(test));
        LedgerProcess one = ledger(database(test), SMALL_BATCH);
        LedgerProcess two =
            LedgerProcess.start(stack, database(test), folder.resolve("two"), SMALL_BATCH)) {
      one.awaitReady();
      two.awaitReady();
      log.write(Line.many("both", 50));
      for (int order = 1; order <= 30; order++) {
        log.write(FleetLog.reported("both", order, ReportKind.RUNNING, "both:v1.0." + order));
      }
      Awaitility.await("the releases that were made meanwhile")
          .atMost(LedgerProcess.LONG_ENOUGH)
          .until(() -> tables.content("both").size() == 50 * Line.ROWS + DEVICE_ROWS);
      Awaitility.await("the device's last word")
          .atMost(LedgerProcess.LONG_ENOUGH)
          .until(() ->
              tables.strings("select version from ledger.running").equals(List.of("v1.0.30")));

      assertThat(tables.content("base")).isEqualTo(cleanRun);
    }
  }

  @Test
  void droppedTablesAreProjectedAgainToTheSameRowsWithoutARestart(TestInfo test) throws Exception {
    try (Tables tables = Tables.create(stack, database(test));
        LedgerProcess ledger = ledger(database(test), BATCH).awaitReady()) {
      List<String> before = tables.content();
      long sequence = tables.number("select max(sequence) from ledger.hand_off");

      tables.execute("drop schema ledger cascade");
      Awaitility.await("everything to be projected again")
          .atMost(LedgerProcess.LONG_ENOUGH)
          .ignoreExceptions()
          .until(() -> tables.content().equals(before));

      assertThat(tables.number("select min(sequence) from ledger.hand_off"))
          .as("whoever resumes the feed by an old number gets everything")
          .isGreaterThan(sequence);
      ledger.awaitReady();
    }
  }

  @Test
  void aSecondRequestForAReleaseIsRejectedAndLeavesTheFirst(TestInfo test) throws Exception {
    Line first = new Line("claimed", "v1.0.0", "first");
    Line second = new Line("claimed", "v1.0.0", "second");
    ProducerRecord<byte[], byte[]> requested = first.requested();
    ProducerRecord<byte[], byte[]> late = second.requested();
    // The HTTP door claims before it writes, so the holder's request can be the later one.
    log.write(late, requested, first.ingested(), first.quantized(), first.built());

    try (Tables tables = Tables.create(stack, database(test));
        LedgerProcess ledger = ledger(database(test), BATCH).awaitReady()) {
      String path = "/v1/releases/claimed/v1.0.0";
      log.write(second.rejected("ING-010", "held by another request\0"));
      Awaitility.await("the rejection")
          .atMost(LedgerProcess.LONG_ENOUGH)
          .until(() -> ledger.json(path).get("request").asText().equals(first.request()));

      assertThat(ledger.json(path).get("state").asText()).isEqualTo("built");
      assertThat(ledger.json(path).get("rejection").isNull()).isTrue();
      assertThat(ledger.json(path).get("handOffs")).hasSize(4);
      assertThat(ledger.json("/v1/releases?after=claimed:v0.9.9&limit=1").get("releases").get(0))
          .hasToString(
              "{\"name\":\"claimed\",\"version\":\"v1.0.0\",\"state\":\"built\",\"request\":\""
                  + first.request()
                  + "\"}");
      assertThat(ledger.json(path + "?request=" + second.request()).get("rejection"))
          .hasToString(
              "{\"step\":\"trainer-ingest\",\"code\":\"ING-010\",\"subject\":\"subject\","
                  + "\"found\":\"held by another request\uFFFD\",\"advice\":\"advice\"}");
      assertThat(ledger.feed("claimed:v1.0.0", "", 4))
          .extracting(e -> e.data().get("request").asText())
          .containsOnly(first.request());
      assertThat(tables.number("select count(*) from ledger.build where name = 'claimed'"))
          .isEqualTo(2);
    }
  }

  @Test
  void unreadableRecordsAreKeptOnceAndDoNotStopTheProjection(TestInfo test) throws Exception {
    Line after = new Line("after-the-unreadable", "v1.0.0", "");
    Topic topic = TopicCatalogue.BUILD_REQUESTED;
    ProducerRecord<byte[], byte[]> good = after.requested();
    log.write(
        raw(topic, good.key(), "no Avro".getBytes(UTF_8), "live"),
        raw(topic, good.key(), null, "live"),
        raw(topic, good.key(), good.value(), ""),
        raw(topic, "other:v1.0.0".getBytes(UTF_8), good.value(), "live"),
        good);

    try (Tables tables = Tables.create(stack, database(test))) {
      for (int start = 0; start < 2; start++) {
        try (LedgerProcess ledger = ledger(database(test), SMALL_BATCH).awaitReady()) {
          assertThat(ledger.json("/v1/releases/after-the-unreadable/v1.0.0").get("state").asText())
              .isEqualTo("requested");
        }
      }
      assertThat(tables.strings("select code from ledger.dead_record order by code"))
          .containsExactly("KIT-011", "KIT-011", "KIT-012", "KIT-016");
      assertThat(tables.strings("select value_digest from ledger.dead_record"))
          .contains(Digest.of("no Avro".getBytes(UTF_8)).toString());
    }
  }

  private static ProducerRecord<byte[], byte[]> raw(
      Topic topic, byte[] key, byte @Nullable [] value, String run) {
    RecordHeaders headers = new RecordHeaders();
    if (!run.isEmpty()) {
      headers.add(EventHeaders.RUN, run.getBytes(UTF_8));
    }
    return new ProducerRecord<>(topic.name(), null, null, key, value, headers);
  }

  @Test
  void whatATransactionTookBackIsNotProjected(TestInfo test) throws Exception {
    log.abort(Line.published("aborted", "v1.0.0"));
    try (Tables tables = Tables.create(stack, database(test));
        LedgerProcess ledger = ledger(database(test), BATCH).awaitReady()) {
      assertThat(ledger.get("/v1/releases/aborted/v1.0.0").statusCode()).isEqualTo(404);
      assertThat(tables.number("select count(*) from ledger.hand_off where name = 'aborted'"))
          .isZero();
    }
  }

  @Test
  void doublesOfAnEventAreShownOnce(TestInfo test) throws Exception {
    Line line = new Line("doubled", "v1.0.0", "");
    ProducerRecord<byte[], byte[]> requested = line.requested();
    log.write(requested, requested, line.ingested());
    try (Tables tables = Tables.create(stack, database(test));
        LedgerProcess ledger = ledger(database(test), BATCH).awaitReady()) {
      assertThat(ledger.json("/v1/releases/doubled/v1.0.0").get("handOffs")).hasSize(2);
      assertThat(ledger.feed("doubled:v1.0.0", "", 2))
          .extracting(e -> e.data().get("topic").asText())
          .containsExactlyInAnyOrder(
              TopicCatalogue.BUILD_REQUESTED.name(), TopicCatalogue.MODEL_INGESTED.name());
      assertThat(tables.number("select count(*) from ledger.hand_off where name = 'doubled'"))
          .as("rows are the log's, record for record")
          .isEqualTo(3);
    }
  }

  @Test
  void anotherClustersRowsAreNotContinued(TestInfo test) throws Exception {
    assertRetries(test, "update ledger.projection set cluster = 'another'", "LDG-023");
  }

  @Test
  void aLogThatWasCutIsFound(TestInfo test) throws Exception {
    assertRetries(
        test, "update ledger.source_offset set next_offset = next_offset + 1000", "LDG-022");
  }

  private static void assertRetries(TestInfo test, String damage, String code) throws Exception {
    try (Tables tables = Tables.create(stack, database(test))) {
      try (LedgerProcess ledger = ledger(database(test), BATCH).awaitReady()) {
        assertThat(ledger.projection().get("status").asText()).isEqualTo("UP");
      }
      tables.execute(damage);
      List<String> before = tables.content();
      try (LedgerProcess ledger = ledger(database(test), BATCH)) {
        Awaitility.await("a projection that says " + code)
            .atMost(LedgerProcess.LONG_ENOUGH)
            .ignoreExceptions()
            .until(() ->
                ledger.projection().get("status").asText().equals("DOWN")
                    && ledger.projection().get("data").toString().contains(code));
        assertThat(tables.content()).isEqualTo(before);
      }
    }
  }
}
