package dev.mintmark.contract.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a consumer, run as its README says. */
class ConsumerIT {
  private static final Path EXAMPLE = Programs.PROJECT.resolve("examples/fleet-metrics/consume.py");

  @TempDir Path folder;

  @Test
  void thePythonExampleReadsWhatWeWrite() throws Exception {
    String python = python();
    try (EmbeddedStack stack =
        EmbeddedStack.start(
            folder.resolve("stack"), EnumSet.of(Part.KAFKA, Part.SCHEMA_REGISTRY))) {
      String servers = stack.kafkaBootstrapServers();
      String registry = stack.schemaRegistry().toString();
      Programs.applyTopics(folder, servers, registry);
      FramedMetrics.send(
          servers,
          stack.schemaRegistry(),
          List.of(FramedMetrics.window(10_000, 500), FramedMetrics.window(20_000, 501)));

      String output =
          Programs.run(folder, List.of(python, EXAMPLE.toString(), servers, registry, "2"));

      assertThat(output.lines())
          .containsExactly(
              "face-detect:v1.0.0 cpu-amd64 10000 500 heartbeats, p50 4321 us, p99 12000 us",
              "face-detect:v1.0.0 cpu-amd64 20000 501 heartbeats, p50 4321 us, p99 12000 us");
    }
  }

  private static String python() throws IOException, InterruptedException {
    Path tools = Programs.PROJECT.resolve("target/tools");
    String python = System.getenv().getOrDefault("MINTMARK_PYTHON", tools + "/python/bin/python3");
    Assumptions.assumeTrue(
        hasClient(python),
        python
            + " with confluent-kafka is not there; run contract-tests/tools/get-python-client.sh "
            + tools
            + ", or name another in MINTMARK_PYTHON");
    return python;
  }

  private static boolean hasClient(String python) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import confluent_kafka.schema_registry.avro")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
