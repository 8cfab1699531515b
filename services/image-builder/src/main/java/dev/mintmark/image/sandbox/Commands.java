package dev.mintmark.image.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;

/** Starts programs with a small environment. */
final class Commands {
  static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  private Commands() {}

  /** Reads nothing; both of its outputs are one. */
  static Process start(Path folder, List<String> command) throws IOException {
    return builder(folder, command)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .start();
  }

  static ProcessBuilder builder(Path folder, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  static int exit(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a program");
    }
  }
}
