package dev.mintmark.cli.vendor;

import dev.mintmark.cli.releasefile.InputPath;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.inputs.FaultyLineException;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a release's lock files and wishes are.
 *
 * @param releaseFile the folder of the release file itself
 * @param inputs what {@code ${inputs}} means; empty when nothing was said
 * @param targets the folder of the target profiles
 */
public record LockPlaces(Path releaseFile, Optional<Path> inputs, Path targets) {
  private static final int MAX_BYTES = 16 << 20;

  /** Reads one kind of file. */
  @FunctionalInterface
  interface Reader<T> {
    T read(byte[] bytes) throws FaultyLineException;
  }

  /** The file that a path of the release file names; it need not be there. */
  Path file(InputPath path) {
    Path root =
        switch (path.root()) {
          case RELEASE_FILE -> releaseFile;
          case INPUTS ->
              inputs.orElseThrow(() ->
                  new VendorException(
                      VendorCode.FAULTY_LOCK,
                      path.key() + " in line " + path.line() + " of the release file",
                      "nothing says what ${inputs} is",
                      "say it with --inputs DIR"));
        };
    return root.resolve(path.relative());
  }

  /** {@code debian.lock} is made from {@code debian.in}, {@code requirements.txt} likewise. */
  Path wishes(InputPath path) {
    Path file = file(path);
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".in");
  }

  /** The frozen choice of wheels, beside the requirements. */
  Path wheels(InputPath requirements) {
    return file(requirements).resolveSibling("wheels.lock");
  }

  /** All lock files that the release names; they need not be there. */
  public List<Path> lockFiles(ReleaseFile release) {
    List<Path> locks = new ArrayList<>();
    release.image().packages().map(this::file).ifPresent(locks::add);
    release
        .image()
        .python()
        .map(ReleaseFile.Python::requirements)
        .ifPresent(path -> {
          locks.add(file(path));
          locks.add(wheels(path));
        });
    return locks;
  }

  /** Kind and file name, e.g. {@code lock/debian.lock}. */
  public static String evidenceName(Path lock) {
    return "lock/" + lock.getFileName();
  }

  /**
   * Reads a file.
   *
   * @throws VendorException (VND-006) when it is not there or not whole
   */
  static <T> T read(Path file, String advice, Reader<T> reader) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          "what " + name + " pins",
          Files.exists(file) ? "it is no file of a sensible size" : file + " does not exist",
          advice);
    }
    try {
      return reader.read(Files.readAllBytes(file));
    } catch (FaultyLineException e) {
      throw new VendorException(
          VendorCode.FAULTY_LOCK,
          "what %s pins in line %d".formatted(name, e.line()),
          String.valueOf(e.getMessage()),
          advice,
          e);
    }
  }

  /** Writes a file anew, whole or not at all. */
  static void write(Path file, byte[] bytes) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, bytes);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
