package dev.mintmark.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import dev.mintmark.content.Artifact;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing and verifying one image that has 1, 10 and 100 attestations, ours against cosign 3, in
 * Debian's docker-registry: time and requests. {@code -Dbench -Dit.test=SignatureBenchIT}.
 */
@EnabledIfSystemProperty(named = "bench", matches = ".*")
class SignatureBenchIT {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final int WARM = 30;
  private static final SigningKey RELEASE = SigningKey.generate();
  private static final SigningKey EVIDENCE = SigningKey.generate();

  @TempDir Path folder;
  private Process server = new ProcessBuilder("true").start();
  private String host = "";
  private Path log = Path.of("registry.log");
  private Path cosign = Path.of("cosign-3");

  /** Milliseconds, requests and milliseconds of processor time of each round. */
  private final Map<String, List<double[]>> seen = new LinkedHashMap<>();

  SignatureBenchIT() throws IOException {}

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  @BeforeEach
  void start() throws Exception {
    String clients = System.getenv().getOrDefault("MINTMARK_COSIGN", "");
    cosign = Path.of(clients, "cosign-3");
    assumeTrue(Files.isExecutable(cosign), "MINTMARK_COSIGN names no folder with cosign-3");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/docker-registry")),
        "docker-registry is not there; apt install docker-registry");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      host = "127.0.0.1:" + free.getLocalPort();
    }
    Path config = folder.resolve("registry.yaml");
    Files.writeString(
        config,
        """
        version: 0.1
        log: {level: info, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: %s}
        """
            .formatted(folder.resolve("registry"), host));
    log = folder.resolve("registry.log");
    server =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int port = Integer.parseInt(host.substring(host.indexOf(':') + 1));
    for (int i = 0; i < 600 && !answers(port); i++) {
      assertThat(server.waitFor(100, TimeUnit.MILLISECONDS)).as("docker-registry ended").isFalse();
    }
    RELEASE.write(folder.resolve("release.key"));
    Files.write(folder.resolve("release.pub"), RELEASE.verificationKey().pem());
    cosign("import-key-pair", "--key", "release.key", "--output-key-prefix", "cosign", "-y");
    cosign("signing-config", "create", "--out", "signing.json");
  }

  @AfterEach
  void stop() {
    server.destroy();
  }

  /**
   * Prints median, least and greatest milliseconds, mean milliseconds of processor time, requests.
   */
  @Test
  void measures() throws Exception {
    URI registry = URI.create("http://" + host);
    try (SignatureBench bench = new SignatureBench(registry, RELEASE, EVIDENCE)) {
      for (int attestations : new int[] {1, 10, 100}) {
        for (int round = 0; round < ROUNDS; round++) {
          round(bench, registry, attestations, round);
        }
      }
    }
    seen.forEach((what, rounds) ->
        System.out.printf(
            Locale.ROOT,
            "| %s | %.0f | %.0f | %.0f | %.0f | %.0f |%n",
            what,
            median(rounds, 0),
            rounds.stream().mapToDouble(r -> r[0]).min().orElse(0),
            rounds.stream().mapToDouble(r -> r[0]).max().orElse(0),
            rounds.stream().mapToDouble(r -> r[2]).average().orElse(0),
            median(rounds, 1)));
    for (int attestations : new int[] {1, 10, 100}) {
      String of = attestations + " | verify | ";
      assertThat(median(rounds(of + "mintmark"), 1))
          .isLessThanOrEqualTo(median(rounds(of + "cosign 3"), 1));
    }
  }

  private void round(SignatureBench bench, URI registry, int attestations, int round)
      throws Exception {
    RepositoryName ours = new RepositoryName("bench/ours-%d-%d".formatted(attestations, round));
    RepositoryName theirs = new RepositoryName("bench/cosign-%d-%d".formatted(attestations, round));
    Artifact image = bench.image(ours, attestations);
    Artifact other = bench.image(theirs, attestations);
    String of = attestations + " | ";
    measure(of + "sign, bundle | mintmark", () -> bench.signBundle(ours, image));
    measure(of + "sign, both formats | mintmark", () -> bench.signTag(ours, image), true);
    measure(
        of + "sign, bundle | cosign 3",
        () ->
            cosign(
                "sign",
                "--key",
                "cosign.key",
                "--signing-config",
                "signing.json",
                "-y",
                host + "/" + theirs + "@" + other.digest()));
    measure(
        of + "sign, both formats | cosign 3",
        () ->
            cosign(
                "sign",
                "--key",
                "cosign.key",
                "--new-bundle-format=false",
                "--use-signing-config=false",
                "--tlog-upload=false",
                "-y",
                host + "/" + theirs + "@" + other.digest()),
        true);
    measure(of + "verify | mintmark", () -> verify(registry, ours, image));
    if (round == ROUNDS - 1) {
      for (int i = 0; i < 2 * WARM; i++) {
        String what = i < WARM ? "" : of + "verify | mintmark, warm";
        measure(what, () -> verify(registry, ours, image));
      }
      seen.remove("");
    }
    measure(
        of + "verify | cosign 3",
        () ->
            cosign(
                "verify",
                "--key",
                "release.pub",
                "--insecure-ignore-tlog",
                host + "/" + ours + "@" + image.digest()));
  }

  private static void verify(URI registry, RepositoryName repository, Artifact image)
      throws IOException {
    try (RegistryClient client = new RegistryClient(registry, Credentials.anonymous())) {
      RegistrySource source = new RegistrySource(client, repository);
      ReleaseCheck check =
          new ReleaseCheck(source, repository, Trust.in(RELEASE.verificationKey()));
      Report report = check.checkOne("image", source.manifest(image.digest()));
      assertThat(report.verified()).as(report.json().toString()).isTrue();
    }
  }

  private void measure(String what, Work work) throws Exception {
    measure(what, work, false);
  }

  /**
   * @param onTop whether what the round before measured belongs to it
   */
  private void measure(String what, Work work, boolean onTop) throws Exception {
    long before = requests();
    double spent = processorMillis();
    long start = System.nanoTime();
    work.run();
    double millis = (System.nanoTime() - start) / 1e6;
    spent = processorMillis() - spent;
    double count = requests() - before;
    if (onTop) {
      double[] first = rounds(what.replace("both formats", "bundle")).getLast();
      millis += first[0];
      count += first[1];
      spent += first[2];
    }
    rounds(what).add(new double[] {millis, count, spent});
  }

  /** Processor time of this JVM, with all its threads, and of the clients that have ended. */
  private static double processorMillis() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    double children = Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    var own = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return own.getProcessCpuTime() / 1e6 + children * 10;
  }

  private List<double[]> rounds(String what) {
    return seen.computeIfAbsent(what, key -> new ArrayList<>());
  }

  /** Requests that the registry has answered; asked until two looks agree. */
  private long requests() throws Exception {
    long last = -1;
    for (long now = answered(); now != last; now = answered()) {
      last = now;
      server.waitFor(50, TimeUnit.MILLISECONDS);
    }
    return last;
  }

  private long answered() throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains("response completed"))
        .count();
  }

  private static double median(List<double[]> rounds, int column) {
    List<Double> values = new ArrayList<>();
    rounds.forEach(round -> values.add(round[column]));
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  private void cosign(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(cosign.toAbsolutePath().toString()));
    command.addAll(List.of(words));
    Path output = folder.resolve("cosign.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("COSIGN_PASSWORD", "");
    assertThat(builder.start().waitFor()).as(() -> text(output)).isZero();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
