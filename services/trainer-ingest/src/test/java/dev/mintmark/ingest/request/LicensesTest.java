package dev.mintmark.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LicensesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MIT",
        "GPL-2.0+",
        "Apache-2.0 OR MIT",
        "(Apache-2.0 OR MIT) AND BSD-3-Clause",
        "GPL-2.0-only WITH Classpath-exception-2.0",
        "LicenseRef-Example",
        "DocumentRef-spdx-tool-1.2:LicenseRef-MIT-Style-2",
        "((MIT))",
        "NOASSERTION"
      })
  void takes(String expression) {
    assertThat(Licenses.isExpression(expression)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "MIT Apache-2.0",
        "MIT OR",
        "OR MIT",
        "(MIT",
        "MIT)",
        "()",
        "MIT WITH",
        "see the file LICENSE",
        "MIT, Apache-2.0",
        "MIT/Apache-2.0",
        "((((((((((((((((((MIT))))))))))))))))))"
      })
  void refuses(String expression) {
    assertThat(Licenses.isExpression(expression)).isFalse();
  }
}
