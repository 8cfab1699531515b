package dev.mintmark.contract.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * kill -9 of every service before, during and after its work on a release. Each kill has a release
 * of its own; in the end all of them are published, each hand-off exactly once.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledServicesIT {
  /** In the order in which a release passes them. */
  private static final List<String> SERVICES =
      List.of(
          "trainer-ingest",
          "converter-quantizer",
          "image-builder",
          "sbom",
          "evidence",
          "signer",
          "registry");

  private static final List<String> VERSIONS = new ArrayList<>();
  @TempDir static Path folder;
  private static Line line;

  /** When the process dies. */
  enum Moment {
    /** Before the record comes. */
    BEFORE,
    /**
     * As soon as the record is committed for it: the service reads it, works, or commits its
     * answer.
     */
    DURING,
    /** As soon as the hand-off is said to be finished, with the next one under way. */
    AFTER
  }

  @BeforeAll
  static void start() {
    Inputs.require();
    line = Line.start(folder.resolve("home"));
  }

  @AfterAll
  static void stop() {
    if (line != null) {
      line.close();
    }
  }

  static List<String> services() {
    return SERVICES;
  }

  @Order(1)
  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void publishesWhenItDiesBeforeDuringAndAfterItsWork(String service) {
    for (Moment moment : Moment.values()) {
      String version = "v1." + VERSIONS.size() + ".0";
      VERSIONS.add(version);
      killAround(service, moment, version);
      // Asked of the ledger, for CI's door is down while trainer-ingest is.
      assertThat(line.end("face-detect:" + version)).isEqualTo("published");
    }
  }

  private static void killAround(String service, Moment moment, String version) {
    switch (moment) {
      case BEFORE -> {
        // CI's door is in trainer-ingest: its request must be in the log before the process dies.
        line.request(version);
        line.kill(service);
      }
      case DURING -> {
        int place = SERVICES.indexOf(service);
        LogTail before = line.tail(SERVICES.get(Math.max(place - 1, 0)));
        line.request(version);
        if (place > 0) {
          before.await("hand-off finished", version);
        }
        line.kill(service);
      }
      case AFTER -> {
        LogTail own = line.tail(service);
        line.request(version);
        own.await("hand-off finished", version);
        line.kill(service);
      }
    }
  }

  @Order(2)
  @Test
  void hasHandedEveryReleaseOffExactlyOnce() {
    List<ConsumerRecord<byte[], byte[]>> records = Log.read(line.bootstrapServers());

    assertThat(VERSIONS).hasSize(18);
    assertThat(VERSIONS)
        .allSatisfy(version ->
            assertThat(Log.topicsOf(records, "face-detect:" + version)).isEqualTo(Log.published()));
    assertThat(Log.releases(records)).hasSameSizeAs(VERSIONS);
  }
}
