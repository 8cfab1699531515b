package dev.mintmark.cli.releasefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mintmark.content.Digest;
import dev.mintmark.vendor.file.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of an image that come from outside, and closures. */
class OriginsTest {
  private static final String HEX = "ab".repeat(32);

  /**
   * The release file with these lines instead of the first file's {@code from} and {@code purl}.
   */
  private static String with(String lines) throws IOException {
    try (InputStream in = ReleaseFileReader.class.getResourceAsStream("release.yaml")) {
      return new String(in.readAllBytes(), UTF_8)
          .replaceFirst("(?m)^      purl: .*\\n", "")
          .replaceFirst(
              "(?m)^      from: .*\\n",
              Matcher.quoteReplacement("      " + lines.replace(";", "\n      ") + "\n"));
    }
  }

  private static FileOrigin origin(String lines) throws Exception {
    return ReleaseFileReader.read(with(lines)).image().files().getFirst().from();
  }

  @Test
  void readsFilesOfNpmMavenAndAddresses() throws Exception {
    assertThat(origin("npm: name@1.0.0;sha256: sha256:" + HEX))
        .isEqualTo(
            new FileOrigin.Outside(
                new FileSource.Npm("name", "1.0.0"),
                Optional.of(new Digest(HEX)),
                line("npm:", "npm: name@1.0.0;sha256: sha256:" + HEX),
                "image.files[0].npm"));
    assertThat(((FileOrigin.Outside) origin("maven: a:b:1.0;sha256: " + HEX)).digest())
        .contains(new Digest(HEX));
    assertThat(((FileOrigin.Outside) origin("url: https://x.example/a.bin")).digest()).isEmpty();
  }

  private static int line(String key, String lines) throws IOException {
    return (int) with(lines).lines().takeWhile(line -> !line.strip().startsWith(key)).count() + 1;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "npm: name, CLI-016, name@version",
    "npm: name@latest, CLI-016, name@version",
    "maven: a:b, CLI-016, group:artifact:version",
    "url: https://x.example/, CLI-016, ends with the file",
    "url: https://x.example/a;sha256: abc, CLI-015, 64",
    "npm: name@1.0.0;url: https://x.example/a, CLI-016, npm and url",
    "npm: name@1.0.0;purl: pkg:npm/name@1.0.0, CLI-016, leave it out",
    "from: ${inputs}/a.jar;sha256: sha256:aa, CLI-016, leave it out",
    "member2: x, CLI-003, known are",
  })
  void namesWhatIsWrong(String lines, String code, String text) throws IOException {
    String file = with(lines);
    InvalidReleaseFileException refused =
        catchThrowableOfType(InvalidReleaseFileException.class, () -> ReleaseFileReader.read(file));

    assertThat(refused.problems())
        .anySatisfy(problem -> {
          assertThat(problem.code()).isEqualTo(code);
          assertThat(problem.text()).contains(text);
        });
  }

  @Test
  void asksForOneOfTheFourKeys() throws IOException {
    String file = with("");
    InvalidReleaseFileException refused =
        catchThrowableOfType(InvalidReleaseFileException.class, () -> ReleaseFileReader.read(file));

    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().getFirst().text()).contains("from, npm, maven and url");
  }

  @Test
  void readsClosures() throws Exception {
    String text =
        with("from: a")
            .replace(
                "  entrypoint:",
                "  closures:\n"
                    + "    - {platform: linux/arm64, file: '${inputs}/a.nar', sha256: '"
                    + HEX
                    + "', license: MIT}\n"
                    + "    - {platform: linux/amd64, file: b.nar, sha256: 'sha256:"
                    + HEX
                    + "'}\n"
                    + "  entrypoint:");

    assertThat(ReleaseFileReader.read(text).image().closures())
        .extracting(
            ReleaseFile.Closure::platform,
            each -> each.file().toString(),
            ReleaseFile.Closure::digest,
            ReleaseFile.Closure::license)
        .containsExactly(
            tuple("linux/arm64", "${inputs}/a.nar", new Digest(HEX), Optional.of("MIT")),
            tuple("linux/amd64", "b.nar", new Digest(HEX), Optional.empty()));
  }
}
