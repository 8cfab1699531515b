package dev.mintmark.launcher.service;

import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.process.NativeMemory;
import dev.mintmark.embedded.process.SharedClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process of the line or of the fleet: what it is called, and what it may use.
 *
 * @param name of its files, its identities and its place in the state
 * @param module whose code it runs: one module may have several roles, each in a process of its own
 * @param heap the JVM's {@code -Xmx}: who reads or writes bills of materials needs room for the
 *     largest ({@code BomSize}), and grows to it only then
 * @param compiler which of the JVM's compilers it has
 * @param readsSchemas whether the schema registry must have the schemas before it starts
 */
public record Service(
    String name, String module, String heap, Compiler compiler, boolean readsSchemas) {
  /** A JVM's compilers. */
  enum Compiler {
    /** Starts quickly and takes little memory. */
    QUICK,
    /**
     * Also the optimizing one, for work that keeps a processor busy for seconds: only its code uses
     * the processor's instructions for SHA-256 and for many numbers at once, which is ten times
     * faster.
     */
    OPTIMIZING
  }

  /** Those that make a release, in its order: a rebuild does their work again. */
  public static final List<Service> STEPS =
      List.of(
          ofTheLine("trainer-ingest", "128m", Compiler.QUICK),
          ofTheLine("converter-quantizer", "192m", Compiler.OPTIMIZING),
          ofTheLine("image-builder", "160m", Compiler.OPTIMIZING),
          ofTheLine("sbom", "384m", Compiler.QUICK),
          ofTheLine("signer", "384m", Compiler.QUICK));

  /** All that hand releases off: what they run as is kept. */
  public static final List<Service> LINE =
      concat(
          STEPS,
          signer("evidence", "384m"),
          signer("verdict", "96m"),
          ofTheLine("registry", "256m", Compiler.OPTIMIZING),
          ofTheLine("release-ledger", "384m", Compiler.QUICK));

  /** In the order in which a release passes them, then those of the fleet. */
  public static final List<Service> ALL =
      concat(
          LINE,
          new Service("canary-controller", "canary-controller", "320m", Compiler.QUICK, true),
          new Service(
              "telemetry-aggregator", "telemetry-aggregator", "256m", Compiler.OPTIMIZING, true));

  private static List<Service> concat(List<Service> services, Service... more) {
    return Stream.concat(services.stream(), Stream.of(more)).toList();
  }

  private static Service ofTheLine(String name, String heap, Compiler compiler) {
    return new Service(name, name, heap, compiler, false);
  }

  /** Another role of the signer: it comes with a key of its own, and as itself. */
  private static Service signer(String name, String heap) {
    return new Service(name, "signer", heap, Compiler.QUICK, false);
  }

  public static List<String> names() {
    return ALL.stream().map(Service::name).toList();
  }

  /**
   * Where it was built.
   *
   * @param root the folder that holds {@code services}
   * @throws StackException STK-020 where it is not built
   */
  public Path folder(Path root) {
    Path folder = root.resolve("services").resolve(module).resolve("target/quarkus-app");
    Path jar = folder.resolve("quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new StackException(
          "STK-020", "cannot start " + name + ": no " + jar + "; build the services first");
    }
    return folder;
  }

  /** Its command, for a small and quickly started JVM. */
  List<String> command(Program program, Path temporary, SharedClasses sharedClasses) {
    List<String> command = new ArrayList<>();
    command.add(program.java().toString());
    command.add("-Xmx" + heap);
    command.addAll(List.of("-Xms16m", "-Xss512k", "-XX:+UseSerialGC"));
    if (compiler == Compiler.QUICK) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(List.of("-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError"));
    if (program.javaFeature() >= 25) {
      command.add("-XX:+UseCompactObjectHeaders");
    }
    command.addAll(NativeMemory.OPTIONS);
    command.addAll(sharedClasses.options());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-jar", program.jar().toString()));
    return List.copyOf(command);
  }
}
