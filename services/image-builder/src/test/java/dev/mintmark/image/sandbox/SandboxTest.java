package dev.mintmark.image.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void setUp() throws IOException {
    Sandboxes.assumeAllowed(folder);
    sandbox = Sandbox.in(folder.resolve("sandbox"));
  }

  private Sandbox.Ended run(String script) throws IOException, SandboxException {
    return sandbox.run(List.of("sh", "-c", script), LONG);
  }

  @Test
  void seesItsFolderAndTheMachinesProgramsAlone() throws Exception {
    Files.writeString(sandbox.folder().resolve("input"), "hello");

    Sandbox.Ended ended = run("cat input; echo; ls /; ls /etc; pwd");

    assertThat(ended.tail().lines())
        .contains("hello", "usr", "work", "/work", "passwd")
        .doesNotContain("root", "home", "shadow", "opt", "mnt", "srv", "boot");
  }

  @Test
  void hasNoNetwork() throws Exception {
    assertThat(run("tail -n +3 /proc/net/dev | cut -d: -f1; cat /proc/net/route").tail())
        .containsPattern("(?m)^ *lo$")
        .doesNotContainPattern("(?m)^ *(eth|en|wl|docker|br)");
  }

  @Test
  void isNobodyOutside() throws Exception {
    assertThat(run("cat /proc/self/uid_map").tail().strip().split("\\s+")[1]).isNotEqualTo("0");
    assertThat(run("echo x >/proc/sys/kernel/core_pattern").exit()).isNotZero();
    assertThat(run("echo x >/usr/mintmark-was-here").exit()).isNotZero();
  }

  @Test
  void hasAnEnvironmentOfItsOwn() throws Exception {
    assertThat(run("env | sort").tail().lines())
        .contains("HOME=/work/home", "TZ=UTC")
        .noneMatch(line -> line.startsWith("JAVA") || line.startsWith("MAVEN"));
  }

  @Test
  void leavesNoProcess() throws Exception {
    String odd = "31337." + ProcessHandle.current().pid();

    Sandbox.Ended ended = run("setsid sleep " + odd + " >/dev/null 2>&1 & sleep 0.2; echo begun");

    assertThat(ended.tail()).contains("begun");
    assertThat(processes(odd)).isEmpty();
  }

  @Test
  void endsWhatTakesTooLong() throws Exception {
    String odd = "31338." + ProcessHandle.current().pid();

    Sandbox.Ended ended =
        sandbox.run(List.of("sh", "-c", "trap '' TERM INT; sleep " + odd), Duration.ofSeconds(2));

    assertThat(ended.how()).isEqualTo(Sandbox.End.TOO_LONG);
    assertThat(processes(odd)).isEmpty();
  }

  @Test
  void endsWhatSaysTooMuch() throws Exception {
    Sandbox.Ended ended = run("yes");

    assertThat(ended.how()).isEqualTo(Sandbox.End.TOO_MUCH_OUTPUT);
    assertThat(ended.tail().length()).isLessThan(20_000);
  }

  @Test
  void tellsTheExitCode() throws Exception {
    assertThat(run("echo last words; exit 7"))
        .isEqualTo(new Sandbox.Ended(Sandbox.End.BY_ITSELF, 7, "last words\n"));
  }

  @Test
  void removesWhatProgramsKeep() throws Exception {
    assertThat(
            run("mkdir storage/a && echo x >storage/a/b && chown 5:6 storage/a && chmod 0"
                    + " storage/a")
                .exit())
        .isZero();

    Sandbox.removeLeftovers(folder);

    assertThat(sandbox.folder().resolve("storage")).doesNotExist();
    assertThat(sandbox.folder()).exists();
  }

  /** Also those that are being reaped when the sandbox has just ended. */
  private static List<String> processes(String word) {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains("sleep " + word) && !line.contains("sh -c"))
        .toList();
  }
}
