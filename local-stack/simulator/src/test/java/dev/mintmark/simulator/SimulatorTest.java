package dev.mintmark.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.verify.key.SigningKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorTest {
  @TempDir Path folder;

  @BeforeEach
  void prepare() throws IOException {
    Files.write(folder.resolve("release.pub"), SigningKey.generate().verificationKey().pem());
    Files.writeString(folder.resolve("token"), "operator\n");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "--classes=cpu-amd64",
        "--classes=cpu-amd64=0",
        "--classes=cpu-riscv=5",
        "--classes=cpu-amd64=1,cpu-amd64=1",
        "--devices=7",
        "--faults=slow",
        "--faults=drunk=0.5",
        "--faults=slow=1.5",
        "--faults=slow=0.1,slow=0.2",
        "--faults=crash=sim-cpu-amd64-9999",
        "--heartbeat=1",
        "--heartbeat=1ms",
        "--batch=100ms",
        "--wait=61s",
        "--slow-factor=0.5",
        "--pulls=-1",
        "--operator-token-file=nowhere",
        "--no-such-option"
      })
  void refusesAWrongCommandLine(String option) {
    assertThat(run(option)).isEqualTo(2);
  }

  @Test
  void refusesAKeyThatIsNone() throws IOException {
    Files.writeString(folder.resolve("release.pub"), "no key");
    assertThat(run("--classes=cpu-amd64=1")).isEqualTo(3);
  }

  @Test
  void saysWhenTheControllerCannotBeReached() {
    assertThat(run("--classes=cpu-amd64=1")).isEqualTo(4);
  }

  @Test
  void explainsItself() {
    StringWriter out = new StringWriter();
    assertThat(Simulator.run(new String[] {"--help"}, new PrintWriter(out))).isZero();
    assertThat(out.toString()).contains("--controller", "--faults", "--until-eof");
  }

  private int run(String option) {
    String name =
        option.substring(0, option.indexOf('=') < 0 ? option.length() : option.indexOf('='));
    // Port 1 answers nobody.
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--controller=http://127.0.0.1:1",
                "--telemetry=http://127.0.0.1:1",
                "--registry=http://127.0.0.1:1",
                "--key=" + folder.resolve("release.pub"),
                "--operator-token-file=" + folder.resolve("token"),
                "--home=" + folder.resolve("home")));
    arguments.removeIf(argument -> argument.startsWith(name + "="));
    arguments.addAll(Arrays.asList(option));
    return Simulator.run(arguments.toArray(String[]::new), new PrintWriter(new StringWriter()));
  }
}
