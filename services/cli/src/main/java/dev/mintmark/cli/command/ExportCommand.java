package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.kit.Exported;
import dev.mintmark.cli.kit.KitExport;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.policy.Trust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an air-gap kit. */
@Command(
    name = "export",
    header = "Write a release into one file, to be carried to where no network leads.",
    description = {
      "An OCI image layout in a tar: images, models, SBOMs, and every signature and attestation of"
          + " them; the public keys, the SBOMs and release statements as files, and INSTRUCTIONS.txt."
          + " The same release with the same attestations gives the same bytes.",
      "Everything is verified first; a release that does not verify is not exported.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark export face-detect:v1.0.0 kit.tar",
      "  mintmark export vision/face-detect:v1.0.0 kit.tar --key release.pub --registry https://r.example.com",
    })
final class ExportCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final ReleaseOrigin origin = new ReleaseOrigin();
  @Mixin private final EvidenceOrigin evidence = new EvidenceOrigin();

  @Parameters(
      index = "0",
      paramLabel = "RELEASE",
      description = "NAME:VERSION, REPOSITORY:TAG or REPOSITORY@DIGEST")
  private String release = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The kit; replaced if it is there.")
  private Path file = Path.of("kit.tar");

  @Option(
      names = "--verdict-key",
      paramLabel = "FILE",
      description =
          "Public key of the rebuilds' verdicts, to be put in (default: the stack's own, unless --key is given).")
  private @Nullable Path verdictKey;

  ExportCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Trust trust = origin.trust(world);
    Optional<VerificationKey> verdicts = verdicts();
    ImageReference reference = Published.of(release, world, console);
    Exported kit =
        new KitExport(
                origin.address(world, reference),
                reference,
                trust,
                evidence.policy(world, trust, !origin.namesKey()),
                origin.keySet(world),
                verdicts,
                console)
            .to(world.folder().resolve(file));
    console.result(kit.json());
    console.print(
        "%s is in %s: %s, %d manifests, %d blobs, %d signatures hold"
            .formatted(
                kit.release(),
                file,
                Sizes.format(kit.size()),
                kit.manifests(),
                kit.blobs(),
                kit.signatures()));
    console.print("kit    " + kit.digest());
    console.print("index  " + kit.index());
    return Exit.OK.code();
  }

  private Optional<VerificationKey> verdicts() {
    if (verdictKey != null) {
      return Optional.of(Verification.trusted(world.folder().resolve(verdictKey)));
    }
    Path own = world.home().verdictKey();
    return !origin.namesKey() && Files.exists(own)
        ? Optional.of(Verification.trusted(own))
        : Optional.empty();
  }
}
