package dev.mintmark.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/** {@link BenchProgram} that goes on running and builds what it is told to. */
final class BenchService implements AutoCloseable {
  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  BenchService(List<String> command, Path log) throws IOException {
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    in = process.outputWriter(UTF_8);
    out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Builds and pushes; returns what the program says of it. */
  String build(Path cache, String repository) throws IOException {
    in.write(cache + " " + repository + "\n");
    in.flush();
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the program ended");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
