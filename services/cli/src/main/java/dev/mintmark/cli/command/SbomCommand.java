package dev.mintmark.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.bom.Bom;
import dev.mintmark.bom.MergedBom;
import dev.mintmark.bom.Spdx3;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.cli.terminal.Table;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.ReleaseBoms;
import dev.mintmark.verify.policy.Trust;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a release's bills of materials, in one document. */
@Command(
    name = "sbom",
    header = "Show what a release is made of, as CycloneDX or SPDX 3.",
    description = {
      "Without --platform or --target all documents of the release are merged into one. Its signed"
          + " statements say which they are, and are verified first. --json prints the document;"
          + " the same release gives the same bytes.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark sbom face-detect:v1.0.0",
      "  mintmark sbom face-detect:v1.0.0 --platform linux/arm64 --json > arm64.cdx.json",
      "  mintmark sbom face-detect:v1.0.0 --format spdx3 --json > release.spdx.json",
    })
final class SbomCommand implements Callable<Integer> {
  /** In what words. */
  enum Format {
    CYCLONEDX,
    SPDX3;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final ReleaseOrigin origin = new ReleaseOrigin();

  @Parameters(
      paramLabel = "RELEASE",
      description = "NAME:VERSION, REPOSITORY:TAG or REPOSITORY@DIGEST")
  private String release = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.CYCLONEDX;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "The image for this platform only.")
  private @Nullable String platform;

  @Option(names = "--target", paramLabel = "TARGET", description = "This target's model only.")
  private @Nullable String target;

  SbomCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    ImageReference reference = Published.of(release, world, console);
    Trust trust = origin.trust(world);
    ReleaseBoms all = ReleaseBoms.of(origin.address(world, reference), reference, trust);
    List<ReleaseBoms.Document> wanted = wanted(all.documents());
    console.result(document(all, wanted));
    console.print(table(wanted));
    return Exit.OK.code();
  }

  private List<ReleaseBoms.Document> wanted(List<ReleaseBoms.Document> all) {
    if (platform == null && target == null) {
      return all;
    }
    List<ReleaseBoms.Document> wanted =
        all.stream()
            .filter(each ->
                each.image() ? each.of().equals(platform) : each.of().equals("model " + target))
            .toList();
    if (wanted.isEmpty()) {
      throw new CommandException(
          Exit.USAGE,
          "SBM-032",
          "%s has no such document; it has those of %s"
              .formatted(
                  release, String.join(", ", all.stream().map(ReleaseBoms.Document::of).toList())));
    }
    return wanted;
  }

  private ObjectNode document(ReleaseBoms all, List<ReleaseBoms.Document> wanted) {
    List<Bom> boms = wanted.stream().map(ReleaseBoms.Document::bom).toList();
    return switch (format) {
      case SPDX3 -> Spdx3.of(boms);
      case CYCLONEDX ->
          boms.size() == 1 ? boms.getFirst().json() : MergedBom.of(all.index().toString(), boms);
    };
  }

  private static Table table(List<ReleaseBoms.Document> documents) {
    Table table = new Table().left("of").right("components").right("size").left("digest");
    for (ReleaseBoms.Document each : documents) {
      table.row(
          each.of(),
          each.bom().json().path("components").size(),
          Sizes.format(each.artifact().size()),
          each.artifact().digest());
    }
    return table;
  }
}
