package dev.mintmark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * This registry on the embedded S3, beside Debian's docker-registry on the same disk where that is
 * installed: {@code -Dbench -Dit.test=RegistryBenchIT}.
 */
@EnabledIfSystemProperty(named = "bench", matches = ".*")
class RegistryBenchIT {
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
  private static final int LARGE = Integer.getInteger("bench.megabytes", 64) << 20;
  private static final int REQUESTS = Integer.getInteger("bench.requests", 400);
  private static final int CLIENTS = 4;

  @TempDir Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A registry under test; the token is empty where it needs none. */
  private record Peer(String name, URI base, String token) {}

  /** One figure of each round. */
  private record Row(String what, String unit, Measure measure) {}

  private interface Measure {
    double of(Peer peer, int round) throws Exception;
  }

  @Test
  void pushesAndPulls() throws Exception {
    try (PushLine line = PushLine.start(folder, true, "-Xmx128m")) {
      List<Peer> peers = new ArrayList<>();
      peers.add(new Peer("mintmark", line.service.base(), PushLine.ALL));
      @Nullable Process process = startPeer(peers);
      try {
        measure(peers);
      } finally {
        if (process != null) {
          process.destroy();
          process.waitFor();
        }
      }
    }
  }

  private void measure(List<Peer> peers) throws Exception {
    List<Row> rows =
        List.of(
            new Row("push of a large blob, new", "MB/s", this::pushLarge),
            new Row("pull of it", "MB/s", this::pullLarge),
            new Row("push of small blobs, new", "requests/s", this::pushSmall),
            new Row("pull of a manifest by tag", "requests/s", this::pullManifest),
            new Row("HEAD of a blob", "requests/s", this::headBlob));
    for (Peer peer : peers) {
      pushManifest(peer);
      for (Row row : rows) {
        row.measure().of(peer, -1);
      }
    }
    System.out.println(
        "| | unit | " + String.join(" | ", peers.stream().map(Peer::name).toList()) + " | load |");
    System.out.println("| --- | --- | " + "--- | ".repeat(peers.size()) + "--- |");
    for (Row row : rows) {
      double[][] found = new double[peers.size()][ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < peers.size(); i++) {
          found[i][round] = row.measure().of(peers.get(i), round);
        }
      }
      StringBuilder text = new StringBuilder("| " + row.what() + " | " + row.unit() + " | ");
      for (double[] values : found) {
        Arrays.sort(values);
        text.append(String.format(Locale.ROOT, "%,.1f | ", values[ROUNDS / 2]));
      }
      double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
      System.out.println(text + String.format(Locale.ROOT, "%.1f |", load));
    }
  }

  private @Nullable Process startPeer(List<Peer> peers) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path config =
        Files.writeString(
            folder.resolve("peer.yml"),
            """
            version: 0.1
            log: {level: error, accesslog: {disabled: true}}
            storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}
            http: {addr: 127.0.0.1:%d}
            """
                .formatted(folder.resolve("peer"), port));
    URI base = URI.create("http://127.0.0.1:" + port);
    try {
      Process process =
          new ProcessBuilder("docker-registry", "serve", config.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("peer.log").toFile())
              .start();
      org.awaitility.Awaitility.await()
          .ignoreExceptions()
          .until(() ->
              http.send(
                          HttpRequest.newBuilder(base.resolve("/v2/")).build(),
                          BodyHandlers.discarding())
                      .statusCode()
                  == 200);
      peers.add(new Peer("docker-registry", base, ""));
      return process;
    } catch (IOException e) {
      System.out.println("docker-registry is not installed: measured without it");
      return null;
    }
  }

  private HttpResponse<String> send(Peer peer, String method, String path, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(peer.base().resolve(path))
            .method(method, BodyPublishers.ofByteArray(body));
    if (!peer.token().isEmpty()) {
      request.header("Authorization", "Bearer " + peer.token());
    }
    if (path.contains("/manifests/")) {
      request.header("Content-Type", OciMediaTypes.MANIFEST);
      request.header("Accept", OciMediaTypes.MANIFEST);
    }
    try {
      HttpResponse<String> answer =
          http.send(
              request.build(),
              method.equals("GET") ? BodyHandlers.replacing("") : BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            peer.name() + " " + method + " " + path + ": " + answer.statusCode() + answer.body());
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void push(Peer peer, byte[] blob, Digest digest) {
    String upload =
        send(peer, "POST", "/v2/bench/one/blobs/uploads/", new byte[0])
            .headers()
            .firstValue("Location")
            .orElseThrow();
    String more = send(peer, "PATCH", upload, blob).headers().firstValue("Location").orElseThrow();
    send(peer, "PUT", more + (more.contains("?") ? "&" : "?") + "digest=" + digest, new byte[0]);
  }

  private static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private double pushLarge(Peer peer, int round) {
    byte[] blob = noise(LARGE, round);
    Digest digest = Digest.of(blob);
    long start = System.nanoTime();
    push(peer, blob, digest);
    return LARGE / 1e6 / seconds(start);
  }

  private double pullLarge(Peer peer, int round) {
    Digest digest = Digest.of(noise(LARGE, round));
    long start = System.nanoTime();
    send(peer, "GET", "/v2/bench/one/blobs/" + digest, new byte[0]);
    return LARGE / 1e6 / seconds(start);
  }

  private double pushSmall(Peer peer, int round) throws Exception {
    int blobs = REQUESTS / 8;
    // Three requests each.
    return 3
        * perSecond(
            blobs,
            i -> {
              byte[] blob = ("small " + round + " " + i).getBytes(UTF_8);
              push(peer, blob, Digest.of(blob));
            });
  }

  private double pullManifest(Peer peer, int round) throws Exception {
    return perSecond(REQUESTS, i -> send(peer, "GET", "/v2/bench/one/manifests/v1", new byte[0]));
  }

  private double headBlob(Peer peer, int round) throws Exception {
    String path = "/v2/bench/one/blobs/" + Digest.of("{}".getBytes(UTF_8));
    return perSecond(REQUESTS, i -> send(peer, "HEAD", path, new byte[0]));
  }

  private void pushManifest(Peer peer) {
    byte[] config = "{}".getBytes(UTF_8);
    push(peer, config, Digest.of(config));
    Manifest manifest =
        Manifest.image(
            Descriptor.of(Artifact.of(config, OciMediaTypes.CONFIG)), List.of(), Map.of());
    send(peer, "PUT", "/v2/bench/one/manifests/v1", manifest.bytes());
  }

  private interface Request {
    void send(int number);
  }

  private static double perSecond(int number, Request request)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      long start = System.nanoTime();
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        int mine = i;
        all.add(() -> {
          request.send(mine);
          return mine;
        });
      }
      for (Future<Integer> done : threads.invokeAll(all)) {
        done.get();
      }
      return number / seconds(start);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
