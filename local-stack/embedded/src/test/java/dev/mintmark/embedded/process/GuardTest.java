package dev.mintmark.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void endsTheChildAtTheEndOfItsInput() throws Exception {
    Process child = start("TERM", "sleep", "60");
    assertThat(child.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
    child.getOutputStream().close();
    assertThat(child.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(128 + 15);
  }

  @Test
  void endsTheChildWhenTheParentIsKilled() throws Exception {
    // The parent is a shell that holds the pipe's other end for as long as it lives.
    Path pidFile = folder.resolve("pid");
    List<String> guarded = Guard.command("TERM", List.of("sleep", "60"));
    Process parent =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(
                            "/bin/sh",
                            "-c",
                            "mkfifo \"$0.fifo\"; \"$@\" <\"$0.fifo\" & exec 9>\"$0.fifo\";"
                                + " echo $! >\"$0.tmp\"; mv \"$0.tmp\" \"$0\"; sleep 60 9>&-; :",
                            pidFile.toString()),
                        guarded.stream())
                    .toList())
            .start();
    while (!Files.exists(pidFile)) {
      assertThat(parent.waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
    }
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    ProcessId child = ProcessId.of(pid).orElseThrow();
    List<ProcessHandle> sleepers = parent.descendants().filter(h -> h.pid() != pid).toList();
    parent.destroyForcibly();
    assertThat(child.awaitEnd(LIMIT)).isTrue();
    sleepers.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void passesExitCodeArgumentsAndOutputThrough() throws Exception {
    Process child = start("TERM", "/bin/sh", "-c", "echo \"$1\"; cat; exit 7", "x", "a  'b' $c");
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).isEqualTo(7);
    assertThat(output).isEqualTo("a  'b' $c\n");
  }

  @Test
  void keepsTheProcessIdThatTheParentSees() throws Exception {
    Process child = start("TERM", "/bin/sh", "-c", "echo $$");
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output.strip()).isEqualTo(Long.toString(child.pid()));
  }

  private static Process start(String signal, String... command) throws IOException {
    return new ProcessBuilder(Guard.command(signal, List.of(command))).start();
  }
}
