package dev.mintmark.launcher.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of {@code deploy/} and {@code docs/} that say what the code says. */
final class Deployed {
  private static final Path ROOT = Path.of("../..");
  private static final Path MADE = Path.of("target/made");

  private Deployed() {}

  /** The file is what was made; where it is not, what was made is put where it can be copied. */
  static void assertSame(String file, String made) throws IOException {
    Path copy = MADE.resolve(file);
    Files.createDirectories(copy.getParent());
    Files.writeString(copy, made);
    assertThat(ROOT.resolve(file))
        .as(
            "%s says something else than the code; copy it from local-stack/launcher/%s",
            file, copy)
        .hasContent(made);
  }

  /** What stands in a document between the two marks of that name is what was made. */
  static void assertBlockSame(String file, String name, String made) throws IOException {
    Path copy = MADE.resolve(file + "." + name);
    Files.createDirectories(copy.getParent());
    Files.writeString(copy, made);
    assertThat(block(file, name))
        .as(
            "%s says something else than the code; copy it from local-stack/launcher/%s",
            file, copy)
        .isEqualTo(made);
  }

  private static String block(String file, String name) throws IOException {
    String text = Files.readString(ROOT.resolve(file));
    String begin = "<!-- " + name + " -->\n";
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf("<!-- /" + name + " -->", from));
  }
}
