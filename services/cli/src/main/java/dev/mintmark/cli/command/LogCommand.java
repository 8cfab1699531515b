package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.log.LogBackups;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.refusal.RefusedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about the log as a whole. */
@Command(
    name = "log",
    header = "Back the log up, find out whether it was changed, restore it.",
    description = {
      "A backup is a folder: every record of the topics that are kept for ever, one a line, each with"
          + " a digest of itself and of all before it; and checkpoints, each signed and with the"
          + " digest of the one before. The artifacts that records name are in the S3 store, which"
          + " is backed up as such.",
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark log export backup/",
      "  mintmark log verify backup/ --live     # was the cluster's log edited or cut?",
      "  mintmark log restore backup/ --bootstrap-servers new:9092",
    })
final class LogCommand {
  private final World world;
  @Mixin private final Common common = new Common();

  LogCommand(World world) {
    this.world = world;
  }

  @Command(
      name = "export",
      header = "Add to a backup what the log has more, and a signed checkpoint.",
      footerHeading = "%nExamples:%n",
      footer = "  mintmark log export backup/ --key log.key")
  int export(
      @Mixin Common options,
      @Parameters(paramLabel = "DIR", description = "The backup's folder; made where it is not.")
          Path folder,
      @Option(
              names = "--key",
              paramLabel = "FILE",
              description = "Private key that signs the checkpoint (default: the stack's log.key).")
          @Nullable Path key) {
    new LogBackups(world.console(options.json()))
        .export(
            world.folder().resolve(folder),
            access(null),
            key(SigningKey::read, file(key, world.home().logKey())));
    return 0;
  }

  @Command(
      name = "verify",
      header = "Hold a backup, and with --live the cluster's log, against the signed checkpoints.",
      description = "Exit code 3 when a record was changed, removed or cut off.",
      footerHeading = "%nExamples:%n",
      footer = "  mintmark log verify backup/ --live --key log.pub")
  int verify(
      @Mixin Common options,
      @Parameters(paramLabel = "DIR", description = "The backup's folder.") Path folder,
      @Option(
              names = "--key",
              paramLabel = "FILE",
              description = "Public key of the checkpoints (default: the stack's log.pub).")
          @Nullable Path key,
      @Option(names = "--live", description = "Also the running cluster's log.") boolean live) {
    new LogBackups(world.console(options.json()))
        .verify(
            world.folder().resolve(folder),
            key(VerificationKey::read, file(key, world.home().logPublicKey())),
            live ? access(null) : Map.of());
    return 0;
  }

  @Command(
      name = "restore",
      header = "Write a backup into a cluster whose topics are empty.",
      description = {
        "Stop the services first. Every step then reads on where it was; the ledger projects its"
            + " tables anew. Offsets are other ones: each record says where it stood first.",
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  mintmark topics apply --bootstrap-servers new:9092",
        "  mintmark log restore backup/ --bootstrap-servers new:9092",
      })
  int restore(
      @Mixin Common options,
      @Parameters(paramLabel = "DIR", description = "The backup's folder.") Path folder,
      @Option(
              names = "--key",
              paramLabel = "FILE",
              description = "Public key of the checkpoints (default: the stack's log.pub).")
          @Nullable Path key,
      @Option(
              names = "--bootstrap-servers",
              paramLabel = "HOST:PORT,...",
              description = "The cluster (default: the running stack's).")
          @Nullable String servers) {
    new LogBackups(world.console(options.json()))
        .restore(
            world.folder().resolve(folder),
            key(VerificationKey::read, file(key, world.home().logPublicKey())),
            access(servers));
    return 0;
  }

  private static <K> K key(Function<Path, K> read, Path file) {
    try {
      return read.apply(file);
    } catch (RefusedException e) {
      throw new CommandException(
          Exit.USAGE, e.code().code(), e.detail() + "; name the log's key with --key", e);
    }
  }

  private Path file(@Nullable Path named, Path usual) {
    return named == null ? usual : world.folder().resolve(named);
  }

  private Map<String, Object> access(@Nullable String servers) {
    return world.services().kafka(servers);
  }
}
