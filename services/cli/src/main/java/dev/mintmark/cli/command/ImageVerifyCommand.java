package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.image.DockerArchiveCheck;
import dev.mintmark.cli.image.ImageCheck;
import dev.mintmark.cli.image.ImageReport;
import dev.mintmark.cli.image.ImageSource;
import dev.mintmark.cli.image.ImageWord;
import dev.mintmark.cli.image.SignatureState;
import dev.mintmark.cli.image.TargetNote;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Progress;
import dev.mintmark.cli.terminal.Style;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.terminal.Table.Cell;
import dev.mintmark.oci.manifest.Annotations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Verifies one image. */
@Command(
    name = "verify",
    header = "Read all of an image, and hold every byte to its digest.",
    description = {
      "Index, manifests, configs, layers and their diff ids, the models of its targets; with a key its"
          + " signatures, too. For an image of the stack's own registry the key is the stack's own."
          + " Also takes docker-archive:FILE, as docker save writes it.",
      "Exit code 3 when something does not hold; the table says what. An image of which no key is"
          + " known can be whole and anyone's: the last line says so.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark image verify face-detect-server:v1.0.0",
      "  mintmark image verify r.example.com/vision/app@sha256:... --key release.pub",
      "  mintmark image verify oci:layout/ --json | jq .signature",
    })
final class ImageVerifyCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final ImageChoice image = new ImageChoice();

  ImageVerifyCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    ImageReport report = report(console);
    console.result(report.json());
    print(report, console);
    boolean good = report.holds() && report.signature() != SignatureState.REFUSED;
    return (good ? Exit.OK : Exit.REFUSED).code();
  }

  private ImageReport report(Console console) {
    LongFunction<Progress> progress = total -> console.progress("read", total);
    if (image.word().kind() == ImageWord.Kind.DOCKER_ARCHIVE) {
      if (image.namesKey()) {
        throw new CommandException(
            Exit.USAGE,
            "CLI-136",
            "cannot check the signatures of %s: a docker archive carries none; verify the image in its registry"
                .formatted(image.word()));
      }
      return DockerArchiveCheck.run(image.word(), world.folder(), progress);
    }
    ImageChoice.Opened opened = image.open(world, console);
    try (ImageSource source = opened.source()) {
      return new ImageCheck(source).run(opened.trust(), progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void print(ImageReport report, Console console) {
    console.print(Findings.table(report.findings()));
    console.print("");
    Table facts = new Table().left("").left("");
    facts.row("digest", report.digest());
    facts.row(
        "platforms", report.platforms().isEmpty() ? "-" : String.join(", ", report.platforms()));
    Optional.ofNullable(report.annotations().get(Annotations.BASE_DIGEST))
        .ifPresent(base -> facts.row("base", base));
    for (TargetNote target : report.targets()) {
      facts.row("target " + target.target(), words(target));
    }
    facts.row("signature", signature(report.signature()));
    console.print(facts);
    long bad = report.findings().stream().filter(finding -> !finding.ok()).count();
    console.print(
        bad == 0
            ? "%s %s: %d objects, every byte is what its digest says"
                .formatted(
                    report.image(), console.paint(Style.GOOD, "holds"), report.findings().size())
            : "%s %s: %d of %d checks do not hold"
                .formatted(
                    report.image(),
                    console.paint(Style.BAD, "refused"),
                    bad,
                    report.findings().size()));
  }

  private static String words(TargetNote target) {
    return "model %s%s%s"
        .formatted(
            target.model(),
            target.isHere() ? ", exposure " + target.exposureWords() : " (not here)",
            target
                .tested()
                .map(who -> target.isUntested() ? ", untested" : ", tested: " + who)
                .orElse(""));
  }

  private static Cell signature(SignatureState state) {
    Style style =
        switch (state) {
          case VERIFIED -> Style.GOOD;
          case REFUSED, UNCHECKED, UNSIGNED, NONE_CARRIED -> Style.BAD;
        };
    return new Cell(state.words(), style);
  }
}
