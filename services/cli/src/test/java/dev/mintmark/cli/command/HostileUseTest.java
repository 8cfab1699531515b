package dev.mintmark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is typed: a code, the exit code that goes with it, and never a stack trace. */
class HostileUseTest {
  private static final String TOPIC = "mintmark.image.built.v1";

  @TempDir Path folder;

  static Stream<Arguments> wrong() {
    return Stream.of(
        use("CLI-000", "redrive"),
        use("CLI-000", "redrive --topic " + TOPIC),
        use("CLI-000", "redrive --topic " + TOPIC + " --partition x --from 0"),
        use("CLI-000", "redrive --topic " + TOPIC + " --partition 99999999999 --from 0"),
        use("CLI-107", "redrive --topic " + TOPIC + " --partition -1 --from 0"),
        use("CLI-107", "redrive --topic " + TOPIC + " --partition 0 --from -1"),
        use("CLI-107", "redrive --topic " + TOPIC + " --partition 0 --from 2 --to 1"),
        use(
            "CLI-107",
            "redrive --topic " + TOPIC + " --partition 0 --from 0 --to 9223372036854775807"),
        use("CLI-107", "redrive --topic mintmark.release.published.v1 --partition 0 --from 0"),
        use("CLI-107", "redrive --topic .dlq --partition 0 --from 0"),
        use("CLI-107", "redrive --topic ../etc --partition 0 --from 0"),
        use("CLI-000", "log"),
        use("CLI-000", "log burn"),
        use("CLI-000", "log export"),
        use("CLI-000", "log verify"),
        use("CLI-000", "log verify a b"),
        use("VER-002", "log verify nowhere"),
        use("VER-002", "log verify nowhere --key nowhere"),
        use("VER-002", "log verify nowhere --key ."),
        use("VER-002", "log restore nowhere"),
        use("CLI-000", "lineage"),
        use("CLI-000", "lineage --dataset a --model b"),
        use("CLI-000", "lineage --dataset a --limit many"),
        use("CLI-000", "diff"),
        use("CLI-000", "diff face-detect:v1.0.0"),
        use("CLI-000", "diff face-detect rebuild-1"),
        use("CLI-000", "diff :v1.0.0 rebuild-1"),
        use("CLI-000", "export"),
        use("CLI-000", "export face-detect:v1.0.0"),
        use("VER-002", "export face-detect:v1.0.0 kit.tar"),
        use("CLI-000", "import"),
        use("CLI-124", "import nowhere.tar"),
        use("CLI-124", "import nowhere.tar --registry 127.0.0.1:9"),
        use("CLI-124", "import nowhere.tar --registry 127.0.0.1:9 --trust-kit-key"),
        use("CLI-124", "import nowhere.tar --registry 127.0.0.1:9 --to-layout x"),
        use("CLI-124", "import nowhere.tar --to-layout x --key a --trust-kit-key"),
        use("CLI-127", "import nowhere.tar --registry a:b:c --key a"),
        use("CLI-128", "import nowhere.tar --registry 127.0.0.1:9 --dest-creds me --key a"),
        use("CLI-000", "image"),
        use("CLI-000", "image verify"),
        use("CLI-130", "image verify oci:"),
        use("CLI-130", "image verify oci:nowhere"),
        use("CLI-040", "image verify @@"),
        use("CLI-130", "image export docker-archive:a.tar out"),
        use("CLI-000", "image export face-detect:v1.0.0"),
        use("CLI-000", "image export face-detect:v1.0.0 out --format zip"),
        use("CLI-000", "image export face-detect:v1.0.0 out --platform amd64"),
        use("CLI-000", "image run face-detect:v1.0.0 --port 80"),
        use("CLI-000", "image run face-detect:v1.0.0 --port 0:80"),
        use("CLI-000", "image run face-detect:v1.0.0 --engine lxc"),
        use("CLI-000", "release revoke"),
        use("CLI-000", "release revoke face-detect:v1.0.0"),
        use("CLI-000", "release revoke face-detect --reason x"),
        use("CLI-091", "rebuild"),
        use("CLI-091", "rebuild --all face-detect:v1.0.0"),
        use("CLI-091", "rebuild face-detect:v1.0.0 --since 2026-01-01"),
        use("CLI-000", "rebuild --all --since yesterday"),
        use("CLI-000", "rebuild face-detect"),
        use("CLI-000", "rebuild face-detect:v1.0.0 --timeout soon"),
        use("CLI-000", "rebuild show"),
        use("CLI-000", "rebuild face-detect:v1.0.0 --jkd x"));
  }

  static Stream<Arguments> withoutAStack() {
    return Stream.of(
        use("CLI-030", "redrive --topic " + TOPIC + " --partition 0 --from 0"),
        use("CLI-030", "redrive --topic " + TOPIC + ".dlq --partition 0 --from 0 --dry-run"),
        use("CLI-030", "log export backup"),
        use("CLI-030", "image verify vision/face-detect:v1.0.0"),
        use("CLI-030", "image export face-detect:v1.0.0 out"),
        use("CLI-030", "image run face-detect:v1.0.0"),
        use("CLI-030", "lineage --dataset sha256:00"),
        use("CLI-030", "diff face-detect:v1.0.0 rebuild-1"),
        use("CLI-030", "release revoke face-detect:v1.0.0 --reason x"),
        use("CLI-030", "rebuild face-detect:v1.0.0"),
        use("CLI-030", "rebuild --all"),
        use("CLI-030", "rebuild list"),
        use("CLI-030", "rebuild show rebuild-1"));
  }

  private static Arguments use(String code, String words) {
    return Arguments.of(words, code);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void isToldHowItIsUsed(String words, String code) throws IOException {
    assertRefused(words, code, Exit.USAGE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutAStack")
  void isToldThatNoStackRuns(String words, String code) throws IOException {
    assertRefused(words, code, Exit.NOT_REACHABLE);
  }

  @Test
  void isToldThatNoBackupIsThere() throws IOException {
    Path key = folder.resolve("log.pub");
    Files.write(key, SigningKey.generate().verificationKey().pem());

    assertRefused("log verify nowhere --key " + key, "CLI-106", Exit.USAGE);
    assertRefused(
        "log restore nowhere --bootstrap-servers 127.0.0.1:9 --key " + key, "CLI-106", Exit.USAGE);
  }

  @Test
  void isToldThatTheAddressOfABrokerIsNone() throws IOException {
    Path key = folder.resolve("log.key");
    SigningKey.generate().write(key);

    for (String servers : List.of("nonsense", "127.0.0.1:port", ",")) {
      CommandRun use = new CommandRun(folder);
      use.environment().put("MINTMARK_BOOTSTRAP_SERVERS", servers);
      int exit = use.run("log", "export", "backup", "--key", key.toString(), "--json");
      assertRefusal(use, exit, "CLI-051", Exit.USAGE);
    }
  }

  @Test
  void isToldThatAFileIsInTheWay() throws IOException {
    Path key = folder.resolve("log.key");
    SigningKey.generate().write(key);
    Files.writeString(folder.resolve("backup"), "a file");
    CommandRun use = new CommandRun(folder);
    use.environment().put("MINTMARK_BOOTSTRAP_SERVERS", "127.0.0.1:9");

    int exit = use.run("log", "export", "backup", "--key", key.toString(), "--json");

    assertRefusal(use, exit, "CLI-100", Exit.FAILURE);
  }

  private void assertRefused(String words, String code, Exit exit) throws IOException {
    CommandRun use = new CommandRun(folder);
    int ended = use.run((words + " --json").split(" "));
    assertRefusal(use, ended, code, exit);
  }

  private static void assertRefusal(CommandRun use, int ended, String code, Exit exit)
      throws IOException {
    assertThat(ended).as(use.err()).isEqualTo(exit.code());
    JsonNode error = new ObjectMapper().readTree(use.out()).path("error");
    assertThat(error.path("code").asText()).as(use.err()).isEqualTo(code);
    assertThat(error.path("message").asText()).isNotBlank();
    assertThat(use.err()).contains("(" + code + ")").doesNotContain("\tat ");
  }
}
