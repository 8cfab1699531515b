package dev.mintmark.verify.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyReaderTest {
  private static final Path FOLDER = Path.of("src/test/resources/policy");

  static List<String> malformed() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml") && !name.equals("good.yaml"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesWhatItWouldHaveToGuess(String file) throws IOException {
    String text = Files.readString(FOLDER.resolve(file));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> PolicyReader.read(text, file))
        .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.POLICY_FORM))
        .withMessageContaining("line ");
  }

  @Test
  void readsEveryField() throws IOException {
    Policy policy = PolicyReader.read(Files.readString(FOLDER.resolve("good.yaml")), "good.yaml");

    assertThat(policy.root()).contains(new Policy.Root(List.of("root.pub", "root-2.pub"), 1));
    assertThat(policy.keySet()).contains("keyset.txt");
    assertThat(policy.expiry()).isEqualTo(Policy.Expiry.REQUIRE);
    assertThat(policy.threshold(KeyRole.RELEASE)).isEqualTo(2);
    assertThat(policy.threshold(KeyRole.EVIDENCE)).isEqualTo(1);
    assertThat(policy.securityFloor()).isEqualTo(3);
    assertThat(policy.revoked()).hasSize(1);
    assertThat(policy.releases()).hasSize(2);
    assertThat(policy.attestations())
        .extracting(AttestationRule::on)
        .containsOnly(AttestationRule.On.INDEX);
    assertThat(policy.attestations().getLast().where()).containsEntry("outcome", "IDENTICAL");
  }

  @Test
  void refusesAHugePolicyBeforeItReadsIt() {
    String text = "# " + "x".repeat(PolicyReader.MAX_CHARACTERS);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> PolicyReader.read(text, "huge"))
        .withMessageContaining("characters");
  }

  @Test
  void refusesManyNestedAliasesAtOnce() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> PolicyReader.read(bomb.toString(), "bomb"))
        .withMessageContaining("anchor");
  }
}
