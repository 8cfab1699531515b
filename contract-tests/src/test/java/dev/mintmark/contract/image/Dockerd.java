package dev.mintmark.contract.image;

import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.process.ServiceDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * A dockerd of its own, without a bridge or rules for packets: containers have the host's network.
 */
record Dockerd(Path folder, Process process) implements Engine {
  /** Starts it, or skips and says what is missing. */
  static Dockerd start(Path folder) throws IOException {
    for (String tool : List.of("docker", "dockerd", "runc")) {
      Assumptions.assumeTrue(
          Command.isThere(tool), tool + " is not there; apt install docker.io runc");
    }
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root may start dockerd; run as root");
    Files.createDirectories(folder);
    Path config = folder.resolve("daemon.json");
    Files.writeString(
        config,
        """
        {"iptables": false, "bridge": "none", "hosts": ["unix://%1$s/docker.sock"],
         "data-root": "%1$s/data", "exec-root": "%1$s/exec", "pidfile": "%1$s/docker.pid"}
        """
            .formatted(folder));
    Path log = folder.resolve("dockerd.log");
    Process process =
        new ProcessBuilder("dockerd", "--config-file", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Dockerd dockerd = new Dockerd(folder, process);
    Awaitility.await("dockerd")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> !process.isAlive() || dockerd.answers());
    Assumptions.assumeTrue(
        process.isAlive(),
        () -> "dockerd cannot run here; it takes a machine where root may mount: " + tail(log));
    return dockerd;
  }

  private boolean answers() {
    return Command.run(environment(), List.of("docker", "info", "--format", "{{.ServerVersion}}"))
            .exit()
        == 0;
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(" ", lines.subList(Math.max(0, lines.size() - 2), lines.size()));
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("DOCKER_HOST", "unix://" + folder + "/docker.sock");
  }

  @Override
  public List<String> program() {
    return List.of("docker");
  }

  /** It leaves a namespace of the network mounted, which would keep its folder from going. */
  @Override
  public void close() {
    ServiceDoor.stop(process);
    Command.run(Map.of(), List.of("umount", folder.resolve("exec/netns/default").toString()));
  }
}
