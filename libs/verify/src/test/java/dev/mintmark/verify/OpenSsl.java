package dev.mintmark.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The openssl of this machine; tests that need it skip with a message where there is none. */
public final class OpenSsl {
  private OpenSsl() {}

  /** What openssl printed, both streams, and how it ended. */
  public record Result(int exit, String output) {}

  public static Result run(Path folder, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      return abort("skipped: no openssl on the PATH");
    }
  }
}
