package dev.mintmark.cli.command;

import dev.mintmark.cli.build.BuildResult;
import dev.mintmark.cli.build.Builder;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.ingest.Uploader.Sent;
import dev.mintmark.cli.ledger.HandOff.Rejection;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.request.BuildRequest;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.version.ReleaseVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Builds a release. */
@Command(
    name = "build",
    header = "Build the release that a release file describes.",
    description = {
      "Hashes the inputs, uploads what the line does not have, requests the build and shows each"
          + " hand-off until the release is published or refused.",
      "The same request again returns what is there; another one for a release that exists is"
          + " refused.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark build -f release.yaml",
      "  mintmark build -f release.yaml --inputs vendored/ --version v1.2.3",
      "  mintmark build -f release.yaml --no-wait --json | jq -r .request",
    })
final class BuildCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final ReleaseFileOptions options = new ReleaseFileOptions();

  @Option(names = "--version", paramLabel = "vX.Y.Z", description = "Instead of the file's own.")
  private @Nullable String version;

  @Option(names = "--no-wait", description = "Come back when the build is requested.")
  private boolean noWait;

  @Option(
      names = "--upload-all",
      description = "Send inputs that are there as well: mends one that the store found damaged.")
  private boolean uploadAll;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "1800",
      description = "How long to wait for the end (default: ${DEFAULT-VALUE}).")
  private long timeout;

  BuildCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    ReleaseFile file = options.read(world, checkedVersion());
    BuildRequest request = options.request(world, file);
    request.untested().forEach(target -> console.say(Untested.words(target)));
    Builder builder = new Builder(world.ingest(console), world.ledger(console), console);
    Sent sent = builder.upload(request, uploadAll);
    BuildResult result =
        noWait
            ? builder.request(request, sent)
            : builder.run(request, sent, Duration.ofSeconds(timeout));
    console.result(result.json());
    return report(result, console).code();
  }

  private Optional<String> checkedVersion() {
    if (version != null && ReleaseVersion.parse(version).isEmpty()) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-008",
          "--version is '" + version + "': write v<major>.<minor>.<patch>, e.g. v1.0.0");
    }
    return Optional.ofNullable(version);
  }

  private Exit report(BuildResult result, Console console) {
    if (result.rejection().isPresent()) {
      Rejection why = result.rejection().get();
      console.error(
          "%s was refused by %s: %s: %s; %s (%s)"
              .formatted(
                  result.id(), why.step(), why.subject(), why.found(), why.advice(), why.code()));
      return Exit.REFUSED;
    }
    result
        .release()
        .ifPresentOrElse(
            release ->
                console.print(
                    "%s %s as %s@%s, %s after the request"
                        .formatted(
                            console.paint(Style.STRONG, result.id()),
                            console.paint(Style.GOOD, release.state()),
                            release.repository().orElse("?"),
                            release.index().orElse("?"),
                            Sizes.millis(result.waited().toMillis()))),
            () ->
                console.print(
                    "%s requested as %s; `mintmark release show %s` says how far it is"
                        .formatted(result.id(), result.request(), result.id())));
    return Exit.OK;
  }
}
