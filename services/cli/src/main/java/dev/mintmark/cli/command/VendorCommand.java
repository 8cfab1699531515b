package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.request.InputFolders;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.vendor.LockChange;
import dev.mintmark.cli.vendor.LockUpdate;
import dev.mintmark.cli.vendor.Outside;
import dev.mintmark.cli.vendor.VendorBundle;
import dev.mintmark.cli.vendor.VendorEvidence;
import dev.mintmark.cli.vendor.VendorReport;
import dev.mintmark.cli.vendor.VendorRow;
import dev.mintmark.cli.vendor.Vendoring;
import dev.mintmark.vendor.bundle.BundledFile;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fetches a release's packages and base. */
@Command(
    name = "vendor",
    header = "Fetch the packages and the base image that a release pins.",
    description = {
      "Debian packages by apt, wheels by pip, a base image from its registry, files by npm, Maven"
          + " and from addresses: each checked against its lock or digest and kept by digest. What is there is not fetched again, so a run that was cut"
          + " is simply made again. A build reads this folder and no network.",
      "apt uses this machine's sources and keys, pip, npm and Maven their own settings, registries the credentials of"
          + " `docker login` for the host that the release names.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark vendor -f release.yaml",
      "  mintmark vendor --update -f release.yaml       locks anew from debian.in, requirements.in",
      "  mintmark vendor -f release.yaml --mirror snapshot.sources",
      "  mintmark vendor -f release.yaml --bundle inputs.tar",
      "  mintmark vendor -f release.yaml --from-bundle inputs.tar",
      "  mintmark vendor -f release.yaml --bundle inputs.tar --key inputs.pem",
      "  mintmark vendor -f release.yaml --from-bundle inputs.tar --bundle-key inputs.pub",
    })
final class VendorCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final ReleaseFileOptions options = new ReleaseFileOptions();

  @Option(
      names = "--update",
      description =
          "First make the locks anew from the wishes beside them; shows what changed. Says what"
              + " sha256 a file has that the release file gives none for.")
  private boolean update;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = "Then write all that the release needs into one file.")
  private @Nullable Path bundle;

  @Option(
      names = "--from-bundle",
      paramLabel = "FILE",
      description = "Take it out of such a file instead of a network.")
  private @Nullable Path fromBundle;

  @Option(
      names = "--key",
      paramLabel = "PEM",
      description = "Private key that signs the bundle; use another than the release key.")
  private @Nullable Path key;

  @Option(
      names = "--bundle-key",
      paramLabel = "PEM",
      description = "Public key that must have signed the bundle that is read.")
  private @Nullable Path bundleKey;

  @Option(
      names = "--mirror",
      paramLabel = "FILE",
      description = "apt sources in place of this machine's, .list or .sources.")
  private @Nullable Path mirror;

  @Option(
      names = "--allow-host",
      paramLabel = "HOST[:PORT]",
      description =
          "A host of a registry or of a file that may have a private address, no TLS, be redirected"
              + " to from an address, or give out tokens for the registry's credentials.")
  private Set<String> hosts = Set.of();

  VendorCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    requireOneWay();
    ReleaseFile release = options.read(world, Optional.empty());
    try {
      return run(console, release, options.folders(world));
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-145",
          "cannot vendor: %s; what is fetched is kept: the same command again goes on from there"
              .formatted(e),
          e);
    }
  }

  private int run(Console console, ReleaseFile release, InputFolders folders) throws IOException {
    Outside outside =
        new Outside(
            world.environment(), Optional.ofNullable(mirror).map(world.folder()::resolve), hosts);
    Vendoring vendoring =
        new Vendoring(release, folders.locks(), folders.vendor(), outside, console);
    VendorBundle bundles = new VendorBundle(release, folders.locks(), folders.vendor(), console);
    vendoring.requireSomething();
    // Before anything is fetched for a key that is none.
    Optional<SigningKey> signer =
        Optional.ofNullable(key).map(world.folder()::resolve).map(SigningKey::read);
    Optional<VerificationKey> trusted =
        Optional.ofNullable(bundleKey).map(world.folder()::resolve).map(VerificationKey::read);
    List<LockChange> changes = List.of();
    List<VendorRow> rows = new ArrayList<>();
    if (fromBundle != null) {
      rows.add(bundles.read(world.folder().resolve(fromBundle), trusted));
    } else {
      if (update) {
        changes =
            new LockUpdate(release, folders.locks(), folders.vendor(), outside, console).run();
        VendorReport.print(console, changes);
      }
      rows.addAll(vendoring.fetch(update));
    }
    VendorReport.print(console, rows, folders.vendor());
    List<BundledFile> evidence =
        new VendorEvidence(release, folders.locks(), folders.vendor()).keep();
    VendorReport.printEvidence(console, evidence);
    ObjectNode json = VendorReport.json(changes, rows, evidence, folders.vendor());
    if (bundle != null) {
      Path file = world.folder().resolve(bundle);
      json.set("bundle", JsonNodeFactory.instance.textNode(bundles.write(file, signer).toString()));
    }
    console.result(json);
    return Exit.OK.code();
  }

  private void requireOneWay() {
    if (fromBundle != null && (bundle != null || update)) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-146",
          "--from-bundle takes no --bundle and no --update: nothing is fetched or resolved then;"
              + " make two commands of it");
    }
    if ((key != null && bundle == null) || (bundleKey != null && fromBundle == null)) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-146",
          "--key signs what --bundle writes, and --bundle-key checks what --from-bundle reads:"
              + " give both of a pair");
    }
  }
}
