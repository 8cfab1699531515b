package dev.mintmark.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.compare.testing.Found;
import dev.mintmark.compare.testing.Gzip;
import dev.mintmark.compare.testing.TarFile;
import dev.mintmark.compare.testing.TarFile.Entry;
import dev.mintmark.oci.OciMediaTypes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LayerDifferencesTest {
  private static final Entry APP = Entry.file("app/serve.py", "print('hello')\n");
  private static final Entry CONFIG =
      Entry.file("app/z.json", "{\"threshold\":0.5,\"built\":\"2026-01-01T00:00:00Z\"}");
  private static final byte[] TAR = TarFile.of(APP, CONFIG).bytes();

  static Stream<Arguments> plantedInHeaders() {
    return Stream.of(
        Arguments.of("mtime", "14000000001", "mtime", "mtime"),
        Arguments.of("mode", "0000664", "mode", "mode"),
        Arguments.of("uid", "0001750", "uid", "owner"),
        Arguments.of("gid", "0001750", "gid", "owner"),
        Arguments.of("uname", "builder", "uname", "owner"),
        Arguments.of("gname", "users", "gname", "owner"),
        Arguments.of("type", "7", "type", "-"),
        Arguments.of("linkname", "elsewhere", "linkname", "-"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plantedInHeaders")
  void namesTheHeaderFieldAndItsCause(String field, String value, String place, String cause) {
    byte[] planted = TarFile.of(APP.with(field, value), CONFIG).bytes();

    assertThat(places(planted)).containsExactly("app/serve.py > " + place + " | " + cause);
  }

  @Test
  void showsBothValues() {
    byte[] planted = TarFile.of(APP.with("mode", "0000600"), CONFIG).bytes();

    assertThat(compare(Gzip.of(planted)).lines())
        .containsExactly("app/serve.py > mode: recorded 0644, rebuilt 0600 (mode)");
  }

  @Test
  void namesAnotherOrderOfTheSameFiles() {
    byte[] planted = TarFile.of(CONFIG, APP).bytes();

    assertThat(places(planted)).containsExactly("order of entries | file-order");
  }

  @Test
  void namesFilesThatOneSideHas() {
    byte[] more = TarFile.of(APP, Entry.file("app/new", "x"), CONFIG).bytes();

    assertThat(places(more)).containsExactly("app/new | -");
    assertThat(Found.places(Gzip.of(more), Gzip.of(TAR), OciMediaTypes.LAYER_GZIP))
        .containsExactly("app/new | -");
  }

  @Test
  void namesTheLineOfATextInIt() {
    byte[] planted = TarFile.of(Entry.file("app/serve.py", "print('hallo')\n"), CONFIG).bytes();

    assertThat(places(planted)).containsExactly("app/serve.py > line 1 | -");
  }

  @Test
  void namesThePathInAJsonFileInIt() {
    Entry planted =
        Entry.file("app/z.json", "{\"threshold\":0.5,\"built\":\"2026-01-01T07:12:44Z\"}");

    assertThat(places(TarFile.of(APP, planted).bytes()))
        .containsExactly("app/z.json > $.built | timestamp");
  }

  @Test
  void namesBytesOfABinaryFileInIt() {
    byte[] binary = {0, 1, 2, 3, 4, 5, 6, 7};
    byte[] other = {0, 1, 2, 9, 4, 5, 6, 7};

    assertThat(
            Found.differences(
                    Gzip.of(TarFile.of(Entry.file("lib.so", binary)).bytes()),
                    Gzip.of(TarFile.of(Entry.file("lib.so", other)).bytes()),
                    OciMediaTypes.LAYER_GZIP)
                .getFirst()
                .line())
        .isEqualTo("lib.so > byte 3: recorded 03, rebuilt 09");
  }

  @Test
  void findsABytesPlaceInAFileThatIsNotHeldInMemory() {
    byte[] large = new byte[9 << 20];
    byte[] other = large.clone();
    other[other.length - 7] = 1;
    Entry before = Entry.file("a", "a");

    assertThat(
            Found.places(
                Gzip.of(TarFile.of(before, Entry.file("weights", large)).bytes()),
                Gzip.of(TarFile.of(before, Entry.file("weights", other)).bytes()),
                OciMediaTypes.LAYER_GZIP))
        .containsExactly("weights > byte " + (large.length - 7) + " | -");
  }

  @Test
  void findsContentsWhereTheOrderIsAnotherOneToo() {
    byte[] one =
        TarFile.of(Entry.file("a", "1"), Entry.file("b", "1"), Entry.file("c", "1")).bytes();
    byte[] two =
        TarFile.of(Entry.file("c", "2"), Entry.file("b", "2"), Entry.file("a", "2")).bytes();

    assertThat(Found.places(Gzip.of(one), Gzip.of(two), OciMediaTypes.LAYER_GZIP))
        .containsExactly(
            "order of entries | file-order", "a > line 1 | -", "b > line 1 | -", "c > line 1 | -");
  }

  static Stream<Arguments> gzipHeaders() {
    return Stream.of(
        Arguments.of("mtime", 4, 77), Arguments.of("level", 8, 2), Arguments.of("system", 9, 3));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("gzipHeaders")
  void namesTheGzipHeadersField(String field, int offset, int value) {
    byte[] header = Gzip.HEADER.clone();
    header[offset] = (byte) value;

    assertThat(Found.places(Gzip.of(TAR), Gzip.of(header, TAR, 6), OciMediaTypes.LAYER_GZIP))
        .containsExactly("gzip header > " + field + " | gzip-header");
  }

  @Test
  void namesAFileNameInTheGzipHeader() {
    byte[] header = Arrays.copyOf(Gzip.HEADER, 16);
    header[3] = 8;
    System.arraycopy(new byte[] {'a', '.', 't', 'a', 'r', 0}, 0, header, 10, 6);

    assertThat(Found.places(Gzip.of(TAR), Gzip.of(header, TAR, 6), OciMediaTypes.LAYER_GZIP))
        .containsExactly("gzip header > flags | gzip-header", "gzip header > name | gzip-header");
  }

  @Test
  void tellsAnotherCompressorFromAnotherContent() {
    List<String> places =
        Found.places(Gzip.of(TAR), Gzip.of(Gzip.HEADER, TAR, 1), OciMediaTypes.LAYER_GZIP);

    assertThat(places).hasSize(1);
    assertThat(places.getFirst())
        .startsWith("gzip stream behind its header > byte")
        .endsWith(" | compressor");
  }

  @Test
  void namesPadding() {
    assertThat(places(TarFile.of(APP, CONFIG).endedBy(20 * 512).bytes()))
        .containsExactly("end of the archive | padding");
    assertThat(places(TarFile.of(APP, CONFIG).paddedWith(7).bytes()))
        .containsExactly("app/serve.py > padding | padding", "app/z.json > padding | padding");
  }

  @Test
  void doesNotLetOneMistakeInEveryFileHideAnother() {
    Entry[] files =
        IntStream.range(0, 300).mapToObj(i -> Entry.file("f" + i, "x")).toArray(Entry[]::new);
    Entry[] planted =
        Arrays.stream(files).map(f -> f.with("mtime", "14000000007")).toArray(Entry[]::new);
    planted[299] = Entry.file("f299", "y").with("mtime", "14000000007");

    List<String> places =
        Found.places(
            Gzip.of(TarFile.of(files).bytes()),
            Gzip.of(TarFile.of(planted).bytes()),
            OciMediaTypes.LAYER_GZIP);

    assertThat(places)
        .contains("f0 > mtime | mtime", "295 more entries > mtime | mtime", "f299 > line 1 | -")
        .hasSize(7);
  }

  @Test
  void reportsASideThatIsNoGzipStream() {
    Comparison found = compare(TAR);

    assertThat(found.lines().getFirst())
        .startsWith(
            "form: recorded is a gzip stream, rebuilt is not a gzip stream: it begins with");
    assertThat(Found.differences(found)).hasSize(2);
  }

  @Test
  void reportsACutAndADamagedSide() {
    byte[] whole = Gzip.of(TAR);
    byte[] damagedTar = TAR.clone();
    damagedTar[3] ^= 1;

    assertThat(compare(Arrays.copyOf(whole, whole.length / 2)).lines().getFirst())
        .contains("rebuilt is not a tar archive in a gzip stream");
    assertThat(compare(Gzip.of(damagedTar)).lines().getFirst())
        .contains("the tar header at byte 0 has a wrong checksum");
    assertThat(compare(Gzip.of(Arrays.copyOf(TAR, 700))).lines().getFirst())
        .contains("rebuilt is not a tar archive");
  }

  @Test
  void looksIntoAnUncompressedTar() {
    byte[] planted = TarFile.of(APP.with("mode", "0000600"), CONFIG).bytes();

    assertThat(Found.places(TAR, planted, "application/vnd.oci.image.layer.v1.tar"))
        .containsExactly("app/serve.py > mode | mode");
  }

  private static List<String> places(byte[] plantedTar) {
    return Found.places(compare(Gzip.of(plantedTar)));
  }

  private static Comparison compare(byte[] rebuilt) {
    return Found.compare(Gzip.of(TAR), rebuilt, OciMediaTypes.LAYER_GZIP);
  }
}
