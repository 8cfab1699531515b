package dev.mintmark.cli.command;

import dev.mintmark.oci.Platform;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine runs. */
final class Platforms {
  private static final Path EMULATORS = Path.of("/proc/sys/fs/binfmt_misc");

  private Platforms() {}

  /** Containers are Linux's, on this machine's kind of processor. */
  static Platform ofThisMachine() {
    return new Platform("linux", word(System.getProperty("os.arch", "")), null);
  }

  /** Whether it is this machine's kind of processor. */
  static boolean isOwn(Platform platform) {
    return platform.architecture().equals(ofThisMachine().architecture());
  }

  /** Whether by itself, or by an emulator that the kernel knows. */
  static boolean runsHere(Platform platform) {
    String emulator =
        "qemu-"
            + switch (platform.architecture()) {
              case "arm64" -> "aarch64";
              case "amd64" -> "x86_64";
              default -> platform.architecture();
            };
    return isOwn(platform) || Files.exists(EMULATORS.resolve(emulator));
  }

  private static String word(String javas) {
    return switch (javas) {
      case "x86_64", "amd64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      default -> javas;
    };
  }
}
