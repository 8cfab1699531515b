package dev.mintmark.contract.image;

import dev.mintmark.contract.line.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** podman with runc, its storage in a folder, and limits that it may set without more rights. */
record Podman(Path folder) implements Engine {
  /** Makes it ready, or skips and says what is missing. */
  static Podman start(Path folder) throws IOException {
    for (String tool : List.of("podman", "runc")) {
      Assumptions.assumeTrue(
          Command.isThere(tool), tool + " is not there; apt install podman runc");
    }
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"),
        "podman is tested as root, whose containers need no sub-ids; run as root");
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("containers.conf"),
        """
        [containers]
        default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
        [engine]
        runtime = "runc"
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        """);
    Files.writeString(
        folder.resolve("storage.conf"),
        """
        [storage]
        driver = "overlay"
        graphroot = "%1$s/storage"
        runroot = "%1$s/run"
        """
            .formatted(folder));
    Podman podman = new Podman(folder);
    Command info = Command.run(podman.environment(), List.of("podman", "info"));
    Assumptions.assumeTrue(
        info.exit() == 0,
        () -> "podman cannot run here; it takes a machine where root may mount: " + info);
    return podman;
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "CONTAINERS_CONF", folder.resolve("containers.conf").toString(),
        "CONTAINERS_STORAGE_CONF", folder.resolve("storage.conf").toString());
  }

  @Override
  public List<String> program() {
    return List.of("podman");
  }

  /** Its storage is mounted below the folder until it is told to let go. */
  @Override
  public void close() {
    Command.run(environment(), List.of("podman", "system", "reset", "--force"));
  }
}
