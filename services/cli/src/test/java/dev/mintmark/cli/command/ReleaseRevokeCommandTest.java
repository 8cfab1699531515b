package dev.mintmark.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.http.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReleaseRevokeCommandTest {
  @TempDir Path folder;
  private final List<String> bodies = new ArrayList<>();
  private CommandRun command;

  @BeforeEach
  void setUp() {
    command = new CommandRun(folder);
  }

  @Test
  void tellsTheLedgerWhy() {
    try (TestServer ledger = ledger(202, "{\"release\":\"face:v1.0.0\",\"state\":\"revoked\"}")) {
      int exit =
          command
              .with("release-ledger", ledger)
              .run("release", "revoke", "face:v1.0.0", "--reason", "misses \"faces\"");

      assertThat(exit).as(command.err()).isZero();
      assertThat(ledger.requests()).containsExactly("POST /v1/releases/face/v1.0.0/revocation");
    }
    assertThat(bodies).containsExactly("{\"reason\":\"misses \\\"faces\\\"\"}");
    assertThat(command.out()).isEqualToNormalizingNewlines("face:v1.0.0 is revoked\n");
  }

  @Test
  void passesOnWhatTheLedgerSays() {
    String unknown =
        "{\"code\":\"LDG-001\",\"message\":\"release face:v9.0.0: the ledger has no record of it\"}";
    try (TestServer ledger = ledger(404, unknown)) {
      int exit =
          command
              .with("release-ledger", ledger)
              .run("release", "revoke", "face:v9.0.0", "--reason", "bad");

      assertThat(exit).isEqualTo(3);
    }
    assertThat(command.err()).contains("the ledger has no record of it", "(LDG-001)");
  }

  @Test
  void wantsAReason() {
    assertThat(command.run("release", "revoke", "face:v1.0.0")).isEqualTo(2);
    assertThat(command.err()).contains("--reason");
  }

  private TestServer ledger(int status, String answer) {
    return new TestServer(exchange -> {
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      TestServer.answer(exchange, status, answer);
    });
  }
}
