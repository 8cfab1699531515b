package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.image.ExportedImage;
import dev.mintmark.cli.image.ImageExport;
import dev.mintmark.cli.image.ImageSource;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.oci.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes one image to the disk. */
@Command(
    name = "export",
    header = "Write an image to a file or folder that other tools take.",
    description = {
      "oci is an OCI image layout with the digests that the image has everywhere: a tar where OUT ends"
          + " in .tar, else a folder. docker is what docker load, podman load and skopeo take: one"
          + " platform, layers uncompressed. The same image gives the same bytes.",
      "Every byte is held to its digest; nothing is written over, and nothing is left half-written."
          + " Signatures and models stay behind: `mintmark export` takes all of a release.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  mintmark image export face-detect-server:v1.0.0 layout/",
      "  mintmark image export face-detect-server:v1.0.0 arm64.tar --format docker --platform linux/arm64",
      "  docker load --input arm64.tar",
    })
final class ImageExportCommand implements Callable<Integer> {
  private final World world;
  @Mixin private final Common common = new Common();
  @Mixin private final ImageChoice image = new ImageChoice();

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "File or folder that is not there yet.")
  private Path out = Path.of("image.tar");

  /** What is written. */
  enum Format {
    OCI,
    DOCKER
  }

  @Option(
      names = "--format",
      paramLabel = "oci|docker",
      defaultValue = "oci",
      description = "Layout or docker archive (${DEFAULT-VALUE}).")
  private Format format = Format.OCI;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "Only this platform's image (default: all; docker: the only one).")
  private @Nullable Platform platform;

  @Option(
      names = "--name",
      paramLabel = "NAME:TAG",
      description = "docker: name that the engine gives the image (default: its own).")
  private @Nullable String name;

  ImageExportCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    Console console = world.console(common.json());
    ImageChoice.Opened opened = image.open(world, console);
    try (ImageSource source = opened.source()) {
      ImageExport export = new ImageExport(source, console);
      if (image.namesKey()) {
        opened.trust().ifPresent(export::requireTrusted);
      }
      Path goal = world.folder().resolve(out);
      ExportedImage exported =
          format == Format.OCI
              ? export.layout(goal, Optional.ofNullable(platform))
              : export.dockerArchive(
                  goal, Optional.ofNullable(platform), Optional.ofNullable(name));
      console.result(exported.json());
      console.print(
          "%s is in %s%s"
              .formatted(
                  source.name(),
                  out,
                  exported.platform().map(only -> ", " + only + " alone").orElse("")));
      console.print("image  " + exported.image());
      exported
          .digest()
          .ifPresent(digest ->
              console.print("file   %s  %s".formatted(digest, Sizes.format(exported.size()))));
      return Exit.OK.code();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
