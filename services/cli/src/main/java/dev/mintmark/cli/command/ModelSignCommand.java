package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.model.ModelFiles;
import dev.mintmark.verify.model.ModelFolder;
import dev.mintmark.verify.model.ModelPath;
import dev.mintmark.verify.model.ModelSignature;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs a model's files. */
@Command(
    name = "sign",
    header = "Sign every file of a model folder, or a model that is one file.",
    description = {
      "Writes an OpenSSF model signature (v1.0). Files of version control (.git, .gitattributes,"
          + " .github, .gitignore) and the signature itself are left out, and the signature says so."
          + " Links and special files are refused.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark model sign detector/ --key release.key --signature model.sig",
      "  mintmark model sign detector.onnx --key release.key --signature detector.sig",
    })
final class ModelSignCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Parameters(paramLabel = "MODEL", description = "Folder, or file.")
  private String model = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Private key, PEM, PKCS#8, P-256, mode 0600.")
  private @Nullable Path key;

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description =
          "Where to write it (default: ${DEFAULT-VALUE}). A file that is there is replaced.")
  private Path signature = Path.of(ModelSignature.FILE);

  @Option(
      names = "--ignore",
      paramLabel = "PATH",
      description = "File or folder of the model to leave out; may be given again.")
  private List<String> ignore = List.of();

  ModelSignCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Path file = world.folder().resolve(signature);
    ModelStatement statement = statement(file);
    write(file, ModelSignature.sign(statement, key()));
    console.result(json(statement));
    console.print(
        "%s %s: %d files, root %s"
            .formatted(
                console.paint(Style.GOOD, "signed"),
                statement.name(),
                statement.files().digests().size(),
                statement.files().root()));
    console.print("signature in " + signature);
    return Exit.OK.code();
  }

  private ModelStatement statement(Path file) {
    try {
      ModelFolder folder = new ModelFolder(world.folder().resolve(model));
      Collection<ModelPath> ignored = new TreeSet<>(ModelFolder.VERSION_CONTROL);
      folder.inside(file).ifPresent(ignored::add);
      ignore.forEach(path -> ignored.add(new ModelPath(path)));
      ModelFiles files = folder.files(ignored);
      return new ModelStatement(folder.name(), files, ignored);
    } catch (RefusedException e) {
      throw new CommandException(Exit.REFUSED, e.code().code(), e.detail(), e);
    }
  }

  private SigningKey key() {
    try {
      return SigningKey.read(world.folder().resolve(String.valueOf(key)));
    } catch (RefusedException e) {
      throw new CommandException(Exit.USAGE, e.code().code(), e.detail(), e);
    }
  }

  private static void write(Path file, byte[] bundle) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(part, bundle);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the signature " + file, e);
    }
  }

  private static ObjectNode json(ModelStatement statement) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("model", statement.name());
    json.put("root", statement.files().root().toString());
    ObjectNode files = json.putObject("files");
    statement
        .files()
        .digests()
        .forEach((path, digest) -> files.put(path.text(), digest.toString()));
    return json;
  }
}
