package dev.mintmark.convert.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineClassTest {
  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void isTheBoardWhereItSaysWhatItIs() throws IOException {
    Path board = file("model", "Raspberry Pi 5 Model B Rev 1.0\0");
    Path processor = file("cpuinfo", "processor\t: 0\nCPU part\t: 0xd0b\n");

    assertThat(MachineClass.of(board, processor, "aarch64"))
        .hasToString("Raspberry Pi 5 Model B Rev 1.0, aarch64");
  }

  @Test
  void isTheProcessorElsewhere() throws IOException {
    Path processor = file("cpuinfo", "vendor_id\t: X\nmodel name\t: Some CPU @ 2 GHz\n");

    assertThat(MachineClass.of(folder.resolve("none"), processor, "amd64"))
        .hasToString("Some CPU @ 2 GHz, amd64");
  }

  @Test
  void isUnknownWhereNothingSaysIt() {
    assertThat(MachineClass.of(folder.resolve("none"), folder.resolve("no"), "riscv64"))
        .hasToString("unknown processor, riscv64");
  }
}
