package dev.mintmark.contract.fault;

import dev.mintmark.contract.line.Line;
import dev.mintmark.contract.line.Secrets;
import dev.mintmark.embedded.process.Guard;
import dev.mintmark.embedded.process.NativeMemory;
import dev.mintmark.embedded.process.SharedClasses;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** How a service's process is started, and told where everything is: as the launcher does. */
final class Settings {
  private Settings() {}

  /** The command of a JVM that ends with this one. */
  static List<String> command(String service) {
    Path target = Line.PROJECT.resolve("services").resolve(module(service)).resolve("target");
    Path app = target.resolve("quarkus-app");
    List<String> command = new ArrayList<>();
    command.add(Line.java());
    command.addAll(List.of("-Xmx192m", "-Xms16m", "-Xss512k", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    if (Runtime.version().feature() >= 25) {
      command.add("-XX:+UseCompactObjectHeaders");
    }
    command.addAll(NativeMemory.OPTIONS);
    command.addAll(sharedClasses(target, app));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar"));
    command.add(app.resolve("quarkus-run.jar").toString());
    return Guard.command("TERM", command);
  }

  /** A role of the signer has a process of its own, and the signer's code. */
  private static String module(String service) {
    return service.equals("evidence") ? "signer" : service;
  }

  /** The same archive as the launcher's: most starts of a run are those of killed processes. */
  private static List<String> sharedClasses(Path target, Path app) {
    try (Stream<Path> files = Files.walk(app)) {
      List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
      return SharedClasses.in(target, "classes", jars).options();
    } catch (IOException e) {
      throw new UncheckedIOException("no " + app + "; build the services first", e);
    }
  }

  /** Writes a properties file that only its owner can read. */
  static Path write(Path file, Map<String, Object> values) throws IOException {
    Properties properties = new Properties();
    values.forEach((key, value) -> properties.setProperty(key, value.toString()));
    StringWriter text = new StringWriter();
    properties.store(text, null);
    return Secrets.write(file, text.toString());
  }
}
