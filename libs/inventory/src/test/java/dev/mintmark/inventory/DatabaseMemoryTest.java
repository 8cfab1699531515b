package dev.mintmark.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.inventory.found.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The largest database that is read, of the shortest lines, in a heap of a few times its size. */
class DatabaseMemoryTest {
  private static final String SOUND = "Package: a\nVersion: 1\nArchitecture: all\n";

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          list,          /var/lib/dpkg/info/a.list,     '/',  8, 64
          status,        /var/lib/dpkg/status,          ' .', 8, 128
          record,        /a/x-1.dist-info/RECORD,       'a',  8, 64
          apk,           /lib/apk/db/installed,         'a:', 8, 64
          copyright,     /usr/share/doc/a/copyright,    ' .', 4, 64
          """)
  void isReadLineByLine(String name, String path, String line, int megabytes, int heap)
      throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                folder.resolve("image").toString(),
                path,
                line,
                Integer.toString(megabytes))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();

    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    assertThat(log).hasContent("1 packages");
  }

  /** Looks through an image with that file. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      int size = Math.min(Integer.parseInt(args[3]) << 20, ImageFile.MAX_DATABASE);
      String head =
          args[1].endsWith("/status")
              ? SOUND + "Description: x\n"
              : args[1].endsWith("/copyright")
                  ? "Format: https://x/copyright-format/1.0/\nLicense: MIT\n"
                  : args[1].endsWith("/installed") ? "P:a\nV:1\n" : "";
      byte[] bytes = new byte[size];
      byte[] line = (args[2] + "\n").getBytes(UTF_8);
      System.arraycopy(head.getBytes(UTF_8), 0, bytes, 0, head.length());
      for (int i = head.length(); i < size; i++) {
        bytes[i] = line[(i - head.length()) % line.length];
      }
      bytes[size - 1] = '\n';
      try (Image image = new Image(Path.of(args[0]))) {
        if (args[1].contains("/dpkg/info/") || args[1].endsWith("/copyright")) {
          image.put("/var/lib/dpkg/status", SOUND);
        } else if (args[1].endsWith("/RECORD")) {
          image.put("/a/x-1.dist-info/METADATA", "Name: x\nVersion: 1\n");
        }
        image.put(args[1], bytes);
        bytes = new byte[0];
        System.out.println(image.inventory().packages().size() + " packages");
      }
    }
  }
}
