package dev.mintmark.image.dockerfile;

import dev.mintmark.image.refusal.DockerfileRefusals;
import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whether programs of a platform run on this machine. */
final class Emulation {
  private static final Path HANDLERS = Path.of("/proc/sys/fs/binfmt_misc");
  private static final Map<String, String> QEMU = Map.of("amd64", "x86_64", "arm64", "aarch64");

  private final Path handlers;
  private final String machine;

  /**
   * @param handlers folder of binfmt_misc
   * @param machine this machine's architecture, as Java says it
   */
  Emulation(Path handlers, String machine) {
    this.handlers = handlers;
    this.machine = machine.equals("aarch64") ? "arm64" : machine;
  }

  static Emulation ofThisMachine() {
    return new Emulation(HANDLERS, System.getProperty("os.arch"));
  }

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-073
   */
  void require(Platform platform) throws IOException {
    if (platform.architecture().equals(machine)) {
      return;
    }
    String handler = "qemu-" + QEMU.getOrDefault(platform.architecture(), platform.architecture());
    Path file = handlers.resolve(handler);
    String found = "it has RUN, this machine is " + machine + ", and ";
    if (!Files.isReadable(file)) {
      throw DockerfileRefusals.cannotRun(platform, found + "binfmt_misc has no " + handler);
    }
    List<String> lines = Files.readAllLines(file);
    boolean fixed =
        lines.stream().anyMatch(line -> line.startsWith("flags:") && line.indexOf('F', 6) > 0);
    if (!lines.contains("enabled") || !fixed) {
      throw DockerfileRefusals.cannotRun(
          platform, found + handler + " is not enabled, or has not the flag F");
    }
  }
}
