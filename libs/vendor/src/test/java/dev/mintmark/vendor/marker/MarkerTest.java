package dev.mintmark.vendor.marker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerTest {
  private static final MarkerEnvironment ARM = MarkerEnvironment.of("3.11.2", "aarch64");
  private static final MarkerEnvironment NO_PATCH = MarkerEnvironment.of("3.11", "aarch64");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "python_version >= '3.9' | YES",
        "python_version >= '3.9' and python_version < \"3.11\" | NO",
        "python_version == '3.1.*' | NO",
        "python_version in '3.10 3.11' | YES",
        "python_version not in '3.10 3.12' | YES",
        "'3.9' < python_version | YES",
        "python_full_version < '3.11.3' | YES",
        "python_full_version == '3.11.*' | YES",
        "implementation_version > '3.11.2' | NO",
        "sys_platform == 'linux' | YES",
        "sys_platform != 'win32' | YES",
        "'linux' in sys_platform | YES",
        "sys_platform in 'darwin win32' | NO",
        "platform_system == 'Linux' and os_name == 'posix' | YES",
        "platform_machine == 'x86_64' or platform_machine == 'aarch64' | YES",
        "platform_python_implementation == 'PyPy' | NO",
        "implementation_name == 'cpython' | YES",
        "extra == 'socks' | NO",
        "extra != 'socks' | YES",
        "extra == 'My_Extra' | YES",
        "(sys_platform=='win32' or extra=='my-extra') and python_version~='3.8' | YES",
        "sys_platform == 'win32' and extra == 'a' or os_name == 'posix' | YES",
        "sys_platform == 'win32' and (extra == 'a' or os_name == 'posix') | NO",
        "platform_release > '5.10' | UNKNOWN",
        "platform_release > '5.10' and sys_platform == 'win32' | NO",
        "sys_platform == 'linux' or platform_version == 'x' | YES",
        "sys_platform == 'linux' and platform_version == 'x' | UNKNOWN",
        "sys_platform < 'linux2' | UNKNOWN",
        "python_version > 'three' | UNKNOWN",
      })
  void decidesForTheImage(String marker, Answer answer) {
    assertThat(ARM.holds(Marker.parse(marker), Set.of("my-extra"))).isEqualTo(answer);
  }

  @Test
  void knowsOfAPythonWithoutAPatchOnlyWhatHoldsForEach() {
    assertThat(holds("python_full_version < '3.11.3'")).isEqualTo(Answer.UNKNOWN);
    assertThat(holds("python_full_version >= '3.11' and python_full_version < '3.12'"))
        .isEqualTo(Answer.YES);
    assertThat(holds("python_full_version >= '3.12'")).isEqualTo(Answer.NO);
    assertThat(holds("python_full_version != '3.11.9'")).isEqualTo(Answer.UNKNOWN);
    assertThat(NO_PATCH.isIn(VersionRange.parse(">=3.11,<3.14"))).isEqualTo(Answer.YES);
    assertThat(NO_PATCH.isIn(VersionRange.parse(">3.11.1"))).isEqualTo(Answer.UNKNOWN);
  }

  private static Answer holds(String marker) {
    return NO_PATCH.holds(Marker.parse(marker), Set.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "python_version",
        "python_version >= ",
        "python_version >= '3",
        "python_version >= '3' and",
        "python_version >= '3' sys_platform == 'linux'",
        "(python_version >= '3'",
        "python_version >= '3')",
        "'3' >= '3'",
        "os_name == sys_platform",
        "os.name == 'posix'",
        "home == 'x'",
        "python_version => '3'",
        "python_version not '3'",
        "extra in 'a b'",
        "python_version >= '3' # x",
      })
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> Marker.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PEP 508");
  }

  @Test
  void refusesMarkersThatAreNestedOrLongBeyondReason() {
    for (String marker :
        List.of("(".repeat(60) + "os_name == ''" + ")".repeat(60), " ".repeat(9000))) {
      assertThatThrownBy(() -> Marker.parse(marker)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void readsDependencies() {
    Need need = Need.parse("Foo_Bar[B, a.a] (>=1.0,!=1.2) ; python_version < '4'");

    assertThat(need.name()).isEqualTo("foo-bar");
    assertThat(need.extras()).containsExactlyInAnyOrder("b", "a-a");
    assertThat(need.range().contains("1.1")).isTrue();
    assertThat(need.range().contains("1.2")).isFalse();
    assertThat(need.marker()).isPresent();
    assertThat(Need.parse("foo").range()).isEqualTo(VersionRange.ANY);
    assertThat(Need.parse("foo @ https://example.org/f.whl ; os_name == 'nt'").marker())
        .isPresent();
    assertThat(Need.parse("foo>=2;os_name=='nt'").range()).hasToString(">=2");
    for (String wrong : List.of("", "-r x", "foo bar", "foo>=", "foo (>=1", "foo; x == 'y'")) {
      assertThatThrownBy(() -> Need.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
