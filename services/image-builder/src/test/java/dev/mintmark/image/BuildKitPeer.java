package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * BuildKit, inside of a Docker daemon of our own: it needs root, and a client that either has
 * BuildKit's side built in (before 23) or the buildx plugin.
 */
final class BuildKitPeer implements AutoCloseable {
  private final Path client;
  private final Process daemon;
  private final Path socket;

  private BuildKitPeer(Path client, Process daemon, Path socket) {
    this.client = client;
    this.daemon = daemon;
    this.socket = socket;
  }

  /** Empty, with a line that says why, where it cannot be had. */
  static Optional<BuildKitPeer> start(Path folder, URI registry) throws Exception {
    Optional<Path> client = candidates("docker").filter(BuildKitPeer::knowsBuildKit).findFirst();
    if (client.isEmpty() || candidates("dockerd").findAny().isEmpty()) {
      System.out.println("BuildKit is not there: measured without it (apt-get install docker.io)");
      return Optional.empty();
    }
    Files.createDirectories(folder);
    Path socket = folder.resolve("docker.sock");
    String config =
        """
        {"insecure-registries": ["%1$s"], "bridge": "none", "iptables": false,
         "hosts": ["unix://%2$s/docker.sock"], "data-root": "%2$s/data",
         "exec-root": "%2$s/exec", "pidfile": "%2$s/pid"}
        """
            .formatted(registry.getAuthority(), folder);
    Process daemon =
        new ProcessBuilder(
                "dockerd",
                "--config-file",
                Files.writeString(folder.resolve("daemon.json"), config).toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    BuildKitPeer peer = new BuildKitPeer(client.get(), daemon, socket);
    for (int i = 0; i < 60 && daemon.isAlive(); i++) {
      if (succeeds(peer.docker("version"))) {
        return Optional.of(peer);
      }
      Thread.sleep(500);
    }
    peer.close();
    System.out.println("dockerd does not start here: measured without BuildKit (it needs root)");
    return Optional.empty();
  }

  private static Stream<Path> candidates(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(place -> Path.of(place, program))
        .filter(Files::isExecutable);
  }

  private static boolean knowsBuildKit(Path docker) {
    try {
      Process process = new ProcessBuilder(docker.toString(), "--version").start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      String major = said.replaceAll("\\D*(\\d+)(?s:.*)", "$1");
      return Integer.parseInt(major) < 23
          || succeeds(new ProcessBuilder(docker.toString(), "buildx", "version"));
    } catch (IOException | InterruptedException | NumberFormatException e) {
      return false;
    }
  }

  private static boolean succeeds(ProcessBuilder command) throws IOException, InterruptedException {
    Process process =
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    return process.waitFor() == 0;
  }

  private ProcessBuilder docker(String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(client.toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().put("DOCKER_HOST", "unix://" + socket);
    builder.environment().put("DOCKER_BUILDKIT", "1");
    builder.environment().put("DOCKER_CONFIG", socket.resolveSibling("client").toString());
    return builder;
  }

  /** Builds and pushes one image for each platform, which are tagged with it. */
  List<String> command(String base, Path context, String repository) {
    String script =
        """
        set -e
        export DOCKER_HOST=unix://$1 DOCKER_BUILDKIT=1 DOCKER_CONFIG=$1.client
        for a in amd64 arm64; do
          $2 build --quiet --platform linux/$a --build-arg BASE=$3 --tag $4:$a $5
          $2 push --quiet $4:$a
        done
        """;
    return List.of(
        "sh",
        "-c",
        script,
        "buildkit",
        socket.toString(),
        client.toString(),
        base,
        repository,
        context.toString());
  }

  /** Forgets images and what was built. */
  void forget() throws Exception {
    succeeds(docker("image", "prune", "--all", "--force"));
    succeeds(docker("builder", "prune", "--all", "--force"));
  }

  /** What the daemon and its children have used so far, in seconds: the work is theirs. */
  double processor() {
    return Stream.concat(Stream.of(daemon.toHandle()), daemon.descendants())
        .mapToDouble(process ->
            process.info().totalCpuDuration().map(used -> used.toMillis() / 1e3).orElse(0.0))
        .sum();
  }

  @Override
  public void close() {
    daemon.destroy();
    boolean ended = false;
    try {
      ended = daemon.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      daemon.destroyForcibly();
    }
  }
}
