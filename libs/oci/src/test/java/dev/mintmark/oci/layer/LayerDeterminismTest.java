package dev.mintmark.oci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same app in two folders, built by two processes that differ in everything else. */
class LayerDeterminismTest {
  @TempDir Path work;

  /** Prints the digests of the layer made of a folder. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      List<LayerEntry> entries =
          Tree.of(folder).entries().stream().map(e -> entry(folder, e)).toList();
      Layer layer = new LayerWriter(1_780_000_000L).write(entries, OutputStream.nullOutputStream());
      System.out.println(layer.diffId() + " " + layer.blob().digest());
    }

    private static LayerEntry entry(Path folder, Tree.Entry e) {
      return new LayerEntry.File(
          "app/" + e.path(),
          0644,
          e.size(),
          e.digest(),
          () -> Files.newInputStream(folder.resolve(e.path())));
    }
  }

  @Test
  void makesTheSameLayerOfTwoFoldersInAnyLocaleTimeZoneAndUser() throws Exception {
    List<String> names =
        List.of("serve.py", "Ünï/çode.txt", "long/" + "n".repeat(120) + "ä.py", "data.bin");
    Path one = folder("one", names, "rw-r--r--", 1);
    Path two = folder("deeper/down/two", names.reversed(), "rw-------", 2_000_000_000L);

    String first = layer(one, "en", "US", "UTC", "root");
    String second = layer(two, "tr", "TR", "Asia/Kathmandu", "ünal");

    assertThat(first).isEqualTo(second).matches("sha256:[0-9a-f]{64} sha256:[0-9a-f]{64}");
  }

  private Path folder(String name, List<String> files, String permissions, long mtime)
      throws IOException {
    Path folder = work.resolve(name);
    for (String file : files) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.repeat(30_000), UTF_8);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
      Files.setLastModifiedTime(path, FileTime.from(mtime, TimeUnit.SECONDS));
    }
    return folder;
  }

  private static String layer(
      Path folder, String language, String country, String zone, String user) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=" + language,
                "-Duser.country=" + country,
                "-Duser.timezone=" + zone,
                "-Duser.name=" + user,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return printed;
  }
}
