package dev.mintmark.packages.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.Limits;
import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.fixture.WheelFixture;
import dev.mintmark.packages.fixture.WheelFixture.Member;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZipArchiveTest {
  private static final Subject SUBJECT = new Subject("x.whl");
  private static final Limits LIMITS = new Limits(50, 64 << 20, 100, 300, 1 << 16, 8 << 20);
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;

  @TempDir private Path folder;

  private Map<String, byte[]> read(byte[] zip) throws IOException {
    Path file = Files.write(folder.resolve("x.whl"), zip);
    Map<String, byte[]> contents = new LinkedHashMap<>();
    try (FileChannel channel = FileChannel.open(file)) {
      FileSlice slice = FileSlice.of(channel);
      for (ZipArchive.Located located : ZipArchive.read(SUBJECT, LIMITS, slice)) {
        try (InputStream in = ZipArchive.open(SUBJECT, slice, located)) {
          contents.put(located.member().path(), in.readAllBytes());
        }
      }
    }
    return contents;
  }

  private static Member member(String path, String text) {
    return new Member(path, 0100644, text.getBytes(UTF_8), true);
  }

  private static byte[] zip(Member... members) {
    return WheelFixture.zip(List.of(members), false);
  }

  /** Where the n-th header with this magic number begins. */
  private static int find(byte[] zip, int magic, int n) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int found = 0;
    for (int i = 0; i < zip.length - 4; i++) {
      if (bytes.getInt(i) == magic && found++ == n) {
        return i;
      }
    }
    throw new AssertionError("no such header");
  }

  private static byte[] patch(byte[] zip, int at, int... values) {
    byte[] patched = zip.clone();
    for (int i = 0; i < values.length; i++) {
      patched[at + i] = (byte) values[i];
    }
    return patched;
  }

  @ParameterizedTest(name = "stored {0}")
  @ValueSource(booleans = {true, false})
  void readsWhatCommonsCompressWrites(boolean stored) throws IOException {
    List<Member> members =
        List.of(member("a/b.py", "x".repeat(5000)), member("\u00fc.txt", ""), member("c", "c"));

    Map<String, byte[]> read = read(WheelFixture.zip(members, stored));

    assertThat(read).containsOnlyKeys("a/b.py", "\u00fc.txt", "c");
    members.forEach(each -> assertThat(read.get(each.path())).isEqualTo(each.content()));
  }

  /** Sizes behind the content: as a zip is written to a pipe. */
  @Test
  void readsDataDescriptors() throws IOException {
    byte[] zip = javaZip("a", "b");

    assertThat(read(zip)).containsOnlyKeys("a", "b");
    int descriptor = find(zip, 0x08074b50, 0);
    Refused.with(RefusalCode.ZIP_FORM, () -> read(patch(zip, descriptor + 4, 1)));
    Refused.with(RefusalCode.ZIP_FORM, () -> read(patch(zip, descriptor + 8, 1)));
    Refused.with(RefusalCode.ZIP_FORM, () -> read(patch(zip, descriptor, 1)));
  }

  private static byte[] javaZip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.repeat(1000).getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "/etc/passwd, PATH",
    "../x, PATH",
    "a/../../x, PATH",
    "a/./b, PATH",
    "a//b, PATH",
    "a\\b, PATH",
    "C:\\x, PATH",
    "'a\nb', PATH",
    "'a\0b', PATH",
    ".wh.a, PATH",
  })
  void refusesPaths(String path, RefusalCode code) {
    byte[] zip = zip(member("n".repeat(path.length()), "x"));
    String text = new String(zip, ISO_8859_1).replace("n".repeat(path.length()), path);

    Refused.with(code, () -> read(text.getBytes(ISO_8859_1)));
  }

  @Test
  void refusesTwoEntriesOfOnePathAndOneBelowAFile() {
    byte[] doubled = zip(member("a/x", "1"), member("a/y", "2"));
    String same = new String(doubled, ISO_8859_1).replace("a/y", "a/x");
    Refused.with(RefusalCode.DUPLICATE, () -> read(same.getBytes(ISO_8859_1)));

    Refused.with(RefusalCode.BELOW_FILE, () -> read(zip(member("a", "1"), member("a/x/y", "2"))));
  }

  @Test
  void refusesLinksAndDevices() {
    Member link = new Member("link", 0120777, "/etc/passwd".getBytes(UTF_8), true);
    Member device = new Member("device", 0060644, new byte[0], true);

    Refused.with(RefusalCode.ENTRY_KIND, () -> read(zip(link)));
    Refused.with(RefusalCode.ENTRY_KIND, () -> read(zip(device)));
  }

  /** What a local header says and the directory does not, field by field. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"flags, 6", "method, 8", "checksum, 14", "compressed, 18", "size, 22", "name, 30"})
  void refusesALocalHeaderThatSaysSomethingElse(String field, int offset) {
    byte[] zip = zip(member("abc", "x".repeat(100)), member("d", "d"));
    int at = find(zip, LOCAL, 0) + offset;

    Refused.with(RefusalCode.ZIP_FORM, () -> read(patch(zip, at, zip[at] ^ 2)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "encrypted, 8, 1, ZIP_FEATURE",
    "strong encryption, 8, 64, ZIP_FEATURE",
    "bzip2, 10, 12, ZIP_FEATURE",
    "another disk, 34, 1, ZIP_FEATURE",
    "a comment, 32, 1, ZIP_FEATURE",
    "a longer name, 28, 200, ZIP_FORM",
    "elsewhere, 42, 1, ZIP_FORM",
  })
  void refusesInTheDirectory(String what, int offset, int value, RefusalCode code) {
    byte[] zip = zip(member("abc", "x".repeat(100)));

    Refused.with(code, () -> read(patch(zip, find(zip, CENTRAL, 0) + offset, value)));
  }

  @Test
  void refusesZip64InTheDirectoryAndAtTheEnd() {
    byte[] zip = zip(member("abc", "x".repeat(100)));
    int central = find(zip, CENTRAL, 0);
    Refused.with(RefusalCode.ZIP_FEATURE, () -> read(patch(zip, central + 24, 255, 255, 255, 255)));
    int end = zip.length - 22;
    Refused.with(RefusalCode.ZIP_FEATURE, () -> read(patch(zip, end + 8, 255, 255, 255, 255)));
  }

  @Test
  void refusesWhatStandsBeforeBetweenOrBehind() {
    byte[] zip = zip(member("abc", "x".repeat(100)));
    byte[] before = new byte[zip.length + 5];
    System.arraycopy(zip, 0, before, 5, zip.length);

    Refused.with(RefusalCode.ZIP_FORM, () -> read(before));
    Refused.with(RefusalCode.ZIP_FORM, () -> read(Arrays.copyOf(zip, zip.length + 5)));
    Refused.with(RefusalCode.ZIP_FORM, () -> read(Arrays.copyOf(zip, zip.length - 5)));
    Refused.with(RefusalCode.ZIP_FORM, () -> read(new byte[0]));
    int end = zip.length - 22;
    Refused.with(RefusalCode.ZIP_FORM, () -> read(patch(zip, end + 8, 2, 0, 2, 0)));
  }

  /** Two directory entries for the same bytes: the quine's and the bomb's trick. */
  @Test
  void refusesOverlappingEntries() {
    byte[] zip = zip(member("aaa", "x".repeat(100)), member("bbb", "x".repeat(100)));
    int second = find(zip, CENTRAL, 1);

    Refused.with(RefusalCode.ZIP_FORM, () -> read(patch(zip, second + 42, 0, 0, 0, 0)));
  }

  @Test
  void refusesDamagedContent() {
    byte[] zip = zip(member("abc", "some text that deflate takes"));
    int data = find(zip, LOCAL, 0) + 30 + 3;
    byte[] stored = WheelFixture.zip(List.of(member("abc", "some text that stays as it is")), true);

    Refused.with(RefusalCode.CORRUPT, () -> read(patch(zip, data + 4, zip[data + 4] ^ 64)));
    Refused.with(RefusalCode.CORRUPT, () -> read(patch(stored, data + 4, 'X')));
  }

  @Test
  void refusesABombAndTooMany() {
    byte[] bomb = zip(new Member("zeros", 0100644, new byte[17 << 20], true));
    Refused.with(RefusalCode.RATIO, () -> read(bomb));

    Member[] many = new Member[51];
    Arrays.setAll(many, i -> member("f" + i, ""));
    Refused.with(RefusalCode.TOO_LARGE, () -> read(zip(many)));
  }
}
