package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.image.ImageSource;
import dev.mintmark.cli.image.ImageWord;
import dev.mintmark.cli.image.LayoutImage;
import dev.mintmark.cli.image.RegistryImage;
import dev.mintmark.cli.kit.Logins;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.verify.policy.Trust;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An image as a person names it, with whose signature is believed. */
final class ImageChoice {
  @Mixin private final ReleaseOrigin origin = new ReleaseOrigin();

  @Parameters(
      index = "0",
      paramLabel = "IMAGE",
      description = {
        "NAME:VERSION, [HOST/]REPOSITORY:TAG, [HOST/]REPOSITORY@DIGEST, oci:DIR or"
            + " oci-archive:FILE; the last two with :TAG or @DIGEST where they hold several."
      })
  private String image = "";

  @Option(
      names = "--repository",
      paramLabel = "NAME",
      description =
          "Logical repository that signatures name (default: the reference's, or what a layout says).")
  private @Nullable String repository;

  /**
   * An image that can be read.
   *
   * @param trust that it must be signed with; empty where none is known
   */
  record Opened(ImageSource source, Optional<Trust> trust) {}

  ImageWord word() {
    return ImageWord.parse(image);
  }

  /**
   * @throws CommandException for what is no image's name, or not there
   */
  Opened open(World world, Console console) {
    ImageWord word = word();
    return switch (word.kind()) {
      case LAYOUT, LAYOUT_ARCHIVE ->
          new Opened(
              LayoutImage.open(word, world.folder(), repository()), origin.trustFor(world, false));
      case DOCKER_ARCHIVE ->
          throw new CommandException(
              Exit.USAGE,
              "CLI-130",
              ("cannot use the image '%s': a docker archive has no manifest, so it is only"
                      + " verified; `docker load` takes it as it is")
                  .formatted(word));
      case REGISTRY -> registry(world, console);
    };
  }

  boolean namesKey() {
    return origin.namesKey();
  }

  private Opened registry(World world, Console console) {
    ImageReference reference = Published.of(image, world, console);
    URI address = origin.address(world, reference);
    boolean isOwn = origin.isOwn(reference);
    Optional<Trust> trust = origin.trustFor(world, isOwn);
    Credentials login =
        isOwn ? Credentials.anonymous() : Logins.stored(world.environment(), address);
    return new Opened(RegistryImage.of(address, reference, login, repository()), trust);
  }

  private Optional<RepositoryName> repository() {
    if (repository != null && !RepositoryName.isValid(repository)) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-136",
          "cannot check signatures for '%s': it is no repository's name; write e.g. vision/face-detect"
              .formatted(repository));
    }
    return Optional.ofNullable(repository).map(RepositoryName::new);
  }
}
