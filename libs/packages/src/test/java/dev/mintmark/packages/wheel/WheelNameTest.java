package dev.mintmark.packages.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WheelNameTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl, numpy, 2.4.6, '', 2",
    "six-1.16.0-py2.py3-none-any.whl, six, 1.16.0, '', 2",
    "torch-2.0.1+cu118-cp311-cp311-linux_x86_64.whl, torch, 2.0.1+cu118, '', 1",
    "a_b.c-1!2.0.post1-1_special-py3-none-any.whl, a_b.c, 1!2.0.post1, 1_special, 1",
  })
  void readsItsParts(String text, String name, String version, String build, int tags) {
    WheelName parsed = WheelName.parse(new Subject(text));

    assertThat(parsed.distribution()).isEqualTo(name);
    assertThat(parsed.version()).isEqualTo(version);
    assertThat(parsed.build().orElse("")).isEqualTo(build);
    assertThat(parsed.tags()).hasSize(tags);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "numpy.whl",
        "numpy-1.0-py3-none.whl",
        "numpy-1.0-x1-py3-none-any.whl",
        "-1.0-py3-none-any.whl",
        "a-1.0-py3-none-any.whl.txt",
        "../a-1.0-py3-none-any.whl",
        "a-1.0-py3..py2-none-any.whl",
        "a-1 0-py3-none-any.whl",
        "a-1-1-1-py3-none-any.whl",
      })
  void refusesOtherNames(String text) {
    Refused.with(RefusalCode.WHEEL_NAME, () -> WheelName.parse(new Subject(text)));
  }

  @Test
  void refusesTagsWithoutEnd() {
    String many = "a.".repeat(20) + "a";
    Refused.with(
        RefusalCode.WHEEL_NAME,
        () -> WheelName.parse(new Subject("x-1-" + many + "-" + many + "-" + many + ".whl")));
    Refused.with(
        RefusalCode.WHEEL_NAME,
        () -> WheelName.parse(new Subject("x".repeat(300) + "-1-py3-none-any.whl")));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"numpy-2.4.6.tar.gz", "numpy-2.4.6.zip", "numpy-2.4.6.tar.bz2"})
  void saysThatASourceDistributionWouldHaveToBeBuilt(String text) {
    assertThat(Refused.with(RefusalCode.SDIST, () -> WheelName.parse(new Subject(text))))
        .hasMessageContaining("lock a wheel");
  }
}
