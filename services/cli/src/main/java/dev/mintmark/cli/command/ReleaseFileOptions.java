package dev.mintmark.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.releasefile.InvalidReleaseFileException;
import dev.mintmark.cli.releasefile.Problem;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.releasefile.ReleaseFileReader;
import dev.mintmark.cli.request.BuildRequest;
import dev.mintmark.cli.request.InputFolders;
import dev.mintmark.cli.request.ModelInputs;
import dev.mintmark.cli.request.RequestMaker;
import dev.mintmark.vendor.VendorStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that name a release file and what belongs to it. */
final class ReleaseFileOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      required = true,
      description = "The release file.")
  private Path file = Path.of("release.yaml");

  @Option(
      names = "--inputs",
      paramLabel = "DIR",
      description = "What $${inputs} in the release file means.")
  private @Nullable Path inputs;

  @Option(
      names = "--targets",
      paramLabel = "DIR",
      description = "Folder of target profiles (default: deploy/targets of the checkout).")
  private @Nullable Path targets;

  @Option(
      names = {"--vendor", "--into"},
      paramLabel = "DIR",
      description = "Folder of vendored files (default: vendor in MINTMARK_HOME).")
  private @Nullable Path vendor;

  /** Options that picocli fills. */
  ReleaseFileOptions() {}

  /** Options of a command that knows them itself. */
  ReleaseFileOptions(Path file, Path inputs) {
    this.file = file;
    this.inputs = inputs;
  }

  /** Options of a command that has its own names for them. */
  ReleaseFileOptions(Path file, @Nullable Path inputs, @Nullable Path targets) {
    this.file = file;
    this.inputs = inputs;
    this.targets = targets;
  }

  /** Reads the file; {@code version} replaces its own when it is there. */
  ReleaseFile read(World world, Optional<String> version) {
    Path path = world.folder().resolve(file);
    try {
      ReleaseFile read = ReleaseFileReader.read(text(path));
      return version.isPresent() ? read.withVersion(version.get()) : read;
    } catch (NoSuchFileException e) {
      throw new CommandException(
          Exit.USAGE, "CLI-001", path + " does not exist; name the release file with -f", e);
    } catch (CharacterCodingException e) {
      throw new CommandException(Exit.USAGE, "CLI-002", path + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new CommandException(
          Exit.USAGE, "CLI-001", "cannot read " + path + ": " + e.getMessage(), e);
    } catch (InvalidReleaseFileException e) {
      throw invalid(e.problems());
    }
  }

  /** The file's text, or enough of it to be refused as too long. */
  private static String text(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(4 * ReleaseFileReader.MAX_CHARACTERS + 1);
      if (bytes.length > 4 * ReleaseFileReader.MAX_CHARACTERS) {
        throw new IOException("it has more than 4 MiB; a release file names data and holds none");
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /** Where the file's paths lead. */
  InputFolders folders(World world) {
    Path folder = world.folder().resolve(file).toAbsolutePath().normalize().getParent();
    return new InputFolders(
        folder == null ? world.folder() : folder,
        Optional.ofNullable(inputs).map(world.folder()::resolve),
        targets == null ? world.checkout().targets() : world.folder().resolve(targets),
        new VendorStore(
            vendor == null
                ? world.home().root().resolve("vendor")
                : world.folder().resolve(vendor)));
  }

  /** Hashes the inputs that the file names. */
  BuildRequest request(World world, ReleaseFile release) {
    try {
      return RequestMaker.make(release, folders(world));
    } catch (InvalidReleaseFileException e) {
      throw invalid(e.problems());
    }
  }

  /** Where the model and its samples are. */
  ModelInputs model(World world, ReleaseFile release) {
    try {
      return ModelInputs.of(release, folders(world));
    } catch (InvalidReleaseFileException e) {
      throw invalid(e.problems());
    }
  }

  /** One message of all problems; its code is that of the first. */
  private CommandException invalid(List<Problem> problems) {
    String text =
        problems.stream()
            .map(problem -> problem.describe(file.toString()))
            .collect(Collectors.joining("\n"));
    String code = problems.getFirst().code();
    if (problems.size() == 1) {
      String suffix = " (" + code + ")";
      return new CommandException(
          Exit.USAGE, code, text.substring(0, text.length() - suffix.length()));
    }
    return new CommandException(
        Exit.USAGE, "CLI-019", problems.size() + " problems in the release file:\n" + text + "\n");
  }
}
