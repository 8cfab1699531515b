package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.Report;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.verify.policy.Trust;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Verifies a release. */
@Command(
    name = "verify",
    header = "Pull a release and verify every signature and every digest of it.",
    description = {
      "Trusts the named keys, key set or policy and nothing else: neither the registry nor the"
          + " ledger. Exit code 3 when something does not hold; the table says what.",
      "A name without a slash is a release, whose repository the ledger tells.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark verify face-detect:v1.0.0",
      "  mintmark verify vision/face-detect@sha256:... --key release.pub --registry https://r.example.com",
      "  mintmark verify vision/face-detect:v1.0.0 --root root.pub --key-set keyset.txt",
      "  mintmark verify face-detect:v1.0.0 --policy policy.yaml",
    })
final class VerifyCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final ReleaseOrigin origin = new ReleaseOrigin();
  @Mixin private final EvidenceOrigin evidence = new EvidenceOrigin();

  @Parameters(
      paramLabel = "RELEASE",
      description = "NAME:VERSION, REPOSITORY:TAG or REPOSITORY@DIGEST")
  private String release = "";

  VerifyCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    ImageReference reference = Published.of(release, world, console);
    Trust trust = origin.trust(world);
    Report report =
        Verification.of(
            origin.address(world, reference),
            reference,
            trust,
            evidence.policy(world, trust, !origin.namesKey()));
    console.result(report.json());
    console.print(Findings.table(report.findings()));
    report
        .untested()
        .forEach(target -> console.print(console.paint(Style.BAD, Untested.words(target))));
    summary(report, console);
    return (report.verified() ? Exit.OK : Exit.REFUSED).code();
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
