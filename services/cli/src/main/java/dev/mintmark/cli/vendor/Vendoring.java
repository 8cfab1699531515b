package dev.mintmark.cli.vendor;

import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.content.Digest;
import dev.mintmark.inputs.WheelsLock;
import dev.mintmark.inputs.dockerfile.PinnedImage;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import dev.mintmark.vendor.base.BaseImage;
import dev.mintmark.vendor.base.BaseReference;
import dev.mintmark.vendor.base.BaseVendor;
import dev.mintmark.vendor.base.DockerConfig;
import dev.mintmark.vendor.debian.DebianVendor;
import dev.mintmark.vendor.debian.MachineApt;
import dev.mintmark.vendor.wheel.Pip;
import dev.mintmark.vendor.wheel.WheelVendor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Brings a release's pinned inputs to this machine. */
public final class Vendoring {
  private final ReleaseFile release;
  private final LockPlaces places;
  private final VendorStore store;
  private final Outside outside;
  private final Watcher watcher;

  public Vendoring(
      ReleaseFile release, LockPlaces places, VendorStore store, Outside outside, Console console) {
    this.release = release;
    this.places = places;
    this.store = store;
    this.outside = outside;
    this.watcher = new ConsoleWatcher(console);
  }

  /**
   * Fetches what is not there; writes {@code wheels.lock} when nobody chose wheels before.
   *
   * @throws VendorException for the first that cannot be had; what came before is kept
   */
  public List<VendorRow> fetch() throws IOException {
    Locks locks = Locks.read(release, places);
    List<VendorRow> rows = new ArrayList<>();
    ReleaseFile.Base base = release.image().base();
    for (PinnedImage image : Dockerfiles.images(release, places)) {
      rows.add(new VendorRow("image", image.name(), fetch(Dockerfiles.reference(image))));
    }
    if (base.isImage()) {
      rows.add(new VendorRow("base", base.reference().orElse(base.digest()), base(base)));
    }
    if (locks.debian().isPresent()) {
      MachineApt apt = MachineApt.of(outside.environment(), outside.mirror());
      DebianVendor vendor = new DebianVendor(store, apt, watcher);
      for (String platform : platforms()) {
        Fetched fetched = vendor.fetch(locks.debian().get(), Locks.architecture(platform));
        rows.add(new VendorRow("debian", platform, fetched));
      }
    }
    if (locks.python().isPresent()) {
      rows.add(new VendorRow("wheels", String.join(", ", platforms()), wheels(locks)));
    }
    return rows;
  }

  private List<String> platforms() {
    return release.image().platforms().stream().sorted().toList();
  }

  private Fetched base(ReleaseFile.Base base) throws IOException {
    if (base.reference().isEmpty()) {
      Digest digest = Digest.parse(base.digest());
      return new Fetched(BaseImage.parts(store, digest, platforms()).size(), 0, 0);
    }
    BaseReference reference =
        BaseReference.parse(base.reference().get())
            .orElseThrow(() -> new IllegalStateException("the release file was checked"));
    return fetch(reference);
  }

  private Fetched fetch(BaseReference reference) throws IOException {
    return new BaseVendor(store, DockerConfig.of(outside.environment()), outside.hosts(), watcher)
        .fetch(reference, platforms());
  }

  private Fetched wheels(Locks locks) throws IOException {
    Locks.Python python = locks.python().orElseThrow();
    WheelVendor vendor = new WheelVendor(store, Pip.of(outside.environment()), watcher);
    if (python.wheels().isPresent()) {
      WheelsLock frozen = python.wheels().get();
      return vendor.fetch(frozen, python.requirements(), python.target(), platforms());
    }
    WheelVendor.Chosen chosen = vendor.choose(python.requirements(), python.target(), platforms());
    LockPlaces.write(
        places.wheels(release.image().python().orElseThrow().requirements()),
        chosen.lock().bytes());
    return chosen.fetched();
  }

  /**
   * Refuses a release that has nothing to vendor.
   *
   * @throws VendorException (VND-041)
   */
  public void requireSomething() {
    ReleaseFile.Image image = release.image();
    if (!image.base().isImage()
        && image.packages().isEmpty()
        && image.python().isEmpty()
        && image.dockerfile().isEmpty()) {
      throw new VendorException(
          VendorCode.MISSING,
          "anything for " + release.name(),
          "the release file names no base, no Debian packages, no wheels and no Dockerfile",
          "add image.base, image.packages, image.python or image.dockerfile to it; other inputs"
              + " need no vendoring");
    }
  }
}
