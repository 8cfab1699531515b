package dev.mintmark.cli.inputs;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.inputs.InputsLock.MadeFolder;
import dev.mintmark.cli.inputs.InputsLock.Origin;
import dev.mintmark.cli.inputs.InputsLock.PinnedFile;
import dev.mintmark.cli.terminal.Sizes;
import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.quantizer.photo.SampleMaker;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import dev.mintmark.vendor.client.MavenClient;
import dev.mintmark.vendor.client.NpmClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The inputs of one example, in a folder that outlives the command. */
public final class ExampleInputs {
  private final Path example;
  private final Path folder;
  private final NpmClient npm;
  private final MavenClient maven;
  private final Consumer<String> say;

  /**
   * Inputs of an example.
   *
   * @param example the folder with {@code inputs.lock} and {@code crops.txt}
   * @param folder what {@code ${inputs}} will mean
   * @param environment of npm and Maven
   */
  public ExampleInputs(
      Path example, Path folder, Map<String, String> environment, Consumer<String> say) {
    this.example = example;
    this.folder = folder;
    this.npm = NpmClient.of(environment);
    this.maven = MavenClient.of(environment);
    this.say = say;
  }

  /**
   * Makes sure that everything is there and is what the lock says.
   *
   * @return how many files had to be fetched
   * @throws CommandException CLI-060 to CLI-065
   */
  public int prepare() {
    try {
      Files.createDirectories(cache());
      Path file = example.resolve("inputs.lock");
      InputsLock lock = InputsLock.parse(file.toString(), Files.readString(file));
      int fetched = 0;
      for (PinnedFile pin : lock.files()) {
        fetched += fetch(pin) ? 1 : 0;
      }
      make(lock);
      return fetched;
    } catch (VendorException e) {
      throw notFetched(e);
    } catch (IOException e) {
      throw new CommandException(
          Exit.FAILURE, "CLI-065", "cannot prepare the inputs in " + folder + ": " + e, e);
    }
  }

  private static CommandException notFetched(VendorException e) {
    return new CommandException(
        Exit.FAILURE,
        e.code() == VendorCode.NO_CLIENT ? "CLI-061" : "CLI-062",
        "cannot fetch %s: %s\nIs the network there, and is the client installed? Inputs that were fetched once are not asked for again"
            .formatted(e.subject(), e.found()),
        e);
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  /** Whether it had to be fetched. A file that differs from the lock is fetched anew. */
  private boolean fetch(PinnedFile pin) throws IOException {
    Path file = folder.resolve(pin.file());
    if (isAsPinned(file, pin)) {
      return false;
    }
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    switch (pin.origin()) {
      case Origin.Npm archive -> unpack(archive, pin, part);
      case Origin.Maven jar -> {
        int colon = jar.module().indexOf(':');
        Path copied =
            maven.copy(
                jar.module().substring(0, colon),
                jar.module().substring(colon + 1),
                jar.version(),
                Optional.empty(),
                cache());
        Files.move(copied, part, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    requirePinned(part, pin);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    say.accept("  fetched %s (%s)".formatted(pin.file(), Sizes.format(pin.size())));
    return true;
  }

  private void unpack(Origin.Npm pinned, PinnedFile pin, Path part) throws IOException {
    Path archive = cache().resolve(NpmClient.archiveName(pinned.name(), pinned.version()));
    if (!Files.isRegularFile(archive)) {
      say.accept("  npm pack " + pinned.name() + "@" + pinned.version());
      archive = npm.pack(pinned.name(), pinned.version(), cache());
    }
    Optional<byte[]> bytes = PackageArchive.read(archive, pinned.member(), pin.size());
    if (bytes.isEmpty()) {
      Files.delete(archive);
      throw new CommandException(
          Exit.REFUSED,
          "CLI-063",
          "the package %s@%s has no file %s of %d bytes; its archive was deleted"
              .formatted(pinned.name(), pinned.version(), pinned.member(), pin.size()));
    }
    Files.write(part, bytes.get());
  }

  private static boolean isAsPinned(Path file, PinnedFile pin) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == pin.size()
        && Digest.of(file).equals(pin.digest());
  }

  private static void requirePinned(Path part, PinnedFile pin) throws IOException {
    if (!isAsPinned(part, pin)) {
      Digest found = Digest.of(part);
      Files.delete(part);
      throw new CommandException(
          Exit.REFUSED,
          "CLI-064",
          "%s is not what inputs.lock pins: found %s, expected %s; it was deleted, nothing was built"
              .formatted(pin.file(), found, pin.digest()));
    }
  }

  private void make(InputsLock lock) throws IOException {
    boolean there = true;
    for (MadeFolder made : lock.made()) {
      there &= isAsPinned(made);
    }
    if (there) {
      return;
    }
    SampleMaker.write(folder.resolve("photos"), example.resolve("crops.txt"), folder);
    for (MadeFolder made : lock.made()) {
      if (!isAsPinned(made)) {
        throw new CommandException(
            Exit.FAILURE,
            "CLI-066",
            "the samples in %s are not what inputs.lock says: found %s, expected %s"
                .formatted(
                    folder.resolve(made.name()),
                    Tree.of(folder.resolve(made.name())).digest(),
                    made.tree()));
      }
      say.accept("  made %d samples in %s/".formatted(made.samples(), made.name()));
    }
  }

  private boolean isAsPinned(MadeFolder made) throws IOException {
    Path samples = folder.resolve(made.name());
    return Files.isDirectory(samples) && Tree.of(samples).digest().equals(made.tree());
  }
}
