package dev.mintmark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.cli.failure.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerDemoTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--server --bad",
        "--update",
        "--engine docker",
        "--host-network",
        "--bad --update"
      })
  void refusesOptionsThatDoNotGoTogetherBeforeItFetchesAnything(String words) {
    CommandRun run = new CommandRun(folder);

    int exit = run.run(("demo " + words).split(" "));

    assertThat(exit).isEqualTo(Exit.USAGE.code());
    assertThat(run.err()).contains("(CLI-159)");
    assertThat(folder.resolve("inputs")).doesNotExist();
  }

  @Test
  void thePlainDemoSaysWhichOneItIsAndWhatTheOtherTakes() throws IOException {
    for (String program : List.of("apt-get", "python3")) {
      Path file = Files.createFile(folder.resolve(program));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    assertThat(ServerClients.words(Map.of("PATH", folder.toString())))
        .contains("no program", "mintmark demo --server", "are here");
    assertThat(ServerClients.words(Map.of("PATH", folder.resolve("empty").toString())))
        .contains("it takes apt-get and python3, not on the PATH here");
  }
}
