package dev.mintmark.device;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.device.admit.RemoteRegistry;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The device's command line. Exit codes: 0 running, 2 usage, 3 refused, 4 unreachable. */
@Command(
    name = "device",
    description = "Verifies a release offline, pulls it by digest, tries it and runs it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Device implements Callable<Integer> {
  @Option(names = "--registry", required = true, description = "URL of the OCI registry")
  @SuppressWarnings("NullAway.Init")
  private URI registry;

  @Option(names = "--release", required = true, description = "REPOSITORY:TAG")
  @SuppressWarnings("NullAway.Init")
  private String release;

  @Option(names = "--target", required = true, description = "what this device is: cpu-amd64")
  @SuppressWarnings("NullAway.Init")
  private String target;

  @Option(names = "--key", required = true, description = "public key it was provisioned with")
  @SuppressWarnings("NullAway.Init")
  private Path key;

  @Option(names = "--home", required = true, description = "its folder for blobs and state")
  @SuppressWarnings("NullAway.Init")
  private Path home;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(run(arguments, new PrintWriter(System.out, true, UTF_8)));
  }

  /** The exit code; results go to {@code out}, usage errors to standard error. */
  static int run(String[] arguments, PrintWriter out) {
    return new CommandLine(new Device()).setOut(out).execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    Outcome outcome = install();
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? new String(CanonicalJson.write(outcome.json()), UTF_8) : outcome.text());
    return outcome.exitCode();
  }

  private Outcome install() throws IOException {
    int colon = release.lastIndexOf(':');
    try (RegistryClient client = new RegistryClient(registry, Credentials.anonymous())) {
      RepositoryName repository = new RepositoryName(release.substring(0, Math.max(colon, 0)));
      Tag tag = new Tag(release.substring(colon + 1));
      VerificationKey trusted = VerificationKey.read(key);
      return new Installation(new RemoteRegistry(client, repository), trusted, home)
          .install(tag, target, thisMachine());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    } catch (RefusedException e) {
      return new Outcome.Stopped(
          DeviceCode.KEY, e.getMessage() + " (" + DeviceCode.KEY.code() + ")");
    }
  }

  /** In Go's words, as images have it. */
  public static Platform thisMachine() {
    String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return switch (architecture) {
      case "amd64", "x86_64" -> Platform.LINUX_AMD64;
      case "aarch64", "arm64" -> Platform.LINUX_ARM64;
      default -> new Platform("linux", architecture, null);
    };
  }
}
