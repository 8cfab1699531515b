package dev.mintmark.device.pull;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.device.admit.Registry;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.verify.release.Blob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Blobs by digest on the device's disk. What is there is hashed again before it is used. */
public final class BlobFolder {
  private final Registry registry;
  private final Path folder;

  /** Makes the folder where there is none. */
  public BlobFolder(Registry registry, Path folder) throws IOException {
    this.registry = registry;
    this.folder = Files.createDirectories(folder);
  }

  /**
   * The file with those bytes, fetched when it is not there.
   *
   * @param code of the refusal when the registry has none or others
   */
  public Path fetch(Blob blob, DeviceCode code) {
    Path file = folder.resolve(blob.digest().hex());
    try {
      if (!isThere(file, blob)) {
        Artifact artifact = new Artifact(blob.digest(), MediaTypes.OCTET_STREAM, blob.size());
        registry.blob(Descriptor.of(artifact), file, code);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes themselves, of a blob that fits into memory. */
  public byte[] read(Blob blob, DeviceCode code) {
    try {
      return Files.readAllBytes(fetch(blob, code));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isThere(Path file, Blob blob) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == blob.size()
        && Digest.of(file).equals(blob.digest());
  }
}
