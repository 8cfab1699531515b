package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import dev.mintmark.cli.verify.Finding;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.cli.verify.Verification;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies a release. */
@Command(
    name = "verify",
    header = "Pull a release and verify every signature and every digest of it.",
    description = {
      "Trusts the public key and nothing else: neither the registry nor the ledger. Exit code 3"
          + " when something does not hold; the table says what.",
      "A name without a slash is a release, whose repository the ledger tells.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark verify face-detect:v1.0.0",
      "  mintmark verify vision/face-detect@sha256:... --key release.pub --registry https://r.example.com",
    })
final class VerifyCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Parameters(
      paramLabel = "RELEASE",
      description = "NAME:VERSION, REPOSITORY:TAG or REPOSITORY@DIGEST")
  private String release = "";

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Public release key, PEM (default: the stack's own).")
  private @Nullable Path key;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Where to pull from (default: the stack's own).")
  private @Nullable URI registry;

  VerifyCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    ImageReference reference = Published.of(release, world, console);
    Path trusted = key == null ? world.home().releaseKey() : world.folder().resolve(key);
    Report report = Verification.of(address(reference), reference, trusted);
    console.result(report.json());
    console.print(table(report));
    summary(report, console);
    return (report.verified() ? Exit.OK : Exit.REFUSED).code();
  }

  private URI address(ImageReference reference) {
    return registry != null
        ? registry
        : reference.registry().orElseGet(() -> world.services().url("registry"));
  }

  private static Table table(Report report) {
    Table table = new Table().left("object").left("digest").right("size").left("verified");
    for (Finding finding : report.findings()) {
      table.row(
          finding.object(),
          finding.digest(),
          Sizes.format(finding.size()),
          new Cell(finding.detail(), finding.ok() ? Style.GOOD : Style.BAD));
    }
    return table;
  }

  private static void summary(Report report, Console console) {
    long bad = report.findings().stream().filter(finding -> !finding.ok()).count();
    console.print(
        report.verified()
            ? "%s %s: %d signatures and %d digests hold"
                .formatted(
                    report.reference(),
                    console.paint(Style.GOOD, "verified"),
                    report.signatures(),
                    report.findings().size())
            : "%s %s: %d of %d checks do not hold"
                .formatted(
                    report.reference(),
                    console.paint(Style.BAD, "refused"),
                    bad,
                    report.findings().size()));
  }
}
