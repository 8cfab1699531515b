package dev.mintmark.contract.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.contract.line.Command;
import dev.mintmark.contract.line.Inputs;
import dev.mintmark.contract.line.Line;
import dev.mintmark.contract.process.ServiceDoor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example with a program: vendored by apt and pip, built by the line, pulled by skopeo, docker
 * and podman, run with the model that was released for the machine; and the digests after that.
 */
@Tag("long")
class RunningImageIT {
  private static final Path EMULATOR = Path.of("/proc/sys/fs/binfmt_misc/qemu-aarch64");

  @TempDir static Path folder;
  private static ServerExample example;
  private static @Nullable Dockerd docker;

  @BeforeAll
  static void publish() {
    Inputs.require();
    for (String tool : List.of("skopeo", "apt-get", "pip3", "tar", "chroot")) {
      Assumptions.assumeTrue(
          Command.isThere(tool), tool + " is not there; apt install skopeo python3-pip");
    }
    Assumptions.assumeTrue(
        System.getProperty("user.name").equals("root"), "only root may chroot; run as root");
    example = ServerExample.publish(folder.resolve("home"));
  }

  @AfterAll
  static void stop() {
    if (docker != null) {
      docker.close();
    }
    if (example != null) {
      example.close();
    }
  }

  @Test
  void itsOwnFilesFindTheFace() throws Exception {
    PulledImage image = PulledImage.pull(example.image() + ":v1.0.0", folder);
    Files.write(
        image.root().resolve("model.onnx"), example.model("cpu-" + ServerExample.architecture()));
    int port = ServiceDoor.free().port();
    ProcessBuilder server = new ProcessBuilder(image.command());
    server.environment().clear();
    image
        .config()
        .at("/config/Env")
        .forEach(variable -> {
          String[] parts = variable.asText().split("=", 2);
          server.environment().put(parts[0], parts[1]);
        });
    server
        .environment()
        .putAll(
            Map.of(
                "MINTMARK_MODEL",
                "/model.onnx",
                "HOST",
                "127.0.0.1",
                "PORT",
                Integer.toString(port)));
    assertFindsTheFace(server, port);
  }

  @Test
  void dockerFindsTheFace() throws Exception {
    assertFindsTheFace(docker(), "docker", ServerExample.architecture());
  }

  @Test
  void dockerFindsTheFaceOnAnotherKindOfProcessor() throws Exception {
    Assumptions.assumeTrue(
        ServerExample.architecture().equals("amd64") && Files.exists(EMULATOR),
        "no emulator for arm64 is registered; apt install qemu-user-static binfmt-support");
    assertFindsTheFace(docker(), "docker", "arm64");
  }

  @Test
  void podmanFindsTheFace() throws Exception {
    try (Podman podman = Podman.start(folder.resolve("podman"))) {
      podman.run("pull", "--quiet", "--tls-verify=false", example.pinned());
      assertIsTheImage(podman, example.pinned());
      assertFindsTheFace(podman, "podman", ServerExample.architecture());
    }
  }

  @Test
  void dockerKeepsConfigAndLayersWhateverWayItGetsTheImage() throws Exception {
    docker().run("pull", "--quiet", example.pinned());
    assertIsTheImage(docker(), example.pinned());

    Path archive = folder.resolve("archive.tar");
    mintmark(
        "image",
        "export",
        ServerExample.RELEASE,
        archive.toString(),
        "--format",
        "docker",
        "--platform",
        "linux/" + ServerExample.architecture());
    docker().run("image", "rm", "--force", docker().id(example.pinned()));
    docker().run("load", "--input", archive.toString());
    assertIsTheImage(docker(), ServerExample.REPOSITORY + ":v1.0.0");

    Path saved = folder.resolve("saved.tar");
    docker().run("save", "--output", saved.toString(), ServerExample.REPOSITORY + ":v1.0.0");
    Command check = example.line().mintmark("image", "verify", "docker-archive:" + saved, "--json");
    assertThat(check.exit()).as(check::toString).isZero();
    assertThat(Line.json(check.output()).path("digest").asText())
        .isEqualTo(configDigest(ServerExample.architecture()));
  }

  @Test
  void aPushByDockerKeepsConfigAndLayersAndACopyKeepsEveryDigest() throws Exception {
    try (SecondRegistry registry = SecondRegistry.start(folder.resolve("second"))) {
      docker().run("pull", "--quiet", example.pinned());
      docker().run("tag", example.pinned(), registry.host() + "/pushed:v1");
      docker().run("push", "--quiet", registry.host() + "/pushed:v1");
      JsonNode pushed = Line.json(registry.manifest("pushed", "v1"));
      assertThat(pushed.at("/config/digest").asText())
          .isEqualTo(configDigest(ServerExample.architecture()));

      for (Copier copier : Copier.thatAreThere()) {
        String to = registry.host() + "/" + copier.program() + ":v1.0.0";
        Command copy = copier.copy(example.image() + ":v1.0.0", to);
        assertThat(copy.exit()).as(copy::toString).isZero();
        assertThat(registry.digest(copier.program(), "v1.0.0"))
            .as(copier.program())
            .isEqualTo(example.indexDigest());
        Command check = example.line().mintmark("image", "verify", to, "--json");
        assertThat(check.exit()).as(check::toString).isZero();
      }
    }
  }

  private static Dockerd docker() throws Exception {
    Dockerd running = docker;
    if (running == null) {
      running = Dockerd.start(folder.resolve("dockerd"));
      docker = running;
    }
    return running;
  }

  private static void mintmark(String... words) {
    Command command = example.line().mintmark(words);
    assertThat(command.exit()).as(command::toString).isZero();
  }

  private static String configDigest(String architecture) {
    return example.manifest(example.manifestDigest(architecture)).at("/config/digest").asText();
  }

  private static void assertIsTheImage(Engine engine, String name) {
    List<String> diffIds = new ArrayList<>();
    example
        .config(ServerExample.architecture())
        .at("/rootfs/diff_ids")
        .forEach(diffId -> diffIds.add(diffId.asText()));
    assertThat(engine.id(name)).isEqualTo(configDigest(ServerExample.architecture()));
    assertThat(engine.layers(name)).isEqualTo(diffIds);
  }

  /** By {@code mintmark image run}, on the host's network: the engine has no bridge here. */
  private static void assertFindsTheFace(Engine engine, String name, String architecture)
      throws Exception {
    int port = ServiceDoor.free().port();
    ProcessBuilder run =
        new ProcessBuilder(
            Line.java(),
            "-jar",
            Line.cliJar().toString(),
            "image",
            "run",
            ServerExample.RELEASE,
            "--target",
            "cpu-" + architecture,
            "--engine",
            name,
            "--network",
            "host",
            "--env",
            "HOST=127.0.0.1",
            "--env",
            "PORT=" + port);
    run.environment().put("MINTMARK_HOME", example.line().home().toString());
    run.environment().putAll(engine.environment());
    assertFindsTheFace(run, port);
    assertThat(engine.run("ps", "--quiet")).as("containers left").isEmpty();
  }

  /** The server ends by itself when it is asked to, also through engine and command line. */
  private static void assertFindsTheFace(ProcessBuilder builder, int port) throws Exception {
    Path log = folder.resolve("server-" + port + ".log");
    Process server = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      Face.assertFoundBy(server, port);
      server.destroy();
      assertThat(server.waitFor(2, TimeUnit.MINUTES)).as("ends when asked to").isTrue();
      assertThat(server.exitValue()).as(Files.readString(log)).isZero();
    } catch (AssertionError e) {
      throw new AssertionError(Files.readString(log), e);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }
}
