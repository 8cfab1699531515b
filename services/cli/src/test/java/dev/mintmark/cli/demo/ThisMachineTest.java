package dev.mintmark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThisMachineTest {
  private static final List<TargetFigures> TARGETS =
      List.of(target("cpu-amd64", "linux/amd64"), target("cpu-arm64", "linux/arm64"));

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({"amd64, cpu-amd64", "x86_64, cpu-amd64", "aarch64, cpu-arm64", "riscv64, "})
  void choosesTheTargetOfThePlatform(String architecture, String target) {
    assertThat(ThisMachine.target(TARGETS, architecture).map(TargetFigures::target).orElse(null))
        .isEqualTo(target);
  }

  private static TargetFigures target(String name, String platform) {
    return new TargetFigures(name, platform, "", "", "", 1);
  }
}
