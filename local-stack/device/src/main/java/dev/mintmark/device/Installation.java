package dev.mintmark.device;

import dev.mintmark.content.Digest;
import dev.mintmark.device.admit.Admission;
import dev.mintmark.device.admit.Admitted;
import dev.mintmark.device.admit.Registry;
import dev.mintmark.device.admit.Wanted;
import dev.mintmark.device.pull.BlobFolder;
import dev.mintmark.device.pull.ImagePull;
import dev.mintmark.device.pull.ModelPull;
import dev.mintmark.device.pull.PulledModel;
import dev.mintmark.device.refusal.DeviceException;
import dev.mintmark.device.smoke.Trial;
import dev.mintmark.device.state.CurrentRelease;
import dev.mintmark.device.state.DeviceState;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.Tag;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.release.ReleaseStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Admits, pulls, tries and only then switches: until the last step the device runs what it ran. */
final class Installation {
  private final Registry registry;
  private final VerificationKey key;
  private final Path home;

  Installation(Registry registry, VerificationKey key, Path home) {
    this.registry = registry;
    this.key = key;
    this.home = home;
  }

  /**
   * Installs what the tag names.
   *
   * @throws IOException when the device's own disk fails
   */
  Outcome install(Tag tag, String target, Platform platform) throws IOException {
    try {
      Files.createDirectories(home);
      DeviceState state = new DeviceState(home);
      long floor = state.read().map(CurrentRelease::securityFloor).orElse(0L);
      Admitted admitted =
          new Admission(registry, new ReleaseVerifier(List.of(key)))
              .admit(new Wanted(tag, target, platform, floor));
      return install(admitted, state, floor);
    } catch (DeviceException e) {
      return new Outcome.Stopped(e.code(), String.valueOf(e.getMessage()));
    }
  }

  private Outcome install(Admitted admitted, DeviceState state, long floor) throws IOException {
    ReleaseStatement statement = admitted.statement();
    BlobFolder blobs = new BlobFolder(registry, home.resolve("blobs"));
    int layers = new ImagePull(registry, blobs).pull(admitted);
    ModelPull models = new ModelPull(registry, blobs);
    models.pullBoms(statement);
    PulledModel model = models.pull(statement.model());
    Trial.Passed trial = Trial.run(model);
    Digest kept = keep(admitted);
    state.write(
        new CurrentRelease(
            statement.id(),
            statement.target(),
            statement.repository(),
            statement.image().index(),
            statement.model().file().digest(),
            kept,
            Math.max(floor, statement.securityFloor())));
    return new Outcome.Running(statement, layers, trial);
  }

  /** Keeps statement and signature, so that what runs can be verified again without a network. */
  private Digest keep(Admitted admitted) throws IOException {
    Digest digest = Digest.of(admitted.env());
    Path file = home.resolve("blobs").resolve(digest.hex());
    Files.write(file, admitted.env());
    Files.write(file.resolveSibling(digest.hex() + ".sig"), admitted.signature());
    return digest;
  }
}
