package dev.mintmark.image.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;

/** A user namespace, there as long as the process that holds it. */
final class UserNamespace implements AutoCloseable {
  private final Process holder;

  private UserNamespace(Process holder) {
    this.holder = holder;
  }

  /**
   * @throws SandboxException when the machine does not allow it
   */
  static UserNamespace open(IdMap ids) throws IOException, SandboxException {
    Process holder =
        Commands.builder(
                Path.of("/"), List.of("unshare", "--user", "sh", "-c", "echo ready; read -r end"))
            .start();
    UserNamespace opened = new UserNamespace(holder);
    boolean whole = false;
    try {
      String said =
          new BufferedReader(new InputStreamReader(holder.getInputStream(), UTF_8)).readLine();
      if (!"ready".equals(said)) {
        throw new SandboxException("no user namespace can be made: " + said);
      }
      ids.apply(holder.pid());
      whole = true;
      return opened;
    } finally {
      if (!whole) {
        opened.close();
      }
    }
  }

  /** Begins a command that runs in it as its root. */
  List<String> enter() {
    return List.of(
        "nsenter",
        "--target",
        Long.toString(holder.pid()),
        "--user",
        "setpriv",
        "--clear-groups",
        "--pdeathsig",
        "KILL");
  }

  @Override
  public void close() {
    holder.destroyForcibly();
  }
}
