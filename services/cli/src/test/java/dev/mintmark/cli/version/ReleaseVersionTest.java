package dev.mintmark.cli.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseVersionTest {
  @ParameterizedTest(name = "after [{1}] comes {2}")
  @CsvSource({
    "v1.0.0, '', v1.0.0",
    "v1.0.0, v1.0.0, v1.0.1",
    "v1.0.0, v1.0.0 v1.0.9 v1.0.10 v1.0.2, v1.0.11",
    "v1.0.0, v1.1.0 v2.0.0 v0.9.9, v1.0.0",
    "v1.0.5, v1.0.0, v1.0.5",
    "v1.0.0, v1.0.3-rc.1, v1.0.4",
    "v1.0.0-rc.1, v1.0.0-rc.1, v1.0.1"
  })
  void choosesTheNextPatchThatNobodyUsed(String base, String used, String expected) {
    List<ReleaseVersion> versions =
        Stream.of(used.split(" ")).flatMap(text -> ReleaseVersion.parse(text).stream()).toList();
    assertThat(version(base).nextFree(versions)).hasToString(expected);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"v0.0.0", "v10.20.30", "v1.0.0-rc.1", "v1.2.3-0a-b"})
  void writesWhatItRead(String text) {
    assertThat(version(text)).hasToString(text);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "1.0.0",
        "v1.0",
        "v1.0.0.0",
        "v01.0.0",
        "v1.0.0-",
        "v1.0.0-a..b",
        "v1.0.0 ",
        "v1.0.9999999999999999999"
      })
  void isNoVersion(String text) {
    assertThat(ReleaseVersion.parse(text)).isEmpty();
  }

  private static ReleaseVersion version(String text) {
    return ReleaseVersion.parse(text).orElseThrow();
  }
}
