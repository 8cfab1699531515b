package dev.mintmark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.RepositoryName;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The images of one set of inputs, built and pushed to Debian's docker-registry by this builder, by
 * buildah, BuildKit and Jib, in turns: {@code -Dbench -Dit.test=ImageBenchIT}. Jib's class path is
 * {@code -Dbench.jib}.
 */
@EnabledIfSystemProperty(named = "bench", matches = ".*")
class ImageBenchIT {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 10);
  private static final String JIB = System.getProperty("bench.jib", "");

  /** It takes so long that fewer have to do. */
  private static final int BUILDKIT_ROUNDS = Integer.getInteger("bench.buildkit", 3);

  private static final int WARM_UP = 3;
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir Path folder;
  private final Map<String, List<Run>> runs = new LinkedHashMap<>();
  private final Map<String, Set<String>> digests = new LinkedHashMap<>();
  private final Map<String, Double> sizes = new LinkedHashMap<>();
  private @Nullable BenchContext made;
  private @Nullable URI served;
  private int repositories;

  /** What {@code time} says of a process and its children: seconds, and KiB of the largest one. */
  private record Run(double wall, double cpu, double peak) {}

  @Test
  void buildsAndPushes() throws Exception {
    assumeTrue(isThere("time"), "needs GNU time: apt-get install time");
    assumeTrue(isThere("docker-registry"), "needs a registry: apt-get install docker-registry");
    FolderArtifactStore store = new FolderArtifactStore(folder.resolve("store"));
    made = BenchContext.make(folder.resolve("context"), store);
    Process serving = serve();
    try {
      context().push(store, registry());
      boolean buildah = isThere("buildah");
      if (!buildah) {
        System.out.println("buildah is not installed: measured without it (apt-get install it)");
      }
      if (JIB.isEmpty()) {
        System.out.println("Jib's class path is not given: measured without it (-Dbench.jib)");
      } else {
        run(
            List.of(
                JAVA + "c",
                "-nowarn",
                "-d",
                folder + "/jib",
                "-cp",
                JIB,
                "src/test/bench/jib/JibPeer.java"));
      }
      rounds(buildah);
    } finally {
      serving.destroy();
      serving.waitFor();
    }
    print();
    assertThat(digests.get("mintmark")).hasSize(1);
    assertThat(digests.get("mintmark-service")).isEqualTo(digests.get("mintmark"));
  }

  private void rounds(boolean buildah) throws Exception {
    Optional<BuildKitPeer> buildKit = BuildKitPeer.start(folder.resolve("buildkit"), registry());
    try (BenchService service = new BenchService(program(), folder.resolve("service.log"))) {
      for (int i = 0; i < WARM_UP; i++) {
        service.build(folder.resolve("warm-up" + i), repository());
      }
      for (int round = 0; round < ROUNDS; round++) {
        ours();
        running(service);
        if (buildah) {
          buildah();
        }
        if (buildKit.isPresent() && round < BUILDKIT_ROUNDS) {
          buildKit(buildKit.get());
        }
        if (!JIB.isEmpty()) {
          jib();
        }
      }
    } finally {
      if (buildKit.isPresent()) {
        buildKit.get().close();
      }
    }
  }

  private BenchContext context() {
    return Objects.requireNonNull(made);
  }

  private URI registry() {
    return Objects.requireNonNull(served);
  }

  private String repository() {
    repositories++;
    return "bench/images" + repositories;
  }

  private void ours() throws Exception {
    String repository = repository();
    List<String> command = new ArrayList<>(program());
    command.addAll(List.of(folder + "/cache" + repositories, repository));
    measure("mintmark", "cold", repository, command);
    measure("mintmark", "unchanged", repository, command);
  }

  /** In the JVM of a service that has built before. */
  private void running(BenchService service) throws Exception {
    String repository = repository();
    for (String what : List.of("cold", "unchanged")) {
      String[] said = service.build(folder.resolve("cache" + repositories), repository).split(" ");
      double wall = Double.parseDouble(said[0]) + Double.parseDouble(said[1]);
      Run run = new Run(wall, Double.parseDouble(said[2]), Double.parseDouble(said[3]) / 1024);
      measured("mintmark-service", what, repository, run);
    }
  }

  /** The service's JVM, as the launcher starts it, but for its archive of laid out classes. */
  private List<String> program() {
    List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx160m", "-Xms16m", "-Xss512k"));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BenchProgram.class.getName());
    command.addAll(List.of(folder + "/store", context().event().toString(), folder + "/work"));
    command.add(registry().toString());
    return command;
  }

  private void buildah() throws Exception {
    Path root = folder.resolve("buildah");
    String repository = repository();
    String script =
        """
        set -e
        b="buildah --root $1/root --runroot $1/run"
        $b bud --quiet --isolation chroot --layers --timestamp 1780000000 --tls-verify=false \\
          --platform linux/amd64,linux/arm64 --build-arg BASE=$2/base@$3 --manifest all $4
        $b manifest push --all --tls-verify=false all docker://$2/$5:v1
        $b manifest rm all
        """;
    List<String> command =
        List.of(
            "sh",
            "-c",
            script,
            "buildah",
            root.toString(),
            registry().getAuthority(),
            context().base(),
            context().folder().toString(),
            repository);
    measure("buildah", "cold", repository, command);
    measure("buildah", "unchanged", repository, command);
    run(
        List.of(
            "sh",
            "-c",
            "buildah --root $1/root --runroot $1/run rmi --all --force; rm -rf $1",
            "",
            root.toString()));
  }

  /** The daemon does the work: its processor time counts, its memory is not seen. */
  private void buildKit(BuildKitPeer peer) throws Exception {
    String repository = repository();
    String base = registry().getAuthority() + "/base@" + context().base();
    List<String> command =
        peer.command(base, context().folder(), registry().getAuthority() + "/" + repository);
    for (String what : List.of("cold", "unchanged")) {
      double before = peer.processor();
      Run client = time(command);
      double used = peer.processor() - before;
      RegistryImages images = new RegistryImages(registry(), new RepositoryName(repository));
      images.index("v1", List.of("amd64", "arm64"));
      measured("BuildKit", what, repository, new Run(client.wall(), client.cpu() + used, 0));
    }
    peer.forget();
  }

  private void jib() throws Exception {
    Path cache = folder.resolve("jib-cache" + repositories);
    String repository = repository();
    List<String> command =
        List.of(
            JAVA,
            "-Xmx512m",
            "-cp",
            folder + "/jib:" + JIB,
            "JibPeer",
            registry().getAuthority(),
            "base@" + context().base(),
            repository,
            context().folder().toString(),
            cache.toString());
    measure("Jib", "cold", repository, command);
    measure("Jib", "unchanged", repository, command);
  }

  private void measure(String peer, String what, String repository, List<String> command)
      throws Exception {
    measured(peer, what, repository, time(command));
  }

  private Run time(List<String> command) throws Exception {
    Path figures = folder.resolve("time");
    List<String> timed =
        new ArrayList<>(List.of("time", "-f", "%e %U %S %M", "-o", figures.toString()));
    timed.addAll(command);
    run(timed);
    double[] said =
        Stream.of(Files.readString(figures).strip().split(" "))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return new Run(said[0], said[1] + said[2], said[3] / 1024);
  }

  private void measured(String peer, String what, String repository, Run run) throws Exception {
    runs.computeIfAbsent(peer + " | " + what, any -> new ArrayList<>()).add(run);
    RegistryImages images = new RegistryImages(registry(), new RepositoryName(repository));
    digests.computeIfAbsent(peer, any -> new TreeSet<>()).add(images.tagged("v1").toString());
    sizes.put(peer, images.layerBytes("v1") / 1e6);
    System.out.printf(Locale.ROOT, "%s %s: %s, load %.1f%n", peer, what, run, load());
  }

  private void print() {
    double base = median("mintmark-service | cold", 0);
    runs.forEach((row, all) ->
        System.out.printf(
            Locale.ROOT,
            "| %s | %.2f | %.2f | %.0f | %.2f | %d of %d | %.1f |%n",
            row,
            median(row, 0),
            median(row, 1),
            median(row, 2),
            median(row, 0) / base,
            digests.getOrDefault(row.substring(0, row.indexOf(' ')), Set.of()).size(),
            2 * all.size(),
            sizes.getOrDefault(row.substring(0, row.indexOf(' ')), 0.0)));
    System.out.printf(Locale.ROOT, "load %.1f%n", load());
  }

  private double median(String row, int figure) {
    double[] values =
        runs.getOrDefault(row, List.of()).stream()
            .mapToDouble(run -> figure == 0 ? run.wall() : figure == 1 ? run.cpu() : run.peak())
            .sorted()
            .toArray();
    return values[values.length / 2];
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static boolean isThere(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int code = process.waitFor();
    String said = Files.readString(log);
    assertThat(code).as(command + ": " + said).isZero();
    return said;
  }

  private Process serve() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path config =
        Files.writeString(
            folder.resolve("registry.yml"),
            """
            version: 0.1
            log: {level: error, accesslog: {disabled: true}}
            storage: {filesystem: {rootdirectory: %s}}
            http: {addr: 127.0.0.1:%d}
            """
                .formatted(folder.resolve("registry"), port));
    URI registry = URI.create("http://127.0.0.1:" + port);
    served = registry;
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> {
          try (InputStream in = registry.resolve("/v2/").toURL().openStream()) {
            return in.read() >= 0;
          }
        });
    return process;
  }
}
