package dev.mintmark.embedded.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path folder;

  @Test
  void keepsWhatItMade() throws IOException {
    Path file = folder.resolve("secrets.properties");
    Secrets first = Secrets.keptIn(file, List.of("mintmark-a"), List.of("mintmark-k"));
    assertThat(Secrets.keptIn(file, List.of("mintmark-a"), List.of("mintmark-k"))).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void makesTheSecretOfANewIdentityAndLeavesTheOthers() throws IOException {
    Path file = folder.resolve("secrets.properties");
    Secrets first = Secrets.keptIn(file, List.of("mintmark-a"), List.of("mintmark-k"));
    Secrets second =
        Secrets.keptIn(
            file, List.of("mintmark-b", "mintmark-a"), List.of("mintmark-k", "mintmark-l"));
    assertThat(second.s3SecretKey()).isEqualTo(first.s3SecretKey());
    assertThat(second.s3SecretKeyOf("mintmark-a")).isEqualTo(first.s3SecretKeyOf("mintmark-a"));
    assertThat(second.s3SecretKeyOf("mintmark-b"))
        .hasSize(40)
        .isNotEqualTo(second.s3SecretKeyOf("mintmark-a"))
        .isNotEqualTo(second.s3SecretKey());
    assertThat(second.kafkaPasswords()).hasSize(2).containsAllEntriesOf(first.kafkaPasswords());
  }

  @Test
  void refusesAFileThatLostWhatOpensTheDatabase() throws IOException {
    Path file = folder.resolve("secrets.properties");
    Files.writeString(file, "s3.access-key=a\ns3.secret-key=b\n");
    assertThatThrownBy(() -> Secrets.keptIn(file, List.of(), List.of()))
        .hasMessageContaining("no postgresql.password in " + file);
  }
}
