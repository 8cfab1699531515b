package dev.mintmark.cli.vendor;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.inputs.dockerfile.Dockerfile;
import dev.mintmark.inputs.dockerfile.DockerfileException;
import dev.mintmark.inputs.dockerfile.PinnedImage;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.base.BaseReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The images that a release's Dockerfile stands on. */
public final class Dockerfiles {
  private static final String DOCKER = "docker.io/";

  private Dockerfiles() {}

  /**
   * Those that it names, sorted by name; none for a release without a Dockerfile.
   *
   * @throws CommandException (IMG-060 to IMG-063) for a line that will not do
   * @throws VendorException (VND-006) for one that is not there
   */
  public static List<PinnedImage> images(ReleaseFile release, LockPlaces places)
      throws IOException {
    Optional<ReleaseFile.Dockerfile> named = release.image().dockerfile();
    if (named.isEmpty()) {
      return List.of();
    }
    Path file = places.file(named.get().file());
    if (!Files.isRegularFile(file) || Files.size(file) > Dockerfile.MAX_BYTES) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          "the images of " + file.getFileName(),
          Files.exists(file) ? "it is no file of a sensible size" : file + " does not exist",
          "put the Dockerfile there, or correct image.dockerfile");
    }
    try {
      return Dockerfile.parse(Files.readAllBytes(file)).images();
    } catch (DockerfileException e) {
      throw new CommandException(
          Exit.USAGE,
          e.fault().code(),
          "%s:%d: %s; %s".formatted(file.getFileName(), e.line(), e.found(), e.advice()),
          e);
    }
  }

  /**
   * Where it is fetched; a name without a host is docker's own.
   *
   * @throws CommandException (IMG-061)
   */
  static BaseReference reference(PinnedImage image) {
    return BaseReference.parse(image.name())
        .or(() -> BaseReference.parse(DOCKER + image.name()))
        .orElseThrow(() ->
            new CommandException(
                Exit.USAGE,
                "IMG-061",
                "cannot fetch %s: it is no name that a registry has; write host/name@sha256:…"
                    .formatted(image.name())));
  }
}
