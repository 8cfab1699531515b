package dev.mintmark.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @Test
  void takesTheOptionBeforeTheEnvironment() {
    Map<String, String> environment = Map.of("MINTMARK_HOME", "/a", "MINTMARK_ROOT", "/b");
    Options options =
        Options.parse(List.of("up", "--home", "/c", "--port", "kafka=9092"), environment);
    assertThat(options.home().root()).isEqualTo(Path.of("/c"));
    assertThat(options.root()).isEqualTo(Path.of("/b"));
    assertThat(options.ports()).isEqualTo(Map.of("kafka", 9092));
    assertThat(options.json()).isFalse();
    assertThat(options.detach()).isFalse();
  }

  @Test
  void keepsItsHomeInTheCheckoutWhereNoneIsNamed() {
    Options options = Options.parse(List.of("status"), Map.of("MINTMARK_ROOT", "/checkout"));
    assertThat(options.home().root()).isEqualTo(Path.of("/checkout/.mintmark"));
  }

  @Test
  void takesWhatARebuildNeeds() {
    Options options =
        Options.parse(
            List.of("rebuild", "--run", "rebuild-12", "--current", "--jdk", "/jdk"), Map.of());
    assertThat(options.rebuild()).contains(new RebuildOptions("rebuild-12", true, Path.of("/jdk")));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "start",
        "up --no-such",
        "up --home",
        "up --port",
        "up --port kafka",
        "up --port =1",
        "up --port kafka=-1",
        "up --port kafka=x",
        "up more",
        "rebuild",
        "rebuild --run",
        "rebuild --run rebuild-0",
        "rebuild --run live"
      })
  void refuses(String line) {
    List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" "));
    assertThatThrownBy(() -> Options.parse(words, Map.of()))
        .hasMessageContaining("usage: up|down|status")
        .hasMessageEndingWith("(STK-024)");
  }
}
