package dev.mintmark.vendor.wheel;

import dev.mintmark.inputs.WheelsLock;
import dev.mintmark.inputs.WheelsLock.Wheel;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import dev.mintmark.vendor.pylock.Pin;
import dev.mintmark.vendor.pylock.PythonLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Fetches the wheels of a lock, and freezes which file each platform got. */
public final class WheelVendor {
  private final VendorStore store;
  private final Pip pip;
  private final Watcher watcher;

  public WheelVendor(VendorStore store, Pip pip, Watcher watcher) {
    this.store = store;
    this.pip = pip;
    this.watcher = watcher;
  }

  /**
   * What was chosen.
   *
   * @param lock with a line for each platform and package of it
   */
  public record Chosen(WheelsLock lock, Fetched fetched) {}

  /**
   * Lets pip choose a wheel for each locked package on each platform, and keeps them. Whether
   * anything is missing in the lock is not asked of pip, which would read the wheels' markers for
   * the machine that it runs on.
   *
   * @param platforms {@code os/architecture}
   * @throws VendorException (VND-003, VND-006, VND-020) and what {@link PythonLock#pins} and {@link
   *     FrozenWheels} refuse
   */
  public Chosen choose(PythonLock pinned, WheelTarget target, List<String> platforms)
      throws IOException {
    List<Wheel> wheels = new ArrayList<>();
    Fetched fetched = Fetched.NOTHING;
    for (String platform : new TreeSet<>(platforms)) {
      Path folder = store.emptyWork("wheels-" + platform.replace('/', '-'));
      List<Pin> pins = pinned.pins(target.environment(platform));
      watcher.say(
          "pip chooses %d wheels for %s, CPython %s, glibc %s"
              .formatted(pins.size(), platform, target.python(), target.glibc()));
      pip.download(
          folder,
          target,
          platform,
          List.of("--require-hashes", "--no-deps"),
          List.of(new Pip.Lines("--requirement", pins.stream().map(Pin::line).toList())));
      List<DownloadedWheel> chosen = DownloadedWheel.in(folder, target, platform);
      FrozenWheels.requireFits(pins, platform, chosen.stream().map(DownloadedWheel::line).toList());
      new WheelNeeds(pins, pinned.overruled(), target.environment(platform)).require(chosen);
      for (DownloadedWheel wheel : chosen) {
        fetched = fetched.and(keep(wheel));
        wheels.add(wheel.line());
      }
    }
    return new Chosen(new WheelsLock(target.python(), target.glibc(), wheels), fetched);
  }

  /**
   * Makes sure that the frozen wheels are in the store.
   *
   * @throws VendorException (VND-005) when the lock does not fit packages, target or platforms,
   *     (VND-003, VND-004, VND-020)
   */
  public Fetched fetch(
      WheelsLock lock, PythonLock pinned, WheelTarget target, List<String> platforms)
      throws IOException {
    FrozenWheels.requireFits(lock, pinned, target, platforms);
    List<Wheel> missing = new ArrayList<>();
    for (Wheel wheel : lock.wheels()) {
      if (!store.has(wheel.digest(), wheel.size())) {
        missing.add(wheel);
      }
    }
    if (missing.isEmpty()) {
      return new Fetched(lock.wheels().size(), 0, 0);
    }
    long bytes = missing.stream().mapToLong(Wheel::size).sum();
    watcher.begin("%d wheels".formatted(missing.size()), bytes);
    Fetched fetched = new Fetched(lock.wheels().size() - missing.size(), 0, 0);
    try {
      for (Wheel wheel : missing) {
        fetched = fetched.and(fetch(wheel, target));
        watcher.advance(wheel.size());
      }
    } finally {
      watcher.end();
    }
    return fetched;
  }

  private Fetched fetch(Wheel wheel, WheelTarget target) throws IOException {
    if (store.has(wheel.digest(), wheel.size())) {
      return new Fetched(1, 0, 0);
    }
    Path folder = store.emptyWork("wheel");
    List<String> line = List.of(line(wheel));
    pip.download(
        folder,
        target,
        wheel.platform(),
        List.of("--require-hashes", "--no-deps"),
        List.of(new Pip.Lines("--requirement", line)));
    List<DownloadedWheel> found = DownloadedWheel.in(folder, target, wheel.platform());
    if (found.size() != 1 || !found.getFirst().line().equals(wheel)) {
      throw new VendorException(
          VendorCode.OTHER_PACKAGE,
          wheel.file() + " for " + wheel.platform(),
          "pip brought " + found.stream().map(DownloadedWheel::line).toList(),
          "`mintmark vendor --update` makes wheels.lock anew");
    }
    return keep(found.getFirst());
  }

  private Fetched keep(DownloadedWheel wheel) throws IOException {
    Wheel line = wheel.line();
    boolean there = store.has(line.digest(), line.size());
    store.take(wheel.file(), line.digest(), line.file());
    return there ? new Fetched(1, 0, 0) : new Fetched(1, 1, line.size());
  }

  private static String line(Wheel wheel) {
    return wheel.name() + "==" + wheel.version() + " --hash=" + wheel.digest();
  }
}
