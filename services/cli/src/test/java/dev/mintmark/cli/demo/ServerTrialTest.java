package dev.mintmark.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.engine.Engine;
import dev.mintmark.cli.engine.Engines;
import dev.mintmark.cli.engine.RunningContainer;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.http.TestServer;
import dev.mintmark.quantizer.gate.Box;
import dev.mintmark.quantizer.gate.Detections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ServerTrialTest {
  private static final String FACE = "{\"score\": 0.9, \"box\": [0.3, 0.3, 0.7, 0.7]}";

  @TempDir Path folder;

  /**
   * An attempt.
   *
   * @param asRun what the engine's client does in place of the container
   */
  private long attempt(String answer, String asRun) throws IOException {
    try (TestServer server =
            new TestServer(exchange ->
                TestServer.answer(
                    exchange,
                    200,
                    exchange.getRequestURI().getPath().equals("/detect") ? answer : "{}"));
        RunningContainer container =
            engine(asRun).start(List.of("run"), folder.resolve("said.log"))) {
      return new ServerTrial(recorded(), "/healthz").run(container, server.uri());
    }
  }

  private Engine engine(String asRun) throws IOException {
    Path docker = folder.resolve("docker");
    Files.writeString(
        docker,
        """
        #!/bin/sh
        [ "$1" = info ] && exec echo '{}'
        %s
        """
            .formatted(asRun));
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Engines.find(Map.of("PATH", folder + ":/usr/bin:/bin"), Optional.empty());
  }

  /** Runs until it is asked to end, and ends with this code. */
  private static String until(int exit) {
    return "trap 'exit %d' TERM; while :; do sleep 0.1; done".formatted(exit);
  }

  private static RecordedFaces recorded() {
    return new RecordedFaces(
        new TreeMap<>(Map.of("a.npy", "a picture".getBytes(UTF_8))),
        new TreeMap<>(Map.of("a.npy", List.of(new Box(0.31, 0.31, 0.7, 0.7, 3)))),
        Detections.of(
            Map.of(
                "input-width", "128",
                "input-height", "128",
                "grids", "1x1x1",
                "scores", "s",
                "boxes", "b",
                "score-threshold", "0.5",
                "suppression-overlap", "0.3",
                "match-overlap", "0.5")));
  }

  private CommandException refused(String answer, String asRun) {
    return catchThrowableOfType(CommandException.class, () -> attempt(answer, asRun));
  }

  @Test
  void passesAServerThatFindsWhatWasRecordedAndEndsWhenAsked() throws IOException {
    assertThat(attempt("{\"faces\": [%s]}".formatted(FACE), until(0))).isNotNegative();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none        |
          two         | {"score": 1, "box": [0.3, 0.3, 0.7, 0.7]}, {"score": 1, "box": [0, 0, 0.1, 0.1]}
          elsewhere   | {"score": 1, "box": [0.6, 0.6, 0.9, 0.9]}
          half of it  | {"score": 1, "box": [0.3, 0.3, 0.5, 0.5]}
          """)
  void refusesOtherFaces(String what, String faces) {
    String answer = "{\"faces\": [%s]}".formatted(faces == null ? "" : faces);

    assertThat(refused(answer, until(0)).code()).as(what).isEqualTo("CLI-157");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock = "no JSON | faces\nno sides | {\"faces\": [{\"box\": [1]}]}")
  void refusesAnAnswerThatIsNone(String what, String answer) {
    assertThat(refused(answer, until(0)).code()).as(what).isEqualTo("CLI-156");
  }

  @Test
  void tellsWhatAContainerSaidThatEnds() {
    CommandException e =
        catchThrowableOfType(
            CommandException.class,
            () -> {
              try (RunningContainer container =
                  engine("echo no module named numpy; exit 1")
                      .start(List.of("run"), folder.resolve("said.log"))) {
                new ServerTrial(recorded(), "/healthz")
                    .run(container, java.net.URI.create("http://127.0.0.1:1"));
              }
            });

    assertThat(e.code()).isEqualTo("CLI-156");
    assertThat(e).hasMessageContaining("it has ended", "no module named numpy");
  }

  @Test
  void refusesAServerThatDoesNotEndWell() {
    CommandException e = refused("{\"faces\": [%s]}".formatted(FACE), until(137));

    assertThat(e.code()).isEqualTo("CLI-158");
    assertThat(e).hasMessageContaining("137");
  }
}
