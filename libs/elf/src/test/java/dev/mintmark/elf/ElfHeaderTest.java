package dev.mintmark.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElfHeaderTest {
  private static byte[] elf(int elfClass, int order, int type, int machine) {
    byte[] head = new byte[64];
    head[0] = 0x7f;
    head[1] = 'E';
    head[2] = 'L';
    head[3] = 'F';
    head[4] = (byte) elfClass;
    head[5] = (byte) order;
    boolean little = order == 1;
    head[little ? 16 : 17] = (byte) type;
    head[little ? 18 : 19] = (byte) machine;
    return head;
  }

  @Test
  void readsTheFieldsOfASharedObject() throws IOException {
    assertThat(ElfHeader.read("lib.so", new ByteArrayInputStream(elf(2, 1, 3, 183))))
        .isEqualTo(new ElfHeader(64, true, 3, 183));
  }

  @Test
  void readsBigEndianFieldsInTheirOrder() {
    assertThat(ElfHeader.parse("lib.so", elf(2, 2, 3, 22)))
        .isEqualTo(new ElfHeader(64, false, 3, 22));
  }

  @ParameterizedTest(name = "machine {1} on {0}")
  @CsvSource({"linux/amd64, 62, 3", "linux/arm64, 183, 3", "linux/arm64, 183, 2"})
  void acceptsALibraryOfThePlatform(String platform, int machine, int type) {
    ElfHeader header = ElfHeader.parse("lib.so", elf(2, 1, type, machine));

    assertThatCode(() -> header.requireLoadableOn(platform, "lib.so")).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "other machine,        linux/arm64, 2, 1, 3, 62,  x86-64",
    "the other way,        linux/amd64, 2, 1, 3, 183, aarch64",
    "32 bit,               linux/amd64, 1, 1, 3, 62,  32 bit",
    "big-endian,           linux/arm64, 2, 2, 3, 183, big-endian",
    "object file,          linux/amd64, 2, 1, 1, 62,  type is 1",
    "unknown platform,     linux/s390x, 2, 1, 3, 22,  linux/s390x",
  })
  void refusesALibraryThatTheLoaderCouldNotMap(
      String name, String platform, int bits, int order, int type, int machine, String found) {
    ElfHeader header = ElfHeader.parse("lib.so", elf(bits, order, type, machine));

    assertThatThrownBy(() -> header.requireLoadableOn(platform, "lib.so"))
        .hasMessageContaining("lib.so")
        .hasMessageContaining(found)
        .hasMessageContaining(type == 1 ? "ELF-003" : "ELF-002");
  }

  @Test
  void refusesWhatIsNotElf() {
    byte[] text = "#!/bin/sh\nexit 0\n# padding padding".getBytes(StandardCharsets.UTF_8);

    assertThat(ElfHeader.isElf(text)).isFalse();
    assertThatThrownBy(() -> ElfHeader.parse("run.sh", text)).hasMessageContaining("not an ELF");
    assertThatThrownBy(() -> ElfHeader.parse("cut.so", new byte[] {0x7f, 'E', 'L', 'F', 2, 1}))
        .hasMessageContaining("ELF-001");
    assertThatThrownBy(() -> ElfHeader.parse("odd.so", elf(7, 1, 3, 62)))
        .hasMessageContaining("class");
  }
}
