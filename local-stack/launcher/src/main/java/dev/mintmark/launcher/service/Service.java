package dev.mintmark.launcher.service;

import dev.mintmark.embedded.StackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A service of the line: what it is called, and what it may use.
 *
 * @param name of its module, its files and its place in the state
 * @param heap the JVM's {@code -Xmx}
 */
public record Service(String name, String heap) {
  /** In the order in which a release passes them. */
  public static final List<Service> ALL =
      List.of(
          new Service("trainer-ingest", "128m"),
          new Service("converter-quantizer", "192m"),
          new Service("image-builder", "160m"),
          new Service("sbom", "128m"),
          new Service("signer", "96m"),
          new Service("registry", "128m"),
          new Service("release-ledger", "128m"));

  public static List<String> names() {
    return ALL.stream().map(Service::name).toList();
  }

  /**
   * Its command, for a small and quickly started JVM.
   *
   * @param root the folder that holds {@code services}
   * @throws StackException STK-020 where it is not built
   */
  List<String> command(Path root, Path temporary) {
    Path jar = root.resolve("services").resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new StackException(
          "STK-020", "cannot start " + name + ": no " + jar + "; build the services first");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(List.of("-Xms16m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError"));
    if (Runtime.version().feature() >= 25) {
      command.add("-XX:+UseCompactObjectHeaders");
    }
    command.addAll(sharedClasses(root));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-jar", jar.toString()));
    return List.copyOf(command);
  }

  /**
   * Classes as the JVM laid them out at the end of the service's first run, which halves the work
   * of its next start. The JVM checks the file against the jars, and writes it anew where they
   * differ.
   */
  private List<String> sharedClasses(Path root) {
    Path archive = root.resolve("services").resolve(name).resolve("target/classes.jsa");
    return List.of(
        "-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off");
  }
}
