package dev.mintmark.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A code that a user meets is a code that a user finds. */
class RefusalCodesTest {
  @Test
  void everyCodeStandsInTheReadmeOnceAndNoOtherDoes() throws IOException {
    List<String> inReadme =
        Pattern.compile("(?m)^\\| (PKG-\\d{3}) \\|")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(MatchResult::group)
            .map(row -> row.substring(2, 9))
            .toList();

    assertThat(inReadme)
        .isEqualTo(Arrays.stream(RefusalCode.values()).map(RefusalCode::code).toList());
  }

  @Test
  void anErrorSaysWhatItIsAboutAndCarriesNoControlCharacter() {
    PackageException e =
        new Subject("a.deb").refuse(RefusalCode.PATH, "x\n\u202ey", "it is bad", "leave it out");

    assertThat(e)
        .hasMessage("cannot use a.deb: 'x\ufffd\ufffdy': it is bad; leave it out (PKG-010)");
    assertThat(e.entry()).contains("x\ufffd\ufffdy");
    assertThat(e.found()).isEqualTo("it is bad");
    assertThat(e.advice()).isEqualTo("leave it out");
    assertThat(new Subject("n".repeat(1000)).refuse(RefusalCode.PATH, "", "").getMessage())
        .hasSizeLessThan(300);
  }
}
