package dev.mintmark.cli.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.pause.Pause;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.topics.Cluster;
import dev.mintmark.cli.topics.WantedTopic;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.topics.TopicCatalogue;
import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log on a real broker: backed up, changed behind its back, and restored into another cluster.
 */
class LogBackupIT {
  private static final String TOPIC = TopicCatalogue.BUILD_REQUESTED.name();
  private static final SigningKey KEY = SigningKey.generate();

  @TempDir Path folder;
  private Path backup;
  private EmbeddedStack stack;
  private final StringWriter out = new StringWriter();
  private final LogBackups backups =
      new LogBackups(new Console(new PrintWriter(out), new PrintWriter(out), false, false, false));

  @BeforeEach
  void start() {
    backup = folder.resolve("backup");
    stack = cluster("stack");
    write(stack, 0, 5);
    write(stack, 1, 2);
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void everyCopyOfARecordHoldsUntilOneByteIsChanged() throws IOException {
    backups.export(backup, access(stack), KEY);
    write(stack, 0, 3);
    backups.export(backup, access(stack), KEY);
    verify(Map.of());
    verify(access(stack));
    assertThat(out.toString()).contains("10 records hold, 2 checkpoints are signed");

    for (Change change : changes()) {
      Path copy = folder.resolve("copy-" + change.name().replace(' ', '-'));
      copy(backup, copy);
      change.edit(copy);
      CommandException found =
          catchThrowableOfType(
              CommandException.class, () -> backups.verify(copy, KEY.verificationKey(), Map.of()));
      assertThat(found).as(change.name()).isNotNull();
      assertThat(found.code()).as(change.name()).isEqualTo(change.code());
      assertThatThrownBy(() -> backups.restore(copy, KEY.verificationKey(), Map.of()))
          .as(change.name() + ": nothing to restore from")
          .isInstanceOf(CommandException.class);
    }
    assertThatThrownBy(
            () -> backups.verify(backup, SigningKey.generate().verificationKey(), Map.of()))
        .hasMessageContaining("its signature is not by the key");
  }

  @Test
  void anExportThatWasBrokenOffIsTakenUpAgain() throws IOException {
    backups.export(backup, access(stack), KEY);
    Path later = folder.resolve("later");
    copy(backup, later);
    write(stack, 0, 1);
    backups.export(later, access(stack), KEY);
    // Records are written before the checkpoint that covers them.
    Files.copy(records(later), records(backup), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> verify(Map.of())).isInstanceOf(CommandException.class);
    assertThat(out.toString()).contains("1 records behind the last checkpoint; export again");

    backups.export(backup, access(stack), KEY);

    verify(Map.of());
  }

  @Test
  void aLogThatWasCutBehindTheBackupIsFound() throws Exception {
    backups.export(backup, access(stack), KEY);
    try (Admin admin = Admin.create(access(stack))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(TOPIC, 0), RecordsToDelete.beforeOffset(2)))
          .all()
          .get();
    }

    assertThatThrownBy(() -> verify(access(stack)))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is not what checkpoint 1 says");
    assertThat(out.toString()).contains(TOPIC + "-0 at offset 0: its beginning was deleted");
  }

  @Test
  void restoresRecordsHeadersTimesAndHowFarStepsHadRead() throws Exception {
    try (LiveLog log = new LiveLog(access(stack))) {
      log.commit("trainer-ingest", Map.of(new TopicPartition(TOPIC, 0), 4L));
    }
    backups.export(backup, access(stack), KEY);
    try (EmbeddedStack other = cluster("other")) {
      backups.restore(backup, KEY.verificationKey(), access(other));

      List<LogRecord> before = read(stack);
      List<LogRecord> after = read(other);
      assertThat(after).hasSameSizeAs(before).hasSize(5);
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i).offset()).isEqualTo(i);
        assertThat(after.get(i).timestamp()).isEqualTo(before.get(i).timestamp());
        assertThat(after.get(i).key()).isEqualTo(before.get(i).key());
        assertThat(after.get(i).value()).isEqualTo(before.get(i).value());
        assertThat(after.get(i).header("ce_id")).isEqualTo(before.get(i).header("ce_id"));
        assertThat(after.get(i).header(LogRestore.REDRIVEN))
            .contains(TOPIC + "/0@" + before.get(i).offset());
      }
      try (LiveLog log = new LiveLog(access(other))) {
        // Of the offsets before 4, two are a transaction's own marks.
        long read = before.stream().filter(r -> r.offset() < 4).count();
        assertThat(log.offsets("trainer-ingest")).containsEntry(new TopicPartition(TOPIC, 0), read);
      }
      assertThatThrownBy(() -> backups.restore(backup, KEY.verificationKey(), access(other)))
          .isInstanceOfSatisfying(
              CommandException.class, e -> assertThat(e.code()).isEqualTo("CLI-103"));
    }
  }

  private void verify(Map<String, Object> live) {
    backups.verify(backup, KEY.verificationKey(), live);
  }

  /** What somebody may do to the files. */
  private record Change(String name, String code, Edit edit) {
    interface Edit {
      void of(Path backup) throws IOException;
    }

    void edit(Path backup) throws IOException {
      edit.of(backup);
    }
  }

  private static List<Change> changes() {
    return List.of(
        new Change("a value", "CLI-105", copy -> lines(copy, 1, l -> flip(l, "\"value\":\""))),
        new Change("a header", "CLI-105", copy -> lines(copy, 2, l -> flip(l, "\"ce_id\",\""))),
        new Change("a record removed", "CLI-105", copy -> lines(copy, 3, l -> null)),
        new Change(
            "the last records cut",
            "CLI-105",
            copy -> Files.write(records(copy), Files.readAllLines(records(copy)).subList(0, 6))),
        new Change("a file gone", "CLI-105", copy -> Files.delete(records(copy))),
        new Change(
            "a checkpoint",
            "CLI-101",
            copy -> {
              Path file = copy.resolve("checkpoints/000002.json");
              Files.writeString(
                  file, Files.readString(file).replace("\"next\" : 0", "\"next\" : 1"));
            }),
        new Change(
            "the first checkpoint's signature gone",
            "CLI-101",
            copy -> Files.delete(copy.resolve("checkpoints/000001.json.sig"))));
  }

  private static Path records(Path backup) {
    return backup.resolve("records").resolve(TOPIC + "-0.jsonl");
  }

  private static void lines(Path backup, int index, UnaryOperator<String> edit) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(records(backup)));
    Optional<String> edited = Optional.ofNullable(edit.apply(lines.remove(index)));
    edited.ifPresent(line -> lines.add(index, line));
    Files.write(records(backup), lines);
  }

  /** Another character of base64 behind the mark. */
  private static String flip(String line, String mark) {
    int at = line.indexOf(mark) + mark.length();
    char other = line.charAt(at) == 'A' ? 'B' : 'A';
    return line.substring(0, at) + other + line.substring(at + 1);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private EmbeddedStack cluster(String name) {
    EmbeddedStack started = EmbeddedStack.start(folder.resolve(name), EnumSet.of(Part.KAFKA));
    try (Cluster cluster =
        new Cluster(Map.of("bootstrap.servers", started.kafkaBootstrapServers()), Pause.real())) {
      cluster.create(WantedTopic.of(TopicCatalogue.all()), 1);
    }
    return started;
  }

  private static Map<String, Object> access(EmbeddedStack stack) {
    return Map.of("bootstrap.servers", stack.kafkaBootstrapServers());
  }

  /** Each in a transaction of its own, as steps do. */
  private static void write(EmbeddedStack stack, int partition, int records) {
    Map<String, Object> config = new HashMap<>(access(stack));
    config.put("transactional.id", "test-" + partition);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      for (int i = 0; i < records; i++) {
        producer.beginTransaction();
        var message =
            new ProducerRecord<>(
                TOPIC,
                partition,
                1_780_000_000_000L + i,
                text("face:v1.0." + i),
                text("value " + i));
        message.headers().add("ce_id", text("id-" + i)).add("ce_type", text(TOPIC));
        producer.send(message);
        producer.commitTransaction();
      }
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<LogRecord> read(EmbeddedStack stack) {
    List<LogRecord> records = new ArrayList<>();
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    try (LiveLog log = new LiveLog(access(stack))) {
      log.read(
          partition, 0, log.ends(List.of(partition)).getOrDefault(partition, 0L), records::add);
    }
    return records;
  }
}
