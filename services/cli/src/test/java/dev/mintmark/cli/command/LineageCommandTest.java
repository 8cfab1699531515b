package dev.mintmark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.http.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LineageCommandTest {
  private static final String FOUND =
      """
      {"kind": "firmware", "value": "4.20.0", "releaseCount": 2, "releases": [
        {"name": "face", "version": "v1.0.0", "state": "published", "request": "sha256:r"},
        {"name": "face", "version": "v1.0.1", "state": "revoked", "request": "sha256:s"}],
       "deviceCount": 1, "devices": [
        {"device": "d-1", "deviceClass": "rpi5", "release": "face:v1.0.0", "index": "sha256:i",
         "since": "2026-03-01T00:00:00Z", "driver": "hailo_pci 4.20.0", "firmware": null,
         "kernel": "6.6"}],
       "unreadProfiles": ["sha256:p"]}\
      """;

  @TempDir Path folder;
  private CommandRun command;

  @BeforeEach
  void setUp() {
    command = new CommandRun(folder);
  }

  private static TestServer ledger(int status, String body) {
    return new TestServer(exchange -> TestServer.answer(exchange, status, body));
  }

  @Test
  void showsReleasesAndTheDevicesThatRunThem() {
    try (TestServer ledger = ledger(200, FOUND)) {
      assertThat(command.with("release-ledger", ledger).run("lineage", "--firmware", "4.20.0"))
          .as(command.err())
          .isZero();
    }
    assertThat(command.out())
        .isEqualToNormalizingNewlines(
            """
            firmware 4.20.0: 2 releases, 1 devices

            release      state
            face:v1.0.0  published
            face:v1.0.1  revoked

            device  class  runs         since                 firmware  driver
            d-1     rpi5   face:v1.0.0  2026-03-01T00:00:00Z  -         hailo_pci 4.20.0

            1 target profiles are not in the store: releases for them may be missing here
            """);
  }

  @Test
  void givesTheLedgersOwnDocumentAsJson() throws IOException {
    try (TestServer ledger = ledger(200, FOUND)) {
      command.with("release-ledger", ledger).run("lineage", "--firmware", "4.20.0", "--json");
    }
    assertThat(new ObjectMapper().readTree(command.out()))
        .isEqualTo(new ObjectMapper().readTree(FOUND));
  }

  @ParameterizedTest(name = "--{0}")
  @ValueSource(strings = {"dataset", "base", "firmware", "environment", "model", "artifact"})
  void asksForEveryKind(String kind) {
    try (TestServer ledger = ledger(200, FOUND)) {
      command.with("release-ledger", ledger).run("lineage", "--" + kind, "a b", "--limit", "7");
      assertThat(ledger.requests())
          .containsExactly("GET /v1/lineage?kind=" + kind + "&value=a%20b&limit=7");
    }
  }

  @Test
  void takesExactlyOneKind() {
    assertThat(command.run("lineage")).isEqualTo(2);
    assertThat(command.run("lineage", "--dataset", "a", "--base", "b")).isEqualTo(2);
  }

  @Test
  void passesOnWhyTheLedgerRefuses() {
    try (TestServer ledger =
        ledger(400, "{\"code\": \"LDG-002\", \"message\": \"limit: it is 0 (LDG-002)\"}")) {
      assertThat(command.with("release-ledger", ledger).run("lineage", "--firmware", "x"))
          .isNotZero();
    }
    assertThat(command.err()).contains("LDG-002");
  }
}
