package dev.mintmark.simulator.device;

import dev.mintmark.content.Digest;
import dev.mintmark.device.admit.Admitted;
import dev.mintmark.device.admit.Registry;
import dev.mintmark.device.pull.BlobFolder;
import dev.mintmark.device.pull.ImagePull;
import dev.mintmark.device.pull.ModelPull;
import dev.mintmark.device.pull.PulledModel;
import dev.mintmark.verify.release.Layer;
import dev.mintmark.verify.release.ReleaseStatement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Everything of a release by digest into a device's own folder, as a device does it. What an
 * earlier release left there and this one does not need is deleted: forty devices fill a disk.
 */
final class Pull {
  /** Layers are hashed and unpacked: more at a time would not be faster. */
  private static final Semaphore AT_A_TIME = new Semaphore(4);

  private final Path folder;

  /**
   * @param folder the device's own
   */
  Pull(Path folder) {
    this.folder = folder;
  }

  /**
   * Pulls and checks.
   *
   * @throws dev.mintmark.device.refusal.DeviceException as a device refuses
   */
  PulledModel pull(Registry registry, Admitted admitted) throws InterruptedException {
    AT_A_TIME.acquire();
    try {
      BlobFolder blobs = new BlobFolder(registry, folder);
      new ImagePull(registry, blobs).pull(admitted);
      ModelPull models = new ModelPull(registry, blobs);
      models.pullBoms(admitted.statement());
      PulledModel model = models.pull(admitted.statement().model());
      deleteAllBut(needed(admitted.statement()));
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      AT_A_TIME.release();
    }
  }

  private static Set<String> needed(ReleaseStatement statement) {
    Set<Digest> digests = new HashSet<>();
    digests.add(statement.image().config().digest());
    statement.image().layers().stream()
        .map(Layer::blob)
        .forEach(blob -> digests.add(blob.digest()));
    digests.add(statement.boms().image().digest());
    digests.add(statement.boms().model().digest());
    digests.add(statement.model().file().digest());
    statement.model().smoke().forEach(file -> digests.add(file.blob().digest()));
    statement.model().expected().forEach(file -> digests.add(file.blob().digest()));
    Set<String> names = new HashSet<>();
    digests.forEach(digest -> names.add(digest.hex()));
    return names;
  }

  private void deleteAllBut(Set<String> names) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.toList();
    }
    for (Path file : files) {
      if (!names.contains(file.getFileName().toString())) {
        Files.delete(file);
      }
    }
  }
}
