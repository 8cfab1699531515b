package dev.mintmark.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A code that a user meets is a code that a user finds. */
class VendorCodesTest {
  @Test
  void everyCodeStandsInTheReadmeOnceAndNoOtherDoes() throws IOException {
    List<String> inReadme =
        Pattern.compile("(?m)^\\| (VND-\\d{3}) \\|")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(row -> row.group(1))
            .toList();

    assertThat(inReadme)
        .isEqualTo(Arrays.stream(VendorCode.values()).map(VendorCode::code).toList());
  }
}
