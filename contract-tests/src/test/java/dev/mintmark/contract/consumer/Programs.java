package dev.mintmark.contract.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that these tests run. */
final class Programs {
  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final int LIMIT_SECONDS = 120;

  private Programs() {}

  /** {@code mintmark topics apply}: as an operator brings a cluster in line. */
  static void applyTopics(Path folder, String bootstrapServers, String registry) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-jar", cliJar().toString(), "topics", "apply"));
    words.addAll(List.of("--bootstrap-servers", bootstrapServers, "--schema-registry", registry));
    words.addAll(List.of("--replication-factor", "1"));
    String output = run(folder, words);
    assertThat(output).contains("mintmark.fleet.metrics.v1-value");
  }

  /** Runs a program to its end, which must be a good one; gives both of its outputs. */
  static String run(Path folder, List<String> words) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "program-", ".out");
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output);
    assertThat(ended).as("%s%n%s", words, text).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", words, text).isZero();
    return text;
  }

  private static Path cliJar() throws IOException {
    Path target = PROJECT.resolve("services/cli/target");
    try (var files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("mintmark-cli-[0-9.]+\\.jar"))
          .findFirst()
          .orElseThrow(() ->
              new IllegalStateException(
                  "no command line in " + target + "; build everything first"));
    }
  }
}
