package dev.mintmark.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A code that a user meets is a code that a user finds. */
class ElfErrorTest {
  @Test
  void everyCodeStandsInTheReadmeOnceAndNoOtherDoes() throws IOException {
    List<String> inReadme =
        Pattern.compile("(?m)^\\| (ELF-\\d{3}) \\|")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(inReadme).isEqualTo(Arrays.stream(ElfError.values()).map(ElfError::code).toList());
  }

  @Test
  void anErrorCarriesNoControlCharacterAndHasAnEnd() {
    ElfException e = new ElfException(ElfError.STRING, "a\u202e.so", "x".repeat(1000), "stop");

    assertThat(e.getMessage())
        .startsWith("cannot use a\ufffd.so: xxx")
        .endsWith("…; stop (ELF-008)");
    assertThat(e.found()).hasSizeLessThan(310);
  }
}
