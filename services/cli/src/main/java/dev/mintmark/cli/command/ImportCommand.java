package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.kit.Destination;
import dev.mintmark.cli.kit.Imported;
import dev.mintmark.cli.kit.KitImport;
import dev.mintmark.cli.kit.Logins;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.oci.client.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes an air-gap kit in. */
@Command(
    name = "import",
    header = "Verify a kit, and bring it into a registry or a folder.",
    description = {
      "The kit is read as a stranger's: nothing is sent before its form, every digest and every"
          + " signature hold. Digests stay as they are, and the release's tag comes last. The same"
          + " command again goes on where it stopped.",
      "The key in a kit proves nothing by itself: give the release's public key, which you have from"
          + " elsewhere, with --key; or the root key of its key set with --root.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark import kit.tar --key release.pub --registry 127.0.0.1:5000",
      "  mintmark import kit.tar --key release.pub --registry r.example.com/mirror/face-detect",
      "  mintmark import kit.tar --root root.pub --registry 127.0.0.1:5000",
      "  mintmark import kit.tar --key release.pub --to-layout face-detect/",
    })
final class ImportCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Parameters(paramLabel = "FILE", description = "The kit, as `mintmark export` wrote it.")
  private Path file = Path.of("kit.tar");

  @Option(names = "--key", paramLabel = "FILE", description = "Public release key, PEM.")
  private @Nullable Path key;

  @Mixin private final EvidenceOrigin evidence = new EvidenceOrigin();
  @Mixin private final TrustOptions trust = new TrustOptions();

  @Option(
      names = "--trust-kit-key",
      description = "Trust the keys that are in the kit; the release's fingerprint is shown.")
  private boolean trustKitKey;

  @Option(
      names = "--registry",
      paramLabel = "HOST[:PORT][/REPOSITORY]",
      description = "Where to push (default for the repository: as it was).")
  private @Nullable String registry;

  @Option(
      names = "--dest-creds",
      paramLabel = "USER:PASSWORD",
      description = "For the registry (default: what docker login left in config.json).")
  private @Nullable String credentials;

  @Option(
      names = "--to-layout",
      paramLabel = "DIR",
      description = "Unpack to an OCI image layout instead.")
  private @Nullable Path layout;

  ImportCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Path kit = world.folder().resolve(file);
    if ((registry == null) == (layout == null)) {
      throw usage("cannot import: give --registry or --to-layout, one of them");
    }
    int named = (key == null ? 0 : 1) + (trustKitKey ? 1 : 0) + (trust.isNamed() ? 1 : 0);
    if (named > 1) {
      throw usage(
          "cannot import: --key, --trust-kit-key, and --root, --key-set or --policy say whom to believe; give one of them");
    }
    Optional<Destination> destination = Optional.ofNullable(registry).map(Destination::parse);
    Optional<Credentials> login = destination.map(this::login);
    requireKey(kit, console);
    KitImport verified =
        trust.isNamed()
            ? KitImport.verified(
                kit, carried -> trust.orOwn(world, carried), evidence.policy(world), console)
            : KitImport.verified(
                kit,
                Optional.ofNullable(key).map(world.folder()::resolve).map(Verification::trusted),
                evidence.policy(world),
                console);
    Imported imported =
        layout == null
            ? verified.to(destination.orElseThrow(), login.orElseThrow())
            : verified.to(world.folder().resolve(layout));
    console.result(imported.json());
    console.print(
        "%s is in %s: %d signatures hold, %d objects sent, %d were there"
            .formatted(
                imported.release(),
                imported.where(),
                imported.signatures(),
                imported.sent(),
                imported.found()));
    console.print("index  " + imported.index());
    return Exit.OK.code();
  }

  private Credentials login(Destination destination) {
    return credentials == null
        ? Logins.stored(world.environment(), destination.registry())
        : Logins.parse(credentials);
  }

  private void requireKey(Path kit, Console console) {
    if (key == null && !trustKitKey && !trust.isNamed()) {
      String own =
          Files.isRegularFile(kit)
              ? "; the kit's own has SHA-256 "
                  + KitImport.ownFingerprint(kit, console)
                  + ": if you know it to be right, --trust-kit-key takes it"
              : "";
      throw usage(
          "cannot import %s without a key: one that comes with a kit proves nothing; give the release's with --key FILE%s"
              .formatted(file, own));
    }
  }

  private static CommandException usage(String message) {
    return new CommandException(Exit.USAGE, "CLI-124", message);
  }
}
