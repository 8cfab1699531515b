package dev.mintmark.inventory.license;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicensesTest {
  private static final String FORMAT =
      "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "MIT, MIT",
    "mit, MIT",
    "MIT AND (ISC OR Zlib), MIT AND (ISC OR Zlib)",
    "GPL-2.0-only WITH Classpath-exception-2.0, GPL-2.0-only WITH Classpath-exception-2.0",
    "LicenseRef-x, LicenseRef-x",
    "Apache-1.0+, Apache-1.0+",
  })
  void takesExpressions(String text, String expression) {
    assertThat(Spdx.expression(text)).contains(expression);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"BSD", "MIT OR", "(MIT", "MIT)", "AND", "MIT and ISC", "MIT WITH nothing", "''"})
  void takesNothingElse(String text) {
    assertThat(Spdx.expression(text)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "GPL-2+, GPL-2.0-or-later",
    "LGPL-2.1, LGPL-2.1-only",
    "Expat, MIT",
    "GPL-2+ or Artistic, GPL-2.0-or-later OR Artistic-1.0-Perl",
    "public-domain, LicenseRef-debian-public-domain",
    "GPL-2+ with OpenSSL exception, LicenseRef-debian-GPL-2-or-later-with-OpenSSL-exception",
    "MIT and ISC or Zlib, LicenseRef-debian-MIT-and-ISC-or-Zlib",
  })
  void readsDebiansShortNames(String synopsis, String expression) {
    String file = FORMAT + "Files: *\nLicense: " + synopsis + "\n text\n";

    assertThat(DebianCopyright.license(file.getBytes(UTF_8))).isEqualTo(expression);
  }

  @Test
  void addsUpAllParagraphsOfFilesAndNoOther() {
    String file =
        FORMAT
            + "Files: *\nLicense: GPL-2+ or Artistic\n\nFiles: x\nLicense: Expat\n\n"
            + "License: BSD-3-clause\n only the text of a licence\n";

    assertThat(DebianCopyright.license(file.getBytes(UTF_8)))
        .isEqualTo("(GPL-2.0-or-later OR Artistic-1.0-Perl) AND MIT");
  }

  @Test
  void makesNothingOfProse() {
    assertThat(DebianCopyright.license("This is GPL-2.\nFiles: *\n".getBytes(UTF_8)))
        .isEqualTo("NOASSERTION");
  }
}
