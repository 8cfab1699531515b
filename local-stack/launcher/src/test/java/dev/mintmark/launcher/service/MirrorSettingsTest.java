package dev.mintmark.launcher.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorSettingsTest {
  private static final String URL = "mintmark.registry.mirrors.offsite.url";

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("registry-mirrors.properties"), text);
  }

  @Test
  void readsWhatIsAboutMirrors() throws IOException {
    assertThat(MirrorSettings.read(file("# far away\n" + URL + "=https://registry.example\n")))
        .containsOnlyKeys(URL)
        .containsValue("https://registry.example");
  }

  @Test
  void readsNothingWhereThereIsNoFile() throws IOException {
    assertThat(MirrorSettings.read(folder.resolve("none"))).isEmpty();
  }

  @Test
  void changesNothingElseOfTheService() throws IOException {
    Path file = file("mintmark.registry.anonymous-pull=true\n");

    assertThatThrownBy(() -> MirrorSettings.read(file))
        .isInstanceOf(StackException.class)
        .hasMessageContainingAll("STK-048", "mintmark.registry.anonymous-pull");
  }
}
