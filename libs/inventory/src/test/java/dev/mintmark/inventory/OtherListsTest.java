package dev.mintmark.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.inventory.found.Ecosystem;
import dev.mintmark.inventory.found.FoundPackage;
import dev.mintmark.inventory.found.PackageUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our lists of packages beside those of the systems' own programs and of syft, on the same files.
 * {@code target/package-lists.txt} has precision and recall.
 */
class OtherListsTest {
  private static final Path RESULT = Path.of("target/package-lists.txt");

  @TempDir Path folder;

  private Map<Ecosystem, Set<String>> ours(SystemRoot root) throws IOException {
    Map<Ecosystem, Set<String>> ours = new TreeMap<>();
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    for (FoundPackage found : root.packages(scratch)) {
      ours.computeIfAbsent(found.ecosystem(), key -> new TreeSet<>())
          .add(found.name() + " " + found.version());
    }
    return ours;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return said;
  }

  private static double recall(String what, Set<String> ours, Set<String> theirs)
      throws IOException {
    Set<String> common = new TreeSet<>(ours);
    common.retainAll(theirs);
    Set<String> missed = new TreeSet<>(theirs);
    missed.removeAll(ours);
    Set<String> more = new TreeSet<>(ours);
    more.removeAll(theirs);
    double recall = theirs.isEmpty() ? 1 : (double) common.size() / theirs.size();
    double precision = ours.isEmpty() ? 1 : (double) common.size() / ours.size();
    Files.createDirectories(RESULT.getParent());
    Files.writeString(
        RESULT,
        "%s: ours %d, theirs %d, common %d, precision %.4f, recall %.4f, missed %s, more %s%n"
            .formatted(
                what, ours.size(), theirs.size(), common.size(), precision, recall, missed, more),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return recall;
  }

  @Test
  void hasEveryPackageThatDpkgHas() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/dpkg-query")), "no dpkg here; run the test on Debian");
    SystemRoot root = SystemRoot.in(folder.resolve("root"));
    Set<String> theirs = new TreeSet<>();
    for (String line :
        run(
                "dpkg-query",
                "--admindir=" + root.folder().resolve("var/lib/dpkg"),
                "-W",
                "-f",
                "${db:Status-Status} ${Package} ${Version}\n")
            .split("\n")) {
      if (!line.startsWith("not-installed ") && !line.startsWith("config-files ")) {
        theirs.add(line.substring(line.indexOf(' ') + 1));
      }
    }

    Set<String> ours = ours(root).getOrDefault(Ecosystem.DEBIAN, Set.of());

    recall("deb, dpkg-query", ours, theirs);
    assertThat(ours).isEqualTo(theirs);
  }

  @Test
  void hasEveryDistributionThatPythonHas() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/python3")), "no Python here; apt install python3");
    SystemRoot root = SystemRoot.in(folder.resolve("root"));
    Set<String> theirs = new TreeSet<>();
    for (String line :
        run(
                "/usr/bin/python3",
                "-c",
                """
                import sys
                from importlib.metadata import distributions
                for d in distributions(path=[sys.argv[1]]):
                    if d.metadata["Name"]:
                        print(d.metadata["Name"], d.version)
                """,
                root.folder().resolve("usr/lib/python3/dist-packages").toString())
            .split("\n")) {
      if (!line.isBlank()) {
        String[] parts = line.split(" ");
        theirs.add(PackageUrl.pythonName(parts[0]) + " " + parts[1]);
      }
    }

    Set<String> ours = ours(root).getOrDefault(Ecosystem.PYTHON, Set.of());

    recall("python, importlib.metadata", ours, theirs);
    assertThat(ours).isEqualTo(theirs);
  }

  @Test
  void hasWhatSyftHas() throws Exception {
    String tools = Path.of("../../target/tools").toAbsolutePath().normalize().toString();
    String syft = System.getenv().getOrDefault("MINTMARK_SYFT", tools + "/syft");
    assumeTrue(
        Files.isExecutable(Path.of(syft)),
        syft
            + " is not there; run contract-tests/tools/get-syft.sh "
            + tools
            + ", or name another in MINTMARK_SYFT");
    SystemRoot root = SystemRoot.in(folder.resolve("root"));
    JsonNode said =
        new ObjectMapper()
            .readTree(
                run(
                    syft,
                    "scan",
                    "dir:" + root.folder(),
                    "-q",
                    "-o",
                    "json",
                    "--override-default-catalogers",
                    "image"));
    Map<String, Set<String>> theirs = new TreeMap<>();
    for (JsonNode artifact : said.path("artifacts")) {
      String type = artifact.path("type").asText();
      String name = artifact.path("name").asText();
      theirs
          .computeIfAbsent(type, key -> new TreeSet<>())
          .add(
              (type.equals("python") ? PackageUrl.pythonName(name) : name)
                  + " "
                  + artifact.path("version").asText());
    }
    Map<Ecosystem, Set<String>> ours = ours(root);

    double deb = recall(ours, theirs, Ecosystem.DEBIAN, "deb");
    double python = recall(ours, theirs, Ecosystem.PYTHON, "python");
    double apk = recall(ours, theirs, Ecosystem.ALPINE, "apk");
    recall(ours, theirs, Ecosystem.NPM, "npm");
    recall(ours, theirs, Ecosystem.JAR, "java-archive");

    assertThat(deb).isEqualTo(1.0);
    assertThat(python).isEqualTo(1.0);
    assertThat(apk).isEqualTo(1.0);
  }

  private static double recall(
      Map<Ecosystem, Set<String>> ours,
      Map<String, Set<String>> theirs,
      Ecosystem ecosystem,
      String type)
      throws IOException {
    return recall(
        type + ", syft",
        ours.getOrDefault(ecosystem, Set.of()),
        theirs.getOrDefault(type, Set.of()));
  }
}
