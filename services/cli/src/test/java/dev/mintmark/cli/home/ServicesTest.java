package dev.mintmark.cli.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServicesTest {
  @TempDir Path folder;

  @Test
  void findsTheServicesOfARunningStack() throws IOException {
    state("ready", ProcessHandle.current().pid());
    Services services = services(Map.of());

    assertThat(services.url("trainer-ingest")).isEqualTo(URI.create("http://127.0.0.1:1"));
    assertThat(services.kafka(null))
        .containsEntry("bootstrap.servers", "127.0.0.1:9093")
        .containsEntry("security.protocol", "SASL_PLAINTEXT")
        .extractingByKey("sasl.jaas.config")
        .asString()
        .endsWith("required username=\"mintmark\" password=\"word\";");
    assertThat(services.token("ci")).isEqualTo("secret");
    assertThat(services.stackIsReady()).isTrue();
  }

  @Test
  void theEnvironmentNamesAnotherLine() {
    Services services =
        services(
            Map.of(
                "MINTMARK_TRAINER_INGEST_URL", "https://ingest.example.com",
                "MINTMARK_TOKEN", "other"));

    assertThat(services.url("trainer-ingest")).hasHost("ingest.example.com");
    assertThat(services.token("ci")).isEqualTo("other");
  }

  @Test
  void comesToAnotherBrokerAsWhomTheEnvironmentSays() throws IOException {
    state("ready", ProcessHandle.current().pid());

    assertThat(services(Map.of()).kafka("other:1"))
        .isEqualTo(Map.of("bootstrap.servers", "other:1"));
    assertThat(
            services(
                    Map.of(
                        "MINTMARK_BOOTSTRAP_SERVERS", "third:1",
                        "MINTMARK_KAFKA_USERNAME", "me",
                        "MINTMARK_KAFKA_PASSWORD", "a\"b\\c"))
                .kafka(null))
        .containsEntry("bootstrap.servers", "third:1")
        .extractingByKey("sasl.jaas.config")
        .asString()
        .endsWith("username=\"me\" password=\"a\\\"b\\\\c\";");
  }

  @Test
  void refusesHalfALogin() {
    Services half = services(Map.of("MINTMARK_KAFKA_USERNAME", "me"));

    assertThat(catchThrowableOfType(CommandException.class, () -> half.kafka("other:1")).code())
        .isEqualTo("CLI-038");
  }

  @Test
  void saysWhichPasswordOfARunningStackIsMissing() throws IOException {
    state("ready", ProcessHandle.current().pid());
    Files.writeString(folder.resolve("data/secrets.properties"), "");

    CommandException failed =
        catchThrowableOfType(CommandException.class, () -> services(Map.of()).kafka(null));

    assertThat(failed.code()).isEqualTo("CLI-038");
    assertThat(failed.text()).contains("no password of it");
  }

  @ParameterizedTest(name = "{0}, launcher alive: {1}")
  @CsvSource({"stopped, true", "ready, false", "absent, false"})
  void saysHowToStartAStackThatDoesNotRun(String state, boolean alive) throws IOException {
    if (!state.equals("absent")) {
      state(state, alive ? ProcessHandle.current().pid() : Integer.MAX_VALUE);
    }
    CommandException failed =
        catchThrowableOfType(
            CommandException.class, () -> services(Map.of()).url("release-ledger"));

    assertThat(failed.exit()).isEqualTo(Exit.NOT_REACHABLE);
    assertThat(failed.text())
        .isEqualTo(
            "no stack runs in "
                + folder
                + "; start one with `mintmark up --detach`, or name another line in"
                + " MINTMARK_RELEASE_LEDGER_URL (CLI-030)");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ftp://example.com", ":::", "localhost:8080", "http://", "a b"})
  void refusesAnAddressThatIsNone(String address) {
    Services services = services(Map.of("MINTMARK_RELEASE_LEDGER_URL", address));

    CommandException failed =
        catchThrowableOfType(CommandException.class, () -> services.url("release-ledger"));

    assertThat(failed.exit()).isEqualTo(Exit.USAGE);
    assertThat(failed.text())
        .startsWith("cannot use MINTMARK_RELEASE_LEDGER_URL: '" + address + "'")
        .endsWith("(CLI-036)");
  }

  @Test
  void saysWhereATokenIsMissing() {
    assertThat(
            catchThrowableOfType(CommandException.class, () -> services(Map.of()).token("ci"))
                .text())
        .contains("no token for the role ci in " + folder.resolve("tokens.json"))
        .endsWith("(CLI-031)");
  }

  @Test
  void refusesAStateFileThatIsNoJson() throws IOException {
    Files.writeString(folder.resolve("stack.json"), "{");
    assertThat(
            catchThrowableOfType(CommandException.class, () -> services(Map.of()).url("registry"))
                .code())
        .isEqualTo("CLI-032");
  }

  @Test
  void theHomeIsInTheCheckoutUnlessNamed() {
    Checkout checkout = new Checkout(folder);
    assertThat(Home.find(Map.of(), checkout).root()).isEqualTo(folder.resolve(".mintmark"));
    assertThat(Home.find(Map.of("MINTMARK_HOME", folder + "/x/../y"), checkout).root())
        .isEqualTo(folder.resolve("y"));
  }

  private Services services(Map<String, String> environment) {
    return new Services(environment, new Home(folder));
  }

  private void state(String state, long pid) throws IOException {
    Files.writeString(
        folder.resolve("stack.json"),
        """
        {"state": "%s", "pid": %d, "kafka":
           {"bootstrapServers": "127.0.0.1:9092", "saslBootstrapServers": "127.0.0.1:9093"},
         "services": {"trainer-ingest": {"url": "http://127.0.0.1:1"}}}\
        """
            .formatted(state, pid));
    Files.writeString(folder.resolve("tokens.json"), "{\"ci\": \"secret\"}");
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data/secrets.properties"), "kafka.identity.mintmark.password=word\n");
  }
}
