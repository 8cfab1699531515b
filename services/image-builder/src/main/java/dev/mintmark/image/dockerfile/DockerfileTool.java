package dev.mintmark.image.dockerfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.image.refusal.DockerfileRefusals;
import dev.mintmark.image.sandbox.Sandbox;
import dev.mintmark.image.sandbox.SandboxException;
import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Runs the builder in a sandbox.
 *
 * @param timeLimit of one build
 */
public record DockerfileTool(Buildah buildah, Duration timeLimit) {
  private static final Logger LOG = Logger.getLogger(DockerfileTool.class);
  private static final int SHOWN = 200;

  /**
   * Builds what lies in the sandbox's folder, to {@code out}.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-066 to IMG-069
   */
  void build(Sandbox sandbox, Platform platform, long epoch) throws IOException {
    String program =
        buildah.isOfTheSystem() ? buildah.executable().toString() : "/work/" + Buildah.NAME;
    List<String> command =
        List.of("sh", "-c", script(), "build", program, Long.toString(epoch), platform.toString());
    Sandbox.Ended ended;
    try {
      ended = sandbox.run(command, timeLimit);
      sandbox.removeStorage();
    } catch (SandboxException e) {
      throw DockerfileRefusals.noSandbox(String.valueOf(e.getMessage()));
    }
    switch (ended.how()) {
      case TOO_LONG -> throw DockerfileRefusals.tooLong(platform, timeLimit.toString());
      case TOO_MUCH_OUTPUT -> throw DockerfileRefusals.tooMuchOutput(platform, Sandbox.MAX_OUTPUT);
      case BY_ITSELF -> {
        if (ended.exit() != 0) {
          LOG.warnf(
              "Dockerfile failed platform=%s exit=%d tail=%s",
              platform, ended.exit(), printable(ended.tail()));
          throw DockerfileRefusals.failed(platform, found(ended));
        }
      }
    }
  }

  /** The step that it was in, which is the file's own text, and no more of what the build said. */
  private static String found(Sandbox.Ended ended) {
    String step =
        ended
            .tail()
            .lines()
            .filter(line -> line.startsWith("STEP "))
            .reduce("", (first, second) -> second);
    String where = step.isEmpty() ? "" : ", in " + printable(step);
    return "buildah ended with code " + ended.exit() + where;
  }

  private static String printable(String text) {
    String plain = text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?");
    return plain.indexOf('\n') < 0 && plain.length() > SHOWN ? plain.substring(0, SHOWN) : plain;
  }

  private static String script() {
    try (InputStream in = DockerfileTool.class.getResourceAsStream("buildah.sh")) {
      if (in == null) {
        throw new IllegalStateException("buildah.sh is not in the jar");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
