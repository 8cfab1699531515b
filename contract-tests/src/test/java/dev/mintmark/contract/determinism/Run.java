package dev.mintmark.contract.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Inputs;
import dev.mintmark.contract.line.Line;
import dev.mintmark.contract.line.Log;
import dev.mintmark.contract.line.Requests;
import dev.mintmark.contract.line.Secrets;
import dev.mintmark.contract.line.Topics;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The same requests through a line of fresh processes in one world, on a stack of its own.
 *
 * @param seen what each step's process said of its world
 */
record Run(Outputs outputs, Map<String, Seen> seen) {
  /** In the order in which a release passes them. */
  static final List<String> STEPS =
      List.of(
          "trainer-ingest",
          "converter-quantizer",
          "image-builder",
          "sbom",
          "evidence",
          "signer",
          "registry");

  static final String RELEASE = "face-detect:v1.0.0";

  private static final String TOKEN = "token-of-the-determinism-test";
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(5);
  private static final Set<String> ENDS =
      Set.of(TopicCatalogue.RELEASE_PUBLISHED.name(), TopicCatalogue.RELEASE_REJECTED.name());

  /** What the process of a step said of its world. */
  Seen of(String step) {
    return Objects.requireNonNull(seen.get(step), step);
  }

  /**
   * Starts everything, requests, waits, and ends everything.
   *
   * @param keys the same in all worlds: {@code release.key}, {@code evidence.key} and {@code
   *     evidence.pub}, PEM
   */
  static Run in(World world, Map<String, String> keys) throws Exception {
    for (String folder : List.of("", "tmp", "home")) {
      Files.createDirectories(world.folder().resolve(folder));
    }
    Path stackFolder = world.folder().resolve("stack");
    Map<String, StepProcess> steps = new LinkedHashMap<>();
    try (EmbeddedStack stack = EmbeddedStack.start(stackFolder, EnumSet.of(Part.KAFKA, Part.S3))) {
      Topics.create(stack.kafkaBootstrapServers());
      try {
        start(world, stack, keys, steps);
        request(world, stack, steps);
        Map<String, Seen> seen = new LinkedHashMap<>();
        for (Map.Entry<String, StepProcess> step : steps.entrySet()) {
          seen.put(step.getKey(), step.getValue().seen());
        }
        Path bucket = stackFolder.resolve("s3").resolve(stack.s3Bucket());
        return new Run(Outputs.read(stack.kafkaBootstrapServers(), bucket), seen);
      } finally {
        steps.values().parallelStream().forEach(StepProcess::close);
      }
    }
  }

  private static void start(
      World world, EmbeddedStack stack, Map<String, String> keys, Map<String, StepProcess> steps)
      throws IOException {
    Path secrets = Files.createDirectories(world.folder().resolve("secrets"));
    Map<String, Object> settings = new HashMap<>();
    settings.put("mintmark.kafka.bootstrap-servers", stack.kafkaBootstrapServers());
    settings.put("mintmark.store.endpoint", stack.s3Endpoint());
    settings.put("mintmark.store.bucket", stack.s3Bucket());
    settings.put("mintmark.store.access-key", stack.s3AccessKey());
    settings.put("mintmark.store.secret-key", stack.s3SecretKey());
    settings.put(
        "mintmark.tokens-file",
        Secrets.write(secrets.resolve("tokens.json"), "{\"ci\": \"%s\"}".formatted(TOKEN)));
    for (Map.Entry<String, String> key : keys.entrySet()) {
      Secrets.write(secrets.resolve(key.getKey()), key.getValue());
    }
    for (String own : List.of("tmp", "home", "secrets")) {
      world.own(world.folder().resolve(own));
    }
    for (String step : STEPS) {
      Map<String, Object> all = new HashMap<>(settings);
      if (step.equals("signer")) {
        all.put("mintmark.signer.release-key", secrets.resolve("release.key"));
        all.put("mintmark.signer.evidence-public-key", secrets.resolve("evidence.pub"));
      }
      if (step.equals("evidence")) {
        all.put("mintmark.signer.role", "evidence");
        all.put("mintmark.signer.evidence-key", secrets.resolve("evidence.key"));
      }
      steps.put(step, new StepProcess(world, step, steps.size(), all));
    }
    Awaitility.await("all steps to be ready in " + world.name())
        .atMost(LONG_ENOUGH)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> steps.values().stream().allMatch(StepProcess::isReady));
  }

  private static void request(World world, EmbeddedStack stack, Map<String, StepProcess> steps)
      throws Exception {
    String servers = stack.kafkaBootstrapServers();
    build(world, Objects.requireNonNull(steps.get(STEPS.getFirst())));
    BuildRequested good = Requests.of(Log.read(servers), RELEASE);
    List<String> requested = new ArrayList<>(List.of(RELEASE));
    for (BuildRequested refused : RefusedRequests.of(good)) {
      String release = refused.getName() + ":" + refused.getVersion();
      Requests.send(Map.of("bootstrap.servers", servers), release, Requests.bytes(refused));
      requested.add(release);
    }
    Awaitility.await("all releases to end in " + world.name())
        .atMost(LONG_ENOUGH)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> {
          steps.values().forEach(StepProcess::isReady);
          return ended(servers).containsAll(requested);
        });
  }

  private static Set<String> ended(String servers) {
    return Log.read(servers).stream()
        .filter(message -> ENDS.contains(message.topic()))
        .map(Log::key)
        .collect(Collectors.toSet());
  }

  /** The example, from folders of this world. */
  private static void build(World world, StepProcess door) throws IOException {
    Path inputs = world.folder().resolve("inputs");
    for (String name : List.of("calibration", "validation", "smoke")) {
      copy(Inputs.folder().resolve(name), inputs.resolve(name));
    }
    try (Stream<Path> files = Files.list(Inputs.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, inputs.resolve(file.getFileName()));
      }
    }
    Path example = world.folder().resolve("example");
    copy(Line.PROJECT.resolve("examples/face-detect"), example);
    Map<String, String> environment =
        world.environment(
            Map.of(
                "MINTMARK_ROOT", Line.PROJECT.toString(),
                "MINTMARK_HOME", world.folder().resolve("home/mintmark").toString(),
                "MINTMARK_TRAINER_INGEST_URL", door.url().toString(),
                "MINTMARK_RELEASE_LEDGER_URL", door.url().toString(),
                "MINTMARK_TOKEN", TOKEN));
    Command request =
        Command.run(
            environment,
            world.mintmark(
                "build",
                "-f",
                example.resolve("release.yaml").toString(),
                "--inputs",
                inputs.toString(),
                "--no-wait",
                "--json"));
    assertThat(request.exit()).as(request::toString).isZero();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
