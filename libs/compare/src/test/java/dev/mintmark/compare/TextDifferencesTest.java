package dev.mintmark.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.compare.testing.Found;
import dev.mintmark.compare.testing.Shelf;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextDifferencesTest {
  private static final String TABLE =
      "mintmark-calibration 1\nmodel sha256:"
          + "0".repeat(64)
          + "\nsamples 48 sha256:"
          + "1".repeat(64)
          + "\nruntime onnxruntime-1.29.0\n"
          + "range min-max 0x0.0p0 0x1.8p3 conv1 out\n"
          + "range percentile 0x0.0p0 0x1.4p3 conv1 out\n";
  private static final String ENV = "mintmark.release=1\ncreated=2026-01-01T00:00:00Z\nname=face\n";

  @Test
  void namesTheTensorOfACalibrationTable() {
    assertThat(table(TABLE.replace("0x1.8p3", "0x1.9p3")))
        .containsExactly("range min-max conv1 out > high | -");
    assertThat(table(TABLE.replace("0x1.8p3", "0x1.800002p3")))
        .containsExactly("range min-max conv1 out > high | thread-count");
  }

  @Test
  void namesThreadsOnlyWhereEveryBoundIsNear() {
    assertThat(table(TABLE.replace("0x1.8p3", "0x1.800002p3").replace("0x1.4p3", "0x1.5p3")))
        .containsExactly(
            "range min-max conv1 out > high | -", "range percentile conv1 out > high | -");
  }

  @Test
  void namesAHeaderLineAndOrderOfACalibrationTable() {
    assertThat(table(TABLE.replace("1.29.0", "1.30.0"))).containsExactly("line 4 | -");
    String turned =
        TABLE
            .replace("range percentile 0x0.0p0 0x1.4p3 conv1 out\n", "")
            .replace("range min-max", "range percentile 0x0.0p0 0x1.4p3 conv1 out\nrange min-max");
    assertThat(table(turned)).containsExactly("order of lines, from line 1 | key-order");
  }

  @Test
  void namesTheKeyOfAReleaseStatement() {
    assertThat(env(ENV.replace("face", "fase"))).containsExactly("name | -");
    assertThat(env(ENV.replace("2026-01-01T00", "2026-01-01T01")))
        .containsExactly("created | time-zone");
    assertThat(env(ENV + "more=1\n")).containsExactly("more | -");
    assertThat(env("mintmark.release=1\nname=face\ncreated=2026-01-01T00:00:00Z\n"))
        .containsExactly("order of keys | key-order");
    assertThat(env(ENV.replace("\n", "\r\n"))).containsExactly("line ends | line-ends");
  }

  @Test
  void walksFromATreeIntoItsFiles() {
    Shelf recorded = new Shelf();
    Shelf rebuilt = new Shelf();
    Artifact one = recorded.put(MediaTypes.OCTET_STREAM, "{\"a\":1}".getBytes(UTF_8));
    Artifact two = rebuilt.put(MediaTypes.OCTET_STREAM, "{\"a\":2}".getBytes(UTF_8));
    Artifact treeOne = recorded.put(MediaTypes.TREE, tree(one));
    Artifact treeTwo = rebuilt.put(MediaTypes.TREE, tree(two));

    assertThat(
            Found.compare(recorded.side(treeOne), rebuilt.side(treeTwo), MediaTypes.TREE).lines())
        .containsExactly("conf/a.json > $.a: recorded 1, rebuilt 2");
  }

  private static byte[] tree(Artifact file) {
    return new Tree(List.of(new Tree.Entry("conf/a.json", file.size(), file.digest()))).bytes();
  }

  @Test
  void namesATreesOrderAndFilesThatAreNotThere() {
    String a = "a".repeat(64) + " 1 a\n";
    String b = "b".repeat(64) + " 1 b\n";
    String c = "c".repeat(64) + " 1 b\n";

    assertThat(places(a + b, b + a, MediaTypes.TREE))
        .containsExactly("order of lines, from line 1 | file-order");
    assertThat(lines(a + b, a + c, MediaTypes.TREE).getFirst())
        .contains("whose bytes are not there")
        .startsWith("b: recorded sha256:b");
    assertThat(places(a + b, a, MediaTypes.TREE)).containsExactly("b | -");
  }

  @Test
  void namesTheFirstLineThatDiffersAndHowManyMore() {
    assertThat(lines("a\nb\nc\nd\n", "a\nx\nc\ny\n", "text/plain"))
        .containsExactly("line 2 and 1 more: recorded b, rebuilt x");
  }

  @Test
  void keepsLinesBehindAnAddedOneTogether() {
    assertThat(lines("a\nb\nc\n", "a\nnew\nb\nc\n", "text/plain"))
        .containsExactly("line 2: recorded nothing, rebuilt new");
  }

  @Test
  void namesCausesInPlainText() {
    assertThat(places("a\nb\n", "a\r\nb\r\n", "text/plain"))
        .containsExactly("line ends | line-ends");
    assertThat(
            places(
                "built Mon Jan 05 10:00:00 UTC 2026",
                "built Tue Jan 06 11:12:13 UTC 2026",
                "" + "text/plain"))
        .containsExactly("line 1 | timestamp");
    assertThat(places("built in /home/ann/src", "built in /builds/7/src", "text/plain"))
        .containsExactly("line 1 | host-name");
    assertThat(places("x  \n", "x\n", "text/plain")).containsExactly("line 1 | padding");
  }

  @Test
  void namesTheElementOfANumpyArray() {
    byte[] recorded = npy("(2,)", 1f, 2f);

    assertThat(Found.compare(recorded, npy("(2,)", 1f, 2.5f), MediaTypes.NPY).lines())
        .containsExactly(
            "element 1: recorded 2.0, rebuilt 2.5; 1 of 2 elements differ, by at most 0.5");
    assertThat(Found.places(recorded, npy("(2,)", 1f, Math.nextUp(2f)), MediaTypes.NPY))
        .containsExactly("element 1 | thread-count");
    assertThat(Found.places(recorded, npy("(1,)", 1f), MediaTypes.NPY).getFirst())
        .isEqualTo("shape | -");
    assertThat(Found.compare(recorded, npy("(2,)", 1f, Float.NaN), MediaTypes.NPY).lines())
        .first()
        .asString()
        .contains("NaN");
  }

  @Test
  void tellsAFormatFromTheBytesWhereTheTypeDoesNot() {
    byte[] table = TABLE.getBytes(UTF_8);
    byte[] planted = TABLE.replace("0x1.8p3", "0x1.9p3").getBytes(UTF_8);

    assertThat(Found.places(table, planted, "application/x"))
        .containsExactly("range min-max conv1 out > high | -");
    assertThat(Found.places(npy("(2,)", 1f, 2f), npy("(2,)", 1f, 3f), "application/x"))
        .containsExactly("element 1 | -");
    assertThat(places("{\"a\":1}", "{\"a\":2}", "application/x")).containsExactly("$.a | -");
  }

  private static byte[] npy(String shape, float... values) {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n";
    ByteBuffer file =
        ByteBuffer.allocate(10 + header.length() + 4 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) header.length()).put(header.getBytes(UTF_8));
    for (float value : values) {
      file.putFloat(value);
    }
    return file.array();
  }

  private static List<String> table(String rebuilt) {
    return places(TABLE, rebuilt, MediaTypes.CALIBRATION_TABLE);
  }

  private static List<String> env(String rebuilt) {
    return places(ENV, rebuilt, MediaTypes.RELEASE_ENV);
  }

  private static List<String> places(String recorded, String rebuilt, String mediaType) {
    return Found.places(recorded.getBytes(UTF_8), rebuilt.getBytes(UTF_8), mediaType);
  }

  private static List<String> lines(String recorded, String rebuilt, String mediaType) {
    return Found.compare(recorded.getBytes(UTF_8), rebuilt.getBytes(UTF_8), mediaType).lines();
  }
}
