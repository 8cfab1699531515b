package dev.mintmark.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.device.Device;
import dev.mintmark.simulator.device.Settings;
import dev.mintmark.simulator.event.Events;
import dev.mintmark.simulator.latency.Rounds;
import dev.mintmark.simulator.plan.DeviceClass;
import dev.mintmark.simulator.plan.FaultRule;
import dev.mintmark.simulator.plan.FleetPlan;
import dev.mintmark.simulator.plan.Seed;
import dev.mintmark.simulator.run.Fleet;
import dev.mintmark.simulator.run.Options;
import dev.mintmark.simulator.state.StateException;
import dev.mintmark.simulator.wire.WireException;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The simulator's command line. Exit codes: 0 ended, 2 usage, 3 refused, 4 unreachable. */
@Command(
    name = "simulator",
    description = "Runs a fleet of simulated devices against a real controller.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true)
public final class Simulator implements Callable<Integer> {
  private static final int REFUSED = 3;
  private static final int UNREACHABLE = 4;

  @Option(names = "--controller", required = true, description = "URL of the canary controller")
  @SuppressWarnings("NullAway.Init")
  private URI controller;

  @Option(names = "--telemetry", required = true, description = "URL that takes heartbeats")
  @SuppressWarnings("NullAway.Init")
  private URI telemetry;

  @Option(names = "--registry", required = true, description = "URL of the OCI registry")
  @SuppressWarnings("NullAway.Init")
  private URI registry;

  @Option(names = "--key", required = true, description = "public key the devices hold")
  @SuppressWarnings("NullAway.Init")
  private Path key;

  @Option(
      names = "--operator-token-file",
      required = true,
      description = "file with the token of an operator, for enrolment")
  @SuppressWarnings("NullAway.Init")
  private Path operatorTokenFile;

  @Option(names = "--home", required = true, description = "folder for the fleet's state")
  @SuppressWarnings("NullAway.Init")
  private Path home;

  @Option(names = "--devices", description = "how many in all; checked against --classes")
  private @Nullable Integer devices;

  @Option(
      names = "--classes",
      description = "CLASS=COUNT,…",
      defaultValue = "cpu-amd64=500,cpu-arm64=500")
  private String classes = "";

  @Option(names = "--seed", description = "decides every draw", defaultValue = "1")
  private long seed;

  @Option(names = "--heartbeat", description = "e.g. 1s, 500ms", defaultValue = "1s")
  private String heartbeat = "";

  @Option(names = "--batch", description = "how often heartbeats are sent", defaultValue = "5s")
  private String batch = "";

  @Option(
      names = "--wait",
      description = "how long a poll waits, at most 60s",
      defaultValue = "30s")
  private String wait = "";

  @Option(names = "--pulls", description = "devices that really pull", defaultValue = "40")
  private int pulls;

  @Option(names = "--inference", description = "devices that really infer", defaultValue = "2")
  private int inference;

  @Option(
      names = "--faults",
      description = "FAULT=SHARE or FAULT=DEVICE+DEVICE, …: see the README",
      defaultValue = "")
  private String faults = "";

  @Option(names = "--slow-factor", description = "of the fault slow", defaultValue = "1.5")
  private double slowFactor;

  @Option(names = "--faulty-release", description = "NAME:VERSION; default: every update")
  private @Nullable String faultyRelease;

  @Option(names = "--until-eof", description = "end when standard input ends")
  private boolean untilEof;

  @Option(names = "--json", description = "events are JSON lines anyway")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  public static void main(String[] arguments) {
    // Avro brings SLF4J, and nobody here logs: it need not say so on standard error.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.exit(run(arguments, new PrintWriter(System.out, true, UTF_8)));
  }

  /** The exit code; events go to {@code out}, errors to standard error. */
  static int run(String[] arguments, PrintWriter out) {
    return new CommandLine(new Simulator()).setOut(out).execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    try {
      return simulate(options(), new Events(spec.commandLine().getOut()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (RefusedException | StateException | WireException e) {
      return failed(REFUSED, e);
    } catch (IOException e) {
      return failed(UNREACHABLE, e);
    }
  }

  private int failed(int exit, Exception e) {
    spec.commandLine().getErr().println("simulator: " + e.getMessage());
    return exit;
  }

  private Options options() throws IOException {
    FleetPlan plan =
        new FleetPlan(
            new Seed(seed), DeviceClass.parse(classes), FaultRule.parse(faults), pulls, inference);
    if (devices != null && devices != plan.devices()) {
      throw new IllegalArgumentException(
          "--devices says " + devices + ", --classes add up to " + plan.devices());
    }
    Settings settings =
        new Settings(
            Durations.parse(heartbeat),
            Durations.parse(batch),
            Durations.parse(wait),
            slowFactor,
            Optional.ofNullable(faultyRelease));
    return new Options(
        plan,
        settings,
        Rounds.USUAL,
        controller,
        telemetry,
        registry,
        VerificationKey.read(key),
        operatorToken(),
        home,
        Device.thisMachine(),
        Clock.systemUTC());
  }

  private String operatorToken() throws IOException {
    try {
      return Files.readString(operatorTokenFile, UTF_8).strip();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("no file " + operatorTokenFile, e);
    }
  }

  private int simulate(Options options, Events events) throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (Fleet fleet = Fleet.open(options, events)) {
      // SIGTERM: the fleet ends within the hook, the process with the code of the signal. The hook
      // stays: whoever ends the input may send the signal as well, in the middle of the end.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> closeQuietly(fleet), "end"));
      fleet.start();
      watchInput(end);
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private void watchInput(CountDownLatch end) {
    if (untilEof) {
      Thread.ofPlatform().daemon().name("input").start(() -> drain(System.in, end));
    }
  }

  private static void drain(InputStream in, CountDownLatch end) {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // An input that breaks has ended too.
    }
    end.countDown();
  }

  private static void closeQuietly(Fleet fleet) {
    try {
      fleet.close();
    } catch (IOException e) {
      System.err.println("simulator: cannot keep the fleet's state: " + e);
    }
  }
}
