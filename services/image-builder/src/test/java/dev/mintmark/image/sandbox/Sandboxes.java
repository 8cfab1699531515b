package dev.mintmark.image.sandbox;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Whether this machine lets sandboxes be made. */
public final class Sandboxes {
  private Sandboxes() {}

  /** Skips the test where it does not. */
  public static void assumeAllowed(Path folder) throws IOException {
    String found;
    try {
      Path probe = Files.createTempDirectory(folder, "probe").resolve("sandbox");
      Sandbox.Ended ended = Sandbox.in(probe).run(List.of("true"), Duration.ofMinutes(5));
      found = ended.exit() == 0 ? "" : ended.tail();
    } catch (SandboxException e) {
      found = e.getMessage();
    }
    assumeThat(found)
        .as(
            "no sandbox here: it takes user namespaces (sysctl user.max_user_namespaces), and root"
                + " or 65536 ids in /etc/subuid with newuidmap (apt-get install uidmap)")
        .isEmpty();
  }
}
