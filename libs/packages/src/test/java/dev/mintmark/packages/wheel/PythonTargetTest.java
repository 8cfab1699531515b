package dev.mintmark.packages.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTargetTest {
  private static final PythonTarget DEBIAN_12 =
      new PythonTarget(11, 2, new Libc(Libc.Family.GLIBC, 2, 36), "aarch64");
  private static final PythonTarget ALPINE =
      new PythonTarget(12, 0, new Libc(Libc.Family.MUSL, 1, 2), "x86_64");

  private static CompatibilityTag tag(String text) {
    String[] parts = text.split("-");
    return new CompatibilityTag(parts[0], parts[1], parts[2]);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "py3-none-any, true",
    "py311-none-any, true",
    "py38-none-any, true",
    "py312-none-any, false",
    "py2-none-any, false",
    "cp311-none-any, true",
    "cp310-none-any, false",
    "cp311-cp311-manylinux_2_36_aarch64, true",
    "cp311-cp311-manylinux_2_37_aarch64, false",
    "cp311-cp311-manylinux_2_28_x86_64, false",
    "cp311-cp311-manylinux_3_1_aarch64, false",
    "cp311-cp311-manylinux2014_aarch64, true",
    "cp311-cp311-manylinux2010_aarch64, false",
    "cp311-cp311-manylinux1_aarch64, false",
    "cp311-cp311-musllinux_1_1_aarch64, false",
    "cp311-cp311-linux_aarch64, true",
    "cp311-cp311-linux_x86_64, false",
    "cp311-cp311-macosx_11_0_arm64, false",
    "cp311-cp311-any, false",
    "cp312-cp312-manylinux2014_aarch64, false",
    "cp311-cp310-manylinux2014_aarch64, false",
    "cp311-cp311t-manylinux2014_aarch64, false",
    "cp36-abi3-manylinux2014_aarch64, true",
    "cp311-abi3-manylinux2014_aarch64, true",
    "cp312-abi3-manylinux2014_aarch64, false",
    "cp31-abi3-manylinux2014_aarch64, false",
    "cp27-abi3-manylinux2014_aarch64, false",
    "py3-none-manylinux2014_aarch64, true",
    "cp311-none-manylinux2014_aarch64, true",
    "cp310-none-manylinux2014_aarch64, false",
    "pp311-none-manylinux2014_aarch64, false",
  })
  void takesWhatPipTakesOnDebian(String text, boolean taken) {
    assertThat(DEBIAN_12.supports(tag(text))).isEqualTo(taken);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "cp312-cp312-musllinux_1_1_x86_64, true",
    "cp312-cp312-musllinux_1_2_x86_64, true",
    "cp312-cp312-musllinux_1_3_x86_64, false",
    "cp312-cp312-musllinux_2_0_x86_64, false",
    "cp312-cp312-manylinux2014_x86_64, false",
    "cp312-cp312-manylinux_2_17_x86_64, false",
  })
  void takesWhatPipTakesOnAlpine(String text, boolean taken) {
    assertThat(ALPINE.supports(tag(text))).isEqualTo(taken);
  }

  @Test
  void knowsTheOldNamesOfManylinuxOnX86() {
    PythonTarget old = new PythonTarget(11, 0, new Libc(Libc.Family.GLIBC, 2, 12), "x86_64");

    assertThat(old.supports(tag("cp311-cp311-manylinux1_x86_64"))).isTrue();
    assertThat(old.supports(tag("cp311-cp311-manylinux2010_x86_64"))).isTrue();
    assertThat(old.supports(tag("cp311-cp311-manylinux2014_x86_64"))).isFalse();
  }

  @Test
  void isOfAPythonAndAnArchitectureThatAreKnown() {
    Libc libc = new Libc(Libc.Family.GLIBC, 2, 36);
    assertThatThrownBy(() -> new PythonTarget(10, 0, libc, "x86_64"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PythonTarget(11, 0, libc, "amd64"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "'>=3.8', true",
    "'>=3.8,<4', true",
    "'>=3.12', false",
    "'>=3.11.2', true",
    "'>=3.11.3', false",
    "'<3.11', false",
    "'<=3.11', false",
    "'!=3.11.*', false",
    "'!=3.10.*, !=3.12.*', true",
    "'==3.11.*', true",
    "'==3.11', false",
    "'===3.11.2', true",
    "'~=3.8', true",
    "'~=3.11.0', true",
    "'~=3.10.0', false",
    "'>3.11.2', false",
    "'>=2.7,', true",
    "'>=3.8rc1', ",
    "'>=3.8.*', ",
    "'~=3', ",
    "'3.8', ",
  })
  void readsRequiresPython(String text, Boolean allowed) {
    assertThat(RequiresPython.allows(text, 11, 2).orElse(null)).isEqualTo(allowed);
  }
}
