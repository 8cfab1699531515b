package dev.mintmark.packages.deb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.RefusalCode;
import dev.mintmark.packages.Refused;
import dev.mintmark.packages.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

class DpkgStatusTest {
  private static final Subject BASE = new Subject("base image");

  private static List<DebControl> parse(String text) {
    return DpkgStatus.parse(BASE, text.getBytes(UTF_8));
  }

  @Test
  void listsWhatIsUnpacked() {
    List<DebControl> installed =
        parse(
            """
            Package: libc6
            Status: install ok installed
            Architecture: amd64
            Version: 2.36-9+deb12u4
            Conffiles:
             /etc/ld.so.conf.d/x86_64-linux-gnu.conf d4e7a7b88a71b5ffd9e2644e71a0cfab
            Description: GNU C Library

            Package: gone
            Status: deinstall ok config-files
            Architecture: amd64
            Version: 1

            Package: tzdata
            Architecture: all
            Version: 2024a-0+deb12u1
            """);

    assertThat(installed)
        .extracting(control -> control.name() + " " + control.version())
        .containsExactly("libc6 2.36-9+deb12u4", "tzdata 2024a-0+deb12u1");
    assertThat(parse("")).isEmpty();
  }

  @Test
  void refusesAParagraphThatIsNone() {
    Refused.with(RefusalCode.CONTROL_FORM, () -> parse("nothing of the kind\n"));
    Refused.with(RefusalCode.CONTROL_FIELD, () -> parse("Package: libc6\nVersion: 2.36-9\n"));
  }
}
