package dev.mintmark.simulator.registry;

import dev.mintmark.content.Digest;
import dev.mintmark.device.admit.Registry;
import dev.mintmark.device.pull.BlobFolder;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.device.refusal.DeviceException;
import dev.mintmark.quantizer.sample.Sample;
import dev.mintmark.simulator.latency.ModelFiles;
import dev.mintmark.verify.release.Blob;
import dev.mintmark.verify.release.Model;
import dev.mintmark.verify.release.NamedBlob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The models that are measured, on disk, each with one of its samples: a fleet that starts again
 * measures what it ran before it is told anything.
 */
public final class ModelStore {
  private final Path folder;
  private final Once<Digest, Digest> fetched = new Once<>(Duration.ofDays(365));

  /**
   * @param folder made when it is needed
   */
  public ModelStore(Path folder) {
    this.folder = folder;
  }

  /**
   * Fetches a model once for all devices.
   *
   * @throws DeviceException as pulls do; DEV-031 for a release without a sample
   */
  public void keep(Registry registry, Model model) {
    Digest digest = model.file().digest();
    fetched.get(digest, () -> fetch(registry, model));
  }

  private Digest fetch(Registry registry, Model model) {
    Digest digest = model.file().digest();
    if (model.smoke().isEmpty()) {
      throw new DeviceException(
          DeviceCode.TRIAL, "cannot run model " + digest + ": the release has no smoke sample");
    }
    try {
      Path own = folder.resolve(digest.hex());
      BlobFolder blobs = new BlobFolder(registry, own);
      NamedBlob smoke = model.smoke().getFirst();
      Blob sample = smoke.blob();
      blobs.fetch(model.file(), DeviceCode.MODEL);
      blobs.fetch(sample, DeviceCode.SAMPLE);
      Files.writeString(own.resolve("sample"), sample.digest().hex() + " " + smoke.path());
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was kept, hashed again. */
  public ModelFiles read(Digest model) {
    try {
      Path own = folder.resolve(model.hex());
      String[] sample = Files.readString(own.resolve("sample")).split(" ", 2);
      byte[] bytes = checked(own, new Digest(sample[0]));
      // What an older version kept has no name: it knew single arrays alone.
      String name = sample.length == 2 ? sample[1] : "sample.npy";
      return new ModelFiles(model, checked(own, model), Sample.of(name, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] checked(Path folder, Digest digest) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(digest.hex()));
    if (!Digest.of(bytes).equals(digest)) {
      throw new IOException(
          folder.resolve(digest.hex())
              + " has other bytes than its name says; delete it (SIM-020)");
    }
    return bytes;
  }
}
