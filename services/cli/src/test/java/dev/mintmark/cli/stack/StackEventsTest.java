package dev.mintmark.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"event\":\"ready\",\"part\":\"kafka\",\"millis\":1234} | `  kafka                ready   1234 ms`",
        "{\"event\":\"up\",\"millis\":21500} | stack ready after 21.5 s",
        "{\"event\":\"ended\",\"part\":\"signer\",\"exitCode\":137,\"restartInMillis\":100} | `  signer               ended with exit code 137, started again in 100 ms`",
        "{\"event\":\"orphans-ended\",\"count\":3} | ended 3 processes that a killed stack left",
        "{\"event\":\"stopped\",\"was\":\"absent\"} | no stack was there",
        "{\"event\":\"stopped\",\"was\":\"running\"} | stack stopped"
      })
  void saysInWordsWhatTheLauncherTells(String event, String line) throws IOException {
    assertThat(StackEvents.line(JSON.readTree(event))).contains(line);
  }

  @Test
  void isSilentAboutWhatItDoesNotKnow() throws IOException {
    assertThat(StackEvents.line(JSON.readTree("{\"event\":\"painted\"}"))).isEmpty();
  }

  @Test
  void showsWhatKafkaAndS3AndPostgresqlHaveInCommonOnce() throws IOException {
    String status =
        """
        {"state": "degraded", "pid": 10, "pssBytes": 1000000000,
         "kafka": {"bootstrapServers": "127.0.0.1:1"}, "s3": {"endpoint": "http://127.0.0.1:2"},
         "postgresql": {"port": 3}, "schemaRegistry": {"url": "http://127.0.0.1:5/api"},
         "services": {"signer": {"url": "http://127.0.0.1:4", "pid": 11, "ready": false,
                                 "pssBytes": 200000000, "restarts": 2}}}\
        """;

    assertThat(StatusTable.of(JSON.readTree(status)).lines())
        .containsExactly(
            "part             state      pid    memory  restarts  address",
            "kafka            up          10  800.0 MB            127.0.0.1:1",
            "s3               up          10         ^            http://127.0.0.1:2",
            "postgresql       up                     ^            127.0.0.1:3",
            "schema-registry  up                     ^            http://127.0.0.1:5/api",
            "signer           not ready   11  200.0 MB         2  http://127.0.0.1:4",
            "all              degraded          1.0 GB");
  }
}
