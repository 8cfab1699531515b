package dev.mintmark.cli.demo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which of a release's targets this machine is. */
public final class ThisMachine {
  private ThisMachine() {}

  /**
   * The target for a machine of this architecture.
   *
   * @param architecture as {@code os.arch} says it
   */
  public static Optional<TargetFigures> target(List<TargetFigures> targets, String architecture) {
    String platform =
        switch (architecture.toLowerCase(Locale.ROOT)) {
          case "amd64", "x86_64" -> "linux/amd64";
          case "aarch64", "arm64" -> "linux/arm64";
          default -> "linux/" + architecture;
        };
    return targets.stream().filter(target -> target.platform().equals(platform)).findFirst();
  }
}
