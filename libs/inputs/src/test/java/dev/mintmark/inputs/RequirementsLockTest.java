package dev.mintmark.inputs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequirementsLockTest {
  private static final String A = "a1".repeat(32);
  private static final String B = "b2".repeat(32);

  @Test
  void readsContinuationLinesCommentsMarkersAndExtras() throws Exception {
    RequirementsLock lock =
        parse(
            """
            # made by a lock tool
            --index-url https://packages.example.com/simple
            --require-hashes

            numpy==2.1.0 \\
                --hash=sha256:%s \\
                --hash=sha256:%s
                # via torch
            torch[gpu]==2.5.1+cu124 ; python_version >= "3.11" --hash=sha256:%s  # the trainer
            \tcuda-runtime === 12.4.1 --hash sha512:%s
            """
                .formatted(A, B, A, A + B));

    assertThat(lock.requirements())
        .containsExactly(
            new RequirementsLock.Requirement(
                5,
                "numpy",
                List.of(),
                "2.1.0",
                Optional.empty(),
                List.of("sha256:" + A, "sha256:" + B)),
            new RequirementsLock.Requirement(
                9,
                "torch",
                List.of("gpu"),
                "2.5.1+cu124",
                Optional.of("python_version >= \"3.11\""),
                List.of("sha256:" + A)),
            new RequirementsLock.Requirement(
                10,
                "cuda-runtime",
                List.of(),
                "12.4.1",
                Optional.empty(),
                List.of("sha512:" + A + B)));
  }

  static Stream<Arguments> faultyLines() {
    String good = "numpy==2.1.0 --hash=sha256:" + A + "\n";
    return Stream.of(
        arguments("no hash", good + "torch==2.5.1\n", 2, "no --hash"),
        arguments("hash in a comment", good + "torch==2.5.1 # --hash=sha256:" + B, 2, "no --hash"),
        arguments(
            "a comment cuts the continuation",
            good + "torch==2.5.1 \\\n # why\n --hash=sha256:" + B,
            2,
            "no --hash"),
        arguments(
            "hash only after a blank line", good + "torch==2.5.1\n\n--hash=sha256:" + B, 2, "no"),
        arguments("short hash", good + "torch==2.5.1 --hash=sha256:abcd", 2, "not a whole hash"),
        arguments("weak hash", "torch==2.5.1 --hash=md5:" + A, 1, "not a whole hash"),
        arguments("empty hash", "torch==2.5.1 --hash=", 1, "not a whole hash"),
        arguments("one bad of two", "torch==2 --hash=sha256:" + A + " --hash=x", 1, "'x'"),
        arguments("range", "torch>=2.5 --hash=sha256:" + A, 1, "not pinned"),
        arguments("wildcard", "torch==2.* --hash=sha256:" + A, 1, "not pinned"),
        arguments("no version", "torch --hash=sha256:" + A, 1, "not pinned"),
        arguments("two versions", "torch==2,==3 --hash=sha256:" + A, 1, "not pinned"),
        arguments("URL", "torch @ https://example.com/t.whl --hash=sha256:" + A, 1, "not pinned"),
        arguments("other option", "torch==2 --pre --hash=sha256:" + A, 1, "other than --hash"),
        arguments("other file", good + "-r more.txt", 2, "-r"),
        arguments("editable", good + "-e .", 2, "-e"),
        arguments("constraints", good + "--constraint=c.txt", 2, "--constraint"),
        arguments("empty", "", 1, "no requirement"),
        arguments("comments only", "# nothing\n\n", 1, "no requirement"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faultyLines")
  void refusesALineThatPinsNothing(String name, String text, int line, String fault) {
    FaultyLineException e = catchThrowableOfType(FaultyLineException.class, () -> parse(text));

    assertThat(e).hasMessageContaining(fault);
    assertThat(e.line()).isEqualTo(line);
  }

  @Test
  void refusesAFileThatIsNotText() {
    byte[] file = "numpy==2.1.0 # \u00e9".getBytes(ISO_8859_1);

    assertThat(catchThrowableOfType(FaultyLineException.class, () -> RequirementsLock.parse(file)))
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void showsOnlyTheBeginningOfALongLine() {
    FaultyLineException e =
        catchThrowableOfType(FaultyLineException.class, () -> parse("x".repeat(100_000)));

    assertThat(e.getMessage()).hasSizeLessThan(200);
  }

  private static RequirementsLock parse(String text) throws FaultyLineException {
    return RequirementsLock.parse(text.getBytes(UTF_8));
  }
}
