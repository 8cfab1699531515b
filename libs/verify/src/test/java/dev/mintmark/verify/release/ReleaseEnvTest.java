package dev.mintmark.verify.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseEnvTest {
  private static final String GOOD = new String(ReleaseEnv.write(Samples.statement()), UTF_8);

  @Test
  void readsWhatItWrites() {
    assertThat(ReleaseEnv.read(GOOD.getBytes(UTF_8))).isEqualTo(Samples.statement());
  }

  @Test
  void isSortedLinesWithTheVersionFirst() {
    assertThat(GOOD).startsWith("mintmark.release=1\nconfig.digest=sha256:").endsWith("\n");
    assertThat(GOOD.lines().skip(1)).isSorted();
    assertThat(GOOD)
        .contains(
            "\nname=face-detect\n",
            "\nversion=v1.0.0\n",
            "\ntarget=cpu-amd64\n",
            "\nplatform=linux/amd64\n",
            "\nrepository=vision/face-detect\n",
            "\nlayer.010.size=10\n",
            "\nexpected.000.path=face/scores.npy\n",
            "\nsecurity.floor=3\n");
  }

  static Stream<Arguments> tampered() {
    return Stream.of(
        row("nothing", s -> "", RefusalCode.ENV_BYTES),
        row("no newline at the end", s -> s.substring(0, s.length() - 1), RefusalCode.ENV_BYTES),
        row("cut within a line", s -> s.substring(0, s.length() / 2), RefusalCode.ENV_BYTES),
        row(
            "cut between lines",
            s -> s.substring(0, s.indexOf("version=")),
            RefusalCode.ENV_MISSING_KEY),
        row("carriage returns", s -> s.replace("\n", "\r\n"), RefusalCode.ENV_BYTES),
        row("an empty line", s -> s + "\n", RefusalCode.ENV_BYTES),
        row("a comment", s -> s + "# note\n", RefusalCode.ENV_BYTES),
        row("a line without =", s -> s + "zz\n", RefusalCode.ENV_BYTES),
        row("a space before a key", s -> s.replace("\nname=", "\n name="), RefusalCode.ENV_BYTES),
        row("a key in capitals", s -> s.replace("\nname=", "\nNAME="), RefusalCode.ENV_BYTES),
        row("a NUL", s -> s.replace("face", "fa\0ce"), RefusalCode.ENV_BYTES),
        row("a tab", s -> s.replace("v1.0.0", "v1.0.0\t"), RefusalCode.ENV_BYTES),
        row("an escape", s -> s.replace("v1.0.0", "v1.0.0\u001b[2K"), RefusalCode.ENV_BYTES),
        row(
            "text that turns around",
            s -> s.replace("face/", "\u202eface/"),
            RefusalCode.ENV_BYTES),
        row("an invisible space", s -> s.replace("face/", "\u200bface/"), RefusalCode.ENV_BYTES),
        row("a byte order mark", s -> "\uFEFF" + s, RefusalCode.ENV_BYTES),
        row("a later version", s -> s.replace("release=1", "release=2"), RefusalCode.ENV_VERSION),
        row("no version", s -> s.substring(s.indexOf('\n') + 1), RefusalCode.ENV_VERSION),
        row(
            "the version twice",
            s -> s.replace("\nconfig.digest", "\nmintmark.release=1\nconfig.digest"),
            RefusalCode.ENV_ORDER),
        row("an unknown key", s -> s + "zz=1\n", RefusalCode.ENV_UNKNOWN_KEY),
        row(
            "a doubled key",
            s -> s + s.lines().reduce((a, b) -> b).orElseThrow() + "\n",
            RefusalCode.ENV_DOUBLED_KEY),
        row(
            "a key doubled with another value",
            s -> s.replace("\nversion=", "\nversion=v0.0.1\nversion="),
            RefusalCode.ENV_DOUBLED_KEY),
        row("other order", ReleaseEnvTest::swapLast, RefusalCode.ENV_ORDER),
        row("no name", s -> s.replaceAll("\nname=.*", ""), RefusalCode.ENV_MISSING_KEY),
        row(
            "no model digest",
            s -> s.replaceAll("\nmodel.digest=.*", ""),
            RefusalCode.ENV_MISSING_KEY),
        row(
            "no diff of a layer",
            s -> s.replaceAll("\nlayer.000.diff=.*", ""),
            RefusalCode.ENV_MISSING_KEY),
        row(
            "a gap in the layers",
            s -> s.replaceAll("\nlayer.001[.].*", ""),
            RefusalCode.ENV_UNKNOWN_KEY),
        row(
            "no security floor",
            s -> s.replaceAll("\nsecurity.floor=.*", ""),
            RefusalCode.ENV_MISSING_KEY),
        row(
            "a digest in capitals",
            s -> s.replace("index.digest=sha256:", "index.digest=SHA256:"),
            RefusalCode.ENV_VALUE),
        row(
            "a digest cut",
            s -> s.replaceAll("(index.digest=.*).\n", "$1\n"),
            RefusalCode.ENV_VALUE),
        row(
            "another algorithm",
            s -> s.replace("index.digest=sha256", "index.digest=sha512"),
            RefusalCode.ENV_VALUE),
        row(
            "a size below zero",
            s -> s.replace("config.size=", "config.size=-"),
            RefusalCode.ENV_VALUE),
        row(
            "a size with a plus",
            s -> s.replace("config.size=", "config.size=+"),
            RefusalCode.ENV_VALUE),
        row(
            "a size with a zero before",
            s -> s.replace("config.size=", "config.size=0"),
            RefusalCode.ENV_VALUE),
        row(
            "a size in other digits",
            s -> s.replace("layer.010.size=10", "layer.010.size=\u0661\u0660"),
            RefusalCode.ENV_VALUE),
        row(
            "a size past 63 bits",
            s -> s.replace("config.size=", "config.size=9999999999999999999"),
            RefusalCode.ENV_VALUE),
        row(
            "a size in hex",
            s -> s.replace("config.size=", "config.size=0x"),
            RefusalCode.ENV_VALUE),
        row("a floor below zero", s -> s.replace("floor=3", "floor=-1"), RefusalCode.ENV_VALUE),
        row(
            "a space after a value",
            s -> s.replace("v1.0.0\n", "v1.0.0 \n"),
            RefusalCode.ENV_VALUE),
        row("an empty name", s -> s.replace("face-detect\n", "\n"), RefusalCode.ENV_VALUE),
        row(
            "a command in a name",
            s -> s.replace("=face-detect", "=$(reboot)"),
            RefusalCode.ENV_VALUE),
        row(
            "a host in the repository",
            s -> s.replace("=vision/", "=example.com:5000/"),
            RefusalCode.ENV_VALUE),
        row(
            "a path that leaves its folder",
            s -> s.replace("face/scores", "../scores"),
            RefusalCode.ENV_VALUE),
        row("an absolute path", s -> s.replace("face/scores", "/scores"), RefusalCode.ENV_VALUE),
        row("a version without v", s -> s.replace("=v1.0.0", "=1.0.0"), RefusalCode.ENV_VALUE),
        row(
            "too large",
            s -> s + "z=" + "z".repeat(Lines.MAX_BYTES) + "\n",
            RefusalCode.ENV_BYTES));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tampered")
  void refuses(String name, String text, RefusalCode code) {
    assertThat(text).isNotEqualTo(GOOD);
    assertThatExceptionOfType(RefusedException.class)
        .as(name)
        .isThrownBy(() -> ReleaseEnv.read(text.getBytes(UTF_8)))
        .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
        .withMessageStartingWith("cannot accept the release statement: ");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] bytes = GOOD.getBytes(UTF_8);
    bytes[30] = (byte) 0xff;
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> ReleaseEnv.read(bytes))
        .satisfies(e -> assertThat(e.code()).isEqualTo(RefusalCode.ENV_BYTES));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"'Face'", "'face detect'", "'-face'", "'face--detect'", "''", "'fäce'"})
  void writesNoStatementWithAWrongName(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> Samples.named(name));
  }

  @Test
  void writesNoUnsortedSamples() {
    NamedBlob a = new NamedBlob("a.npy", Samples.blob("a"));
    NamedBlob b = new NamedBlob("b.npy", Samples.blob("b"));
    assertThatIllegalArgumentException().isThrownBy(() -> Samples.modelWithSmoke(b, a));
    assertThatIllegalArgumentException().isThrownBy(() -> Samples.modelWithSmoke(a, a));
  }

  private static Arguments row(String name, UnaryOperator<String> change, RefusalCode code) {
    return Arguments.of(name, change.apply(GOOD), code);
  }

  private static String swapLast(String text) {
    String target = "\ntarget=cpu-amd64";
    return text.replace(target, "") + target.substring(1) + "\n";
  }
}
