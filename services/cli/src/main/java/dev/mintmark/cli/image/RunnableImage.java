package dev.mintmark.cli.image;

import dev.mintmark.cli.image.ImageParts.PlatformImage;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageConfig;
import dev.mintmark.verify.policy.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What of an image is run here.
 *
 * @param manifest of the platform's image
 * @param config digest of its config
 * @param diffIds of its layers, from the base up
 * @param ports that it serves on, such as {@code 8080/tcp}
 * @param target whose devices and model it gets; empty for none
 * @param signature what is known of the image's signatures
 */
public record RunnableImage(
    Digest manifest,
    Digest config,
    List<Digest> diffIds,
    Platform platform,
    SortedSet<String> ports,
    Optional<TargetNote> target,
    SignatureState signature) {
  /**
   * Chooses the image.
   *
   * @param target that a person named; empty for the only one of the platform
   * @param platform of this machine
   * @param trust by which the image must be signed; empty to take it unchecked
   * @throws dev.mintmark.cli.failure.CommandException CLI-133 for a target or platform that is not
   *     there or not alone, CLI-135 when it is not signed by the key
   */
  public static RunnableImage choose(
      ImageSource source, Optional<String> target, Platform platform, Optional<Trust> trust) {
    return ImageRefusals.coded(
        source.name(),
        () -> {
          ImageParts parts = ImageParts.read(source);
          SignatureState state = SignatureCheck.require(source, parts.top(), trust);
          Optional<TargetNote> chosen =
              target(source.name(), TargetNote.of(source, parts.top()), target, platform);
          Platform wanted = chosen.flatMap(TargetNote::platform).orElse(platform);
          PlatformImage image = parts.of(source.name(), Optional.of(wanted));
          ImageConfig config = image.config().orElseThrow();
          return new RunnableImage(
              image.fetched().artifact().digest(),
              image.manifest().config().digest(),
              config.diffIds(),
              config.platform(),
              config.run().exposedPorts(),
              chosen,
              state);
        });
  }

  private static Optional<TargetNote> target(
      String image, List<TargetNote> all, Optional<String> wanted, Platform platform) {
    List<TargetNote> found =
        all.stream()
            .filter(note ->
                wanted.isPresent()
                    ? wanted.get().equals(note.target())
                    : note.platform().equals(Optional.of(platform)))
            .toList();
    if (found.size() > 1 || (wanted.isPresent() && found.isEmpty())) {
      throw ImageRefusals.part(
          image,
          wanted.map(name -> "target " + name).orElse("one target for " + platform),
          "the targets " + all.stream().map(TargetNote::target).toList(),
          "--target");
    }
    return found.stream().findFirst();
  }

  /** Name of the model's file; empty where there is no target, or it has no files. */
  public Optional<String> modelName() {
    return modelFile().map(RunnableImage::title);
  }

  /**
   * Brings the target's model to the disk, checked; what is there with the right bytes stays.
   *
   * @throws dev.mintmark.cli.failure.CommandException OCI-010 and the like
   */
  public void fetchModel(ImageSource source, Path folder) {
    ImageRefusals.coded(
        source.name(),
        () -> {
          if (modelFile().isPresent()) {
            fetch(source, modelFile().get(), folder);
          }
          return folder;
        });
  }

  private Optional<Descriptor> modelFile() {
    return target.flatMap(note -> note.files().stream().findFirst());
  }

  private static void fetch(ImageSource source, Descriptor model, Path folder) throws IOException {
    Path file = folder.resolve(title(model));
    if (Files.isRegularFile(file) && Digest.of(file).equals(model.digest())) {
      return;
    }
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, ".model", ".part");
    try {
      try (StoredBlob stored = source.open(model);
          InputStream in = stored.bytes().open()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      BlobCheck.requireDigest(model, Digest.of(part));
      // The container's user is another one.
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String title(Descriptor model) {
    String title = model.annotations().getOrDefault(Annotations.TITLE, "model");
    if (!title.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
      throw new OciException(
          OciError.FIELD,
          "cannot use the model %s: its title '%s' is no plain file name"
              .formatted(model.digest(), title));
    }
    return title;
  }
}
