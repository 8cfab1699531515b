package dev.mintmark.contract.determinism;

import dev.mintmark.contract.line.Line;
import dev.mintmark.contract.line.Secrets;
import dev.mintmark.contract.process.ServiceDoor;
import dev.mintmark.embedded.process.Guard;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One step of the line as a process in a world. */
final class StepProcess implements AutoCloseable {
  /** Their output, before the service's own, is what {@link Seen} reads. */
  private static final List<String> SHOWING =
      List.of("-XshowSettings:properties", "-XX:+PrintFlagsFinal");

  private final String step;
  private final Path log;
  private final ServiceDoor door;
  private final Process process;

  /**
   * Started, not waited for.
   *
   * @param number of the process in its world
   * @param settings beside those of its place
   */
  StepProcess(World world, String step, int number, Map<String, Object> settings)
      throws IOException {
    this.step = step;
    Path folder = Files.createDirectories(world.folder().resolve(step));
    log = world.folder().resolve(step + ".log");
    door = ServiceDoor.free();
    Path file = settings(folder, settings);
    world.own(folder);
    ProcessBuilder builder =
        new ProcessBuilder(Guard.command("TERM", world.java(folder, number, words(step))))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(world.environment(Map.of("SMALLRYE_CONFIG_LOCATIONS", file.toUri().toString())));
    process = builder.start();
  }

  private static List<String> words(String step) {
    Path jar =
        Line.PROJECT
            .resolve("services")
            // A role of the signer has a process of its own, and the signer's code.
            .resolve(step.equals("evidence") ? "signer" : step)
            .resolve("target/quarkus-app/quarkus-run.jar");
    return Stream.concat(
            SHOWING.stream(),
            Stream.of("--enable-native-access=ALL-UNNAMED", "-jar", jar.toString()))
        .toList();
  }

  private Path settings(Path folder, Map<String, Object> more) throws IOException {
    Map<String, Object> values = new TreeMap<>(more);
    values.put("quarkus.http.host", "127.0.0.1");
    values.put("quarkus.http.port", door.port());
    values.put("quarkus.log.category.\"org.apache.kafka\".level", "WARN");
    values.put("mintmark.work-dir", folder.resolve("work"));
    Properties properties = new Properties();
    values.forEach((key, value) -> properties.setProperty(key, value.toString()));
    StringWriter text = new StringWriter();
    properties.store(text, null);
    return Secrets.write(folder.resolve("step.properties"), text.toString());
  }

  URI url() {
    return door.url();
  }

  /** What the process said of its world. */
  Seen seen() throws IOException {
    return Seen.in(log);
  }

  /**
   * Asks it.
   *
   * @throws AssertionError when it has ended
   */
  boolean isReady() {
    if (!process.isAlive()) {
      throw new AssertionError(step + " has ended with " + process.exitValue() + "; see " + log);
    }
    return door.isReady();
  }

  /** Asks it to end, and waits. */
  @Override
  public void close() {
    ServiceDoor.stop(process);
    ServiceDoor.endGuard(process);
  }
}
