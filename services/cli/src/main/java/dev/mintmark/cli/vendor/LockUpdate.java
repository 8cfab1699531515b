package dev.mintmark.cli.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.cli.releasefile.InputPath;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.inputs.DebianLock;
import dev.mintmark.inputs.DebianWishes;
import dev.mintmark.inputs.PythonWishes;
import dev.mintmark.inputs.WheelsLock;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.VendorStore;
import dev.mintmark.vendor.Watcher;
import dev.mintmark.vendor.debian.DebianResolver;
import dev.mintmark.vendor.debian.MachineApt;
import dev.mintmark.vendor.pylock.LockTool;
import dev.mintmark.vendor.wheel.Pip;
import dev.mintmark.vendor.wheel.WheelResolver;
import dev.mintmark.vendor.wheel.WheelTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Makes locks anew from the wishes that lie beside them. */
public final class LockUpdate {
  private final ReleaseFile release;
  private final LockPlaces places;
  private final VendorStore store;
  private final Outside outside;
  private final Watcher watcher;

  public LockUpdate(
      ReleaseFile release, LockPlaces places, VendorStore store, Outside outside, Console console) {
    this.release = release;
    this.places = places;
    this.store = store;
    this.outside = outside;
    this.watcher = new ConsoleWatcher(console);
  }

  /**
   * Resolves the wishes; a lock is written when all of its wishes are resolved.
   *
   * @throws VendorException (VND-006) when there is no file of wishes, (VND-012, VND-020) for what
   *     cannot be had
   */
  public List<LockChange> run() throws IOException {
    ReleaseFile.Image image = release.image();
    List<LockChange> changes = new ArrayList<>();
    Optional<DebianLock> debian = Optional.empty();
    if (image.packages().isPresent()) {
      debian = Optional.of(debian(image.packages().get(), changes));
    }
    if (image.python().isPresent()) {
      wheels(image.python().get(), debian, changes);
    }
    return changes;
  }

  private DebianLock debian(InputPath path, List<LockChange> changes) throws IOException {
    Path file = places.file(path);
    DebianWishes wishes = wishes(places.wishes(path), DebianWishes::parse);
    MachineApt apt = MachineApt.of(outside.environment(), outside.mirror());
    watcher.say("apt resolves %d wishes".formatted(wishes.wishes().size()));
    TreeSet<String> architectures = new TreeSet<>();
    release.image().platforms().forEach(each -> architectures.add(Locks.architecture(each)));
    DebianLock now = new DebianResolver(store, apt).resolve(wishes, architectures);
    Optional<DebianLock> before =
        Files.exists(file)
            ? Optional.of(LockPlaces.read(file, "delete it", DebianLock::parse))
            : Optional.empty();
    LockPlaces.write(file, now.bytes());
    changes.addAll(LockChange.debian(before, now));
    return now;
  }

  private void wheels(
      ReleaseFile.Python python, Optional<DebianLock> debian, List<LockChange> changes)
      throws IOException {
    requireOwn(places.file(python.requirements()));
    PythonWishes wishes = wishes(places.wishes(python.requirements()), PythonWishes::parse);
    WheelTarget target = Locks.target(release, python, debian, places);
    WheelResolver.Resolved resolved =
        new WheelResolver(store, Pip.of(outside.environment()), watcher)
            .resolve(wishes, target, release.image().platforms());
    Path file = places.wheels(python.requirements());
    Optional<WheelsLock> before =
        Files.exists(file)
            ? Optional.of(LockPlaces.read(file, "delete it", WheelsLock::parse))
            : Optional.empty();
    LockPlaces.write(places.file(python.requirements()), resolved.requirements().getBytes(UTF_8));
    LockPlaces.write(file, resolved.wheels().bytes());
    changes.addAll(LockChange.wheels(before, resolved.wheels()));
  }

  /** Poetry and uv know the project that their locks are of; its wishes are not ours to resolve. */
  private static void requireOwn(Path lock) {
    String name = String.valueOf(lock.getFileName());
    LockTool.of(name)
        .command()
        .ifPresent(command -> {
          throw new VendorException(
              VendorCode.FOREIGN_LOCK,
              "what " + name + " pins anew",
              "its own tool makes that lock",
              "run `%s` beside it, delete wheels.lock, and vendor without --update"
                  .formatted(command));
        });
  }

  private static <T> T wishes(Path file, LockPlaces.Reader<T> reader) throws IOException {
    if (!Files.exists(file)) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          "what " + file.getFileName() + " asks for",
          file + " does not exist, and --update makes the lock from it",
          "write the names of the packages there, one a line");
    }
    return LockPlaces.read(file, "correct the line", reader);
  }
}
