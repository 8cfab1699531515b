package dev.mintmark.elf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The reader beside binutils' readelf, on whatever programs and libraries this machine has. */
class ReadelfDifferentialTest {
  private static final int MOST = 150;
  private static final List<Path> FOLDERS =
      List.of(
          Path.of("/usr/bin"),
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/aarch64-linux-gnu/lib"));

  @Test
  void readsTheSameAsReadelf() throws IOException {
    Assumptions.assumeTrue(readelf(Path.of("/proc/self/exe")) != null, "skipped: no readelf here");
    int compared = 0;
    for (Path file : candidates()) {
      String output = readelf(file);
      if (output != null) {
        compare(file, output);
        compared++;
      }
    }
    System.out.println("compared with readelf: " + compared + " files");
    Assumptions.assumeTrue(compared > 0, "skipped: no ELF files in the usual folders");
  }

  private static void compare(Path path, String output) throws IOException {
    ElfFile file;
    try (StreamSource source =
        new StreamSource(path.toString(), Files.size(path), () -> Files.newInputStream(path))) {
      file = ElfReader.read(path.toString(), source);
    }
    assertThat(file.needed())
        .as("needed of %s", path)
        .isEqualTo(all(output, "\\(NEEDED\\) +Shared library: \\[(.*)\\]"));
    assertThat(file.soname().stream().toList())
        .as("soname of %s", path)
        .isEqualTo(all(output, "\\(SONAME\\) +Library soname: \\[(.*)\\]"));
    assertThat(file.interpreter().stream().toList())
        .as("interpreter of %s", path)
        .isEqualTo(all(output, "\\[Requesting program interpreter: (.*)\\]"));
    assertThat(String.join(":", file.runpath().orElse(List.of())))
        .as("runpath of %s", path)
        .isEqualTo(String.join("", all(output, "\\(RUNPATH\\) +Library runpath: \\[(.*)\\]")));
    assertThat(String.join(":", file.rpath()))
        .as("rpath of %s", path)
        .isEqualTo(String.join("", all(output, "\\(RPATH\\) +Library rpath: \\[(.*)\\]")));
    assertThat(needs(file))
        .as("needed versions of %s", path)
        .isEqualTo(new TreeSet<>(all(output, "  Name: (\\S+)  Flags: .*  Version: ")));
    assertThat(file.definedVersions())
        .as("defined versions of %s", path)
        .isEqualTo(new TreeSet<>(all(output, "Flags: (?:none|WEAK)? +Index: .*Name: (\\S+)")));
  }

  private static TreeSet<String> needs(ElfFile file) {
    TreeSet<String> names = new TreeSet<>();
    file.versionNeeds().forEach(need -> need.versions().forEach(v -> names.add(v.name())));
    return names;
  }

  private static List<String> all(String output, String pattern) {
    return Pattern.compile(pattern).matcher(output).results().map(match -> match.group(1)).toList();
  }

  private static List<Path> candidates() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : FOLDERS) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> list = Files.list(folder)) {
          list.sorted().filter(ReadelfDifferentialTest::isElf).limit(MOST).forEach(files::add);
        }
      }
    }
    return files;
  }

  private static boolean isElf(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      return ElfHeader.isElf(in.readNBytes(4));
    } catch (IOException e) {
      return false;
    }
  }

  /** What it prints; null when it does not start or says no. */
  private static @Nullable String readelf(Path file) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("readelf", "-W", "-l", "-d", "-V", file.toString());
    builder.environment().put("LC_ALL", "C");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return null;
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0 ? output : null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
