package dev.mintmark.packages.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.fixture.TarFixture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  private static final Subject SUBJECT = new Subject("x.deb");
  private static final Limits SMALL = new Limits(100, 1 << 20, 100, 300, 4096, 8 << 20);

  private static List<TarEntry> read(byte[] tar) throws IOException {
    TarReader reader = new TarReader(SUBJECT, SMALL, new ByteArrayInputStream(tar));
    List<TarEntry> entries = new ArrayList<>();
    for (Optional<TarEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
      entries.add(e.get());
    }
    return entries;
  }

  @ParameterizedTest(name = "pax {0}")
  @CsvSource({"true", "false"})
  void readsNamesLongerThanTheirFieldInBothForms(boolean pax) throws IOException {
    String name = "./" + "\u00fc".repeat(100) + "/file";
    TarFixture tar = new TarFixture();
    TarFixture fixture = pax ? tar.pax() : tar;

    List<TarEntry> entries =
        read(fixture.file(name, 0640, "text").symlink("l", "t".repeat(200)).build());

    assertThat(entries).extracting(TarEntry::name).containsExactly(name, "l");
    assertThat(entries).extracting(TarEntry::size).containsExactly(4L, 0L);
    assertThat(entries).extracting(TarEntry::mode).containsExactly(0640, 0777);
    assertThat(entries.getLast().linkTarget()).isEqualTo("t".repeat(200));
  }

  @Test
  void takesAGlobalCommentOnlyWhereItIsAskedTo() throws IOException {
    byte[] comment = global("52 comment=" + "a".repeat(40) + "\n");
    byte[] path = global("13 path=evil\n");

    Refused.with(RefusalCode.ENTRY_KIND, () -> read(comment));
    assertThat(withComments(comment).next()).map(TarEntry::name).contains("a");
    Refused.with(RefusalCode.ENTRY_KIND, () -> withComments(path).next());
  }

  private static TarReader withComments(byte[] tar) {
    return new TarReader(SUBJECT, SMALL, new ByteArrayInputStream(tar)).withComments();
  }

  private static byte[] global(String records) {
    byte[] tar =
        new TarFixture().file("pax_global_header", 0644, records).file("a", 0644, "x").build();
    tar[156] = 'g';
    fixChecksum(tar);
    return tar;
  }

  @Test
  void givesEachFileItsOwnBytesWhetherOrNotTheOnesBeforeWereRead() throws IOException {
    byte[] tar = new TarFixture().file("a", 0644, "first").file("b", 0644, "second").build();
    TarReader reader = new TarReader(SUBJECT, SMALL, new ByteArrayInputStream(tar));

    assertThat(reader.next()).isPresent();
    TarEntry second = reader.next().orElseThrow();

    assertThat(reader.content().readAllBytes()).isEqualTo("second".getBytes(UTF_8));
    assertThat(Arrays.copyOfRange(tar, (int) second.offset(), (int) second.offset() + 6))
        .isEqualTo("second".getBytes(UTF_8));
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void keepsExtendedAttributesAndOwners() throws IOException {
    TarArchiveEntry entry = TarFixture.entry("ping", TarConstants.LF_NORMAL, 0755);
    entry.addPaxHeader("SCHILY.xattr.user.note", "a=b\nc");
    entry.setIds(5_000_000, 42);

    TarEntry read = read(new TarFixture().pax().put(entry, new byte[0]).build()).getFirst();

    assertThat(read.attributes()).containsOnlyKeys("user.note");
    assertThat(read.attributes().get("user.note")).isEqualTo("a=b\nc".getBytes(UTF_8));
    assertThat(read.user()).isEqualTo(5_000_000);
    assertThat(read.group()).isEqualTo(42);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"3", "4", "6", "7", "S", "V", "M", "g", "z"})
  void refusesWhatNoImageGets(char kind) {
    byte[] tar = new TarFixture().file("./dev/x", 0644, "").build();
    tar[156] = (byte) kind;
    fixChecksum(tar);

    assertThat(Refused.with(RefusalCode.ENTRY_KIND, () -> read(tar)).entry()).contains("./dev/x");
  }

  @Test
  void refusesASparseFileThatSaysSoInPaxRecords() {
    byte[] tar =
        new TarFixture()
            .paxRecords("34 GNU.sparse.realsize=8000000000\n")
            .file("./huge", 0644, "")
            .build();

    Refused.with(RefusalCode.ENTRY_KIND, () -> read(tar));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "21 hdrcharset=BINARY",
        "9 path=a\n9 path=b",
        "11 path=a",
        "7 path=a",
        "99 path=a",
        "9path=a",
        " path=a",
        "5 =a",
        "10 uid=12a",
        "10 uid=-12",
        "0 path=a",
      })
  void refusesRecordsThatItDoesNotKnowOrThatAreNone(String record) {
    byte[] tar = new TarFixture().paxRecords(record + "\n").file("./x", 0644, "").build();

    Refused.with(RefusalCode.TAR_FORM, () -> read(tar));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a wrong checksum, 0, 98",
    "content of a directory, 124, 49",
    "no octal number, 100, 57",
  })
  void refusesAHeaderThatLies(String what, int at, int value) {
    byte[] tar = new TarFixture().directory("./usr/", 0755).build();
    tar[at] = (byte) value;
    if (at != 0) {
      fixChecksum(tar);
    }

    Refused.with(RefusalCode.TAR_FORM, () -> read(tar));
  }

  @Test
  void refusesASizeOfNearlyTwoToTheSixtyThird() {
    byte[] tar = new TarFixture().file("a", 0644, "").file("b", 0644, "").build();
    for (int header = 0; header < 1024; header += 512) {
      Arrays.fill(tar, header + 124, header + 136, (byte) 0xff);
      tar[header + 124] = (byte) 0x80;
      tar[header + 128] = 0x7f;
      byte[] block = Arrays.copyOfRange(tar, header, header + 512);
      Arrays.fill(block, 125, 128, (byte) 0);
      fixChecksum(block);
      System.arraycopy(block, 0, tar, header, 512);
    }

    Refused.with(RefusalCode.TOO_LARGE, () -> read(tar));
  }

  @Test
  void refusesWhatFollowsTheEnd() {
    byte[] tar = new TarFixture().file("a", 0644, "x").build();
    tar[tar.length - 1] = 1;

    Refused.with(RefusalCode.TAR_FORM, () -> read(tar));
  }

  @ParameterizedTest(name = "cut at {0}")
  @CsvSource({"0", "100", "512", "700", "1024"})
  void refusesAnArchiveThatEndsTooEarly(int length) {
    byte[] tar = Arrays.copyOf(new TarFixture().file("a", 0644, "x").build(), length);

    Refused.with(RefusalCode.TAR_FORM, () -> read(tar));
  }

  @Test
  void refusesMoreThanItsLimits() {
    refuseTooLarge(tar -> {
      for (int i = 0; i <= SMALL.entries(); i++) {
        tar.file("f" + i, 0644, "");
      }
    });
    refuseTooLarge(tar -> {
      for (int i = 0; i < 30; i++) {
        tar.file("n".repeat(250) + i, 0644, "");
      }
    });
    refuseTooLarge(tar -> tar.bytes("f", 0644, new byte[(1 << 20) + 1]));
    refuseTooLarge(tar -> tar.file("n".repeat(1000), 0644, ""));
    refuseTooLarge(tar -> {
      TarArchiveEntry entry = TarFixture.entry("x", TarConstants.LF_NORMAL, 0644);
      entry.addPaxHeader("SCHILY.xattr.user.big", "v".repeat(5000));
      tar.put(entry, new byte[0]);
    });
  }

  private static void refuseTooLarge(Consumer<TarFixture> fill) {
    TarFixture tar = new TarFixture();
    fill.accept(tar);
    byte[] bytes = tar.build();
    Refused.with(RefusalCode.TOO_LARGE, () -> read(bytes));
  }

  @Test
  void refusesNamesThatAreNotUtf8() {
    byte[] tar = new TarFixture().file("ab", 0644, "x").build();
    tar[1] = (byte) 0xe9;
    fixChecksum(tar);

    Refused.with(RefusalCode.PATH, () -> read(tar));
  }

  @Test
  void refusesAnExtendedHeaderWithoutAnEntryAndTwoForOne() {
    byte[] with = new TarFixture().file("n".repeat(120), 0644, "").build();
    byte[] end = new byte[1024];
    byte[] longName = Arrays.copyOf(with, 1024);

    Refused.with(RefusalCode.TAR_FORM, () -> read(join(longName, end)));
    Refused.with(RefusalCode.TAR_FORM, () -> read(join(longName, with)));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static void fixChecksum(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += header[i] & 0xff;
    }
    byte[] digits = "%06o\0 ".formatted(sum).getBytes(ISO_8859_1);
    System.arraycopy(digits, 0, header, 148, 8);
  }
}
