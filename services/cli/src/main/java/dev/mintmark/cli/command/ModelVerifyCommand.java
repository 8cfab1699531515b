package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.verify.Verification;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.model.ModelFolder;
import dev.mintmark.verify.model.ModelSignature;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.model.ModelVerifier;
import dev.mintmark.verify.refusal.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verifies a model's files. */
@Command(
    name = "verify",
    header = "Verify that a model is, file for file, what a key signed.",
    description = {
      "Reads OpenSSF model signatures (v1.0), of whatever program, by a P-256 key over SHA-256 digests"
          + " of whole files. Exit code 3 for a file that is changed, missing, renamed or more than"
          + " was signed, for links, and for a signature that does not hold.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark model verify detector/ --key release.pub --signature model.sig",
      "  mintmark model verify detector.onnx --key release.pub --signature detector.sig --json",
    })
final class ModelVerifyCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();

  @Parameters(paramLabel = "MODEL", description = "Folder, or file.")
  private String model = "";

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "Public key, PEM (default: the stack's own release key).")
  private @Nullable Path key;

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description = "The signature (default: ${DEFAULT-VALUE}).")
  private Path signature = Path.of(ModelSignature.FILE);

  ModelVerifyCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    Path trusted = key == null ? world.home().releaseKey() : world.folder().resolve(key);
    ModelVerifier verifier = new ModelVerifier(List.of(Verification.trusted(trusted)));
    Path file = world.folder().resolve(signature);
    ModelFolder folder = new ModelFolder(world.folder().resolve(model));
    return switch (verifier.verify(bundle(file), folder, file)) {
      case Verdict.Verified<ModelStatement>(ModelStatement what, var by) -> {
        console.result(json(what).put("key", by.hint()));
        console.print(
            "%s %s: %d files, signed as %s"
                .formatted(
                    model,
                    console.paint(Style.GOOD, "verified"),
                    what.files().digests().size(),
                    what.name()));
        yield Exit.OK.code();
      }
      case Verdict.Refused<ModelStatement>(RefusalCode code, String detail) ->
          throw new CommandException(Exit.REFUSED, code.code(), detail);
    };
  }

  private static byte[] bundle(Path file) {
    try {
      if (Files.size(file) <= Documents.MAX_BYTES) {
        return Files.readAllBytes(file);
      }
    } catch (IOException e) {
      throw unreadable(file, "it is not there or not readable: " + e);
    }
    throw unreadable(file, "it is larger than any");
  }

  private static CommandException unreadable(Path file, String found) {
    return new CommandException(
        Exit.USAGE,
        RefusalCode.NO_SIGNATURE.code(),
        "cannot read the signature %s: %s; name it with --signature".formatted(file, found));
  }

  private static ObjectNode json(ModelStatement statement) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("model", statement.name())
        .put("verified", true)
        .put("root", statement.files().root().toString())
        .put("files", statement.files().digests().size());
  }
}
