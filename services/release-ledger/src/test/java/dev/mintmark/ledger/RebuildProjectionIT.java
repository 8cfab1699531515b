package dev.mintmark.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.testing.Topics;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rebuilds and revocations leave in the tables, and what they must not. */
class RebuildProjectionIT {
  private static final String DATABASE = "rebuilds";

  @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER)
  static Path folder;

  private static EmbeddedStack stack;
  private static Tables tables;
  private static LedgerProcess ledger;

  @BeforeAll
  static void start() throws Exception {
    stack =
        EmbeddedStack.start(
            folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRESQL));
    Topics.create(stack.kafkaBootstrapServers(), TopicCatalogue.all());
    try (Log log = new Log(stack.kafkaBootstrapServers())) {
      log.write(Line.published("kept", "v1.0.0"));
      log.write(Line.published("gone", "v1.0.0"));
      Rebuilt first = new Rebuilt("kept", "v1.0.0", "rebuild-1");
      log.write(first.all());
      // What was said stands, whatever is said again.
      log.write(first.ordered(), first.reproduced());
      log.write(new Rebuilt("kept", "v1.0.0", "rebuild-12").ordered());
      log.write(new Rebuilt("gone", "v1.0.0", "rebuild-12").ordered());
      log.write(Rebuilt.twin(Line.published("kept", "v1.0.0").get(1), "live"));
      log.write(new Rebuilt("gone", "v1.0.0", "").revoked("it leaks"));
    }
    tables = Tables.create(stack, DATABASE);
    ledger = LedgerProcess.start(stack, DATABASE, folder.resolve("ledger"), 2000).awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    ledger.close();
    tables.close();
    stack.close();
  }

  @Test
  void aRebuildIsNotAmongTheHandOffsOfItsRelease() throws Exception {
    JsonNode release = ledger.json("/v1/releases/kept/v1.0.0");

    assertThat(release.get("state").asText()).isEqualTo("published");
    assertThat(release.get("handOffs")).hasSize(7);
    assertThat(release.get("revocation").isNull()).isTrue();
    assertThat(ledger.feed("kept:v1.0.0", "", 7))
        .extracting(e -> e.data().get("run").asText())
        .containsOnly("live");
    assertThat(tables.number("select stages from ledger.build where name = 'kept'")).isEqualTo(127);
  }

  @Test
  void aWithdrawnReleaseIsRevokedAndSaysWhy() {
    JsonNode release = ledger.json("/v1/releases/gone/v1.0.0");

    assertThat(release.get("state").asText()).isEqualTo("revoked");
    assertThat(release.get("handOffs")).hasSize(8);
    assertThat(release.get("handOffs").get(7).get("topic").asText())
        .isEqualTo(TopicCatalogue.RELEASE_REVOKED.name());
    assertThat(release.get("revocation"))
        .hasToString("{\"reason\":\"it leaks\",\"time\":\"2026-02-01T00:00:00.123Z\"}");
    assertThat(ledger.json("/v1/releases?limit=1").get("releases").get(0).get("state").asText())
        .isEqualTo("revoked");
  }

  @Test
  void aRebuildIsFoundByRunAndRelease() throws Exception {
    assertThat(
            tables.strings(
                "select distinct stage from ledger.hand_off where rebuild = 'rebuild-1'"
                    + " and name = 'kept' and version = 'v1.0.0' order by stage"))
        .containsExactly("0", "1", "2", "3", "4", "9", "10", "11", "12", "13");
    assertThat(
            tables.strings(
                "select distinct toolchain from ledger.hand_off where run = 'rebuild-1'"
                    + " and toolchain is not null"))
        .containsExactly(Rebuilt.DIGEST);
  }

  @Test
  void eachOrderAndVerdictIsThereOnce() throws Exception {
    assertThat(
            tables.strings(
                "select number || ' ' || name || ' ' || toolchain || ' ' || jsonb_array_length(steps)"
                    + " from ledger.rebuild order by number, name"))
        .containsExactly("1 kept RECORDED 2", "12 gone RECORDED 2", "12 kept RECORDED 2");
    assertThat(
            tables.strings(
                "select run || ' ' || outcome || ' ' || index_digest || ' ' || report"
                    + " from ledger.verdict"))
        .containsExactly("rebuild-1 DIFFERENT " + Rebuilt.DIGEST + " " + Rebuilt.DIGEST);
  }

  @Test
  void aTwinOfTheLivingLineIsKeptAsDead() throws Exception {
    assertThat(tables.strings("select code || ' ' || topic from ledger.dead_record"))
        .containsExactly("KIT-013 mintmark.rebuild.model.ingested.v1");
  }

  @Test
  void tablesOfTheVersionBeforeAreFilledAgain() throws Exception {
    try (Tables old = Tables.create(stack, "upgraded")) {
      old.execute("create schema ledger");
      old.execute(Tables.migration("V1__projection.sql"));
      old.execute("insert into ledger.source_offset values ('mintmark.build.requested.v1', 0, 1)");
      try (LedgerProcess upgraded =
          LedgerProcess.baselined(stack, "upgraded", folder.resolve("upgraded")).awaitReady()) {
        Awaitility.await("the same rows")
            .atMost(LedgerProcess.LONG_ENOUGH)
            .until(() -> old.content().equals(tables.content()));
        assertThat(upgraded.json("/v1/releases/gone/v1.0.0").get("state").asText())
            .isEqualTo("revoked");
      }
    }
  }

  @Test
  void droppedTablesComeBackToTheSameRows() throws Exception {
    List<String> before = tables.content();

    tables.execute("drop schema ledger cascade");

    Awaitility.await("everything to be projected again")
        .atMost(LedgerProcess.LONG_ENOUGH)
        .ignoreExceptions()
        .until(() -> tables.content().equals(before));
    ledger.awaitReady();
  }
}
