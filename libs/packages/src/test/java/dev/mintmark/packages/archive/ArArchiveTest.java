package dev.mintmark.packages.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.Subject;
import dev.mintmark.packages.fixture.ArFixture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArArchiveTest {
  private static final byte[] SOUND =
      new ArFixture()
          .add("debian-binary", "2.0\n".getBytes(US_ASCII))
          .add("odd/", new byte[3])
          .add("_gpgorigin", new byte[0])
          .build();

  @TempDir private Path folder;

  private List<String> read(byte[] ar) throws IOException {
    Path file = Files.write(folder.resolve("x.deb"), ar);
    try (FileChannel channel = FileChannel.open(file)) {
      return ArArchive.read(new Subject("x.deb"), FileSlice.of(channel)).stream()
          .map(member -> member.name() + " " + member.content().size())
          .toList();
    }
  }

  @Test
  void listsMembersWithTheirSizes() throws IOException {
    assertThat(read(SOUND)).containsExactly("debian-binary 4", "odd 3", "_gpgorigin 0");
  }

  @ParameterizedTest(name = "cut at {0}")
  @ValueSource(ints = {0, 7, 20, 67, 70, 80, 133})
  void refusesWhatEndsTooEarly(int length) {
    Refused.with(RefusalCode.DEB_FORM, () -> read(Arrays.copyOf(SOUND, length)));
  }

  @ParameterizedTest(name = "byte {0}")
  @ValueSource(ints = {0, 9, 56, 58, 66, 67, 135})
  void refusesAHeaderOfAnotherForm(int at) {
    byte[] bytes = SOUND.clone();
    bytes[at] = (byte) (at == 56 ? '-' : '\n' - 1);

    Refused.with(RefusalCode.DEB_FORM, () -> read(bytes));
  }

  @Test
  void refusesMoreMembersThanAnyPackageHas() {
    ArFixture many = new ArFixture();
    for (int i = 0; i < 20; i++) {
      many.add("m" + i, new byte[0]);
    }

    Refused.with(RefusalCode.DEB_FORM, () -> read(many.build()));
  }
}
