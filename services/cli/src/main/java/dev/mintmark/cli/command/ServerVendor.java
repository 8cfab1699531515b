package dev.mintmark.cli.command;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.layout.Staging;
import dev.mintmark.cli.releasefile.ReleaseFile;
import dev.mintmark.cli.request.InputFolders;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.vendor.LockUpdate;
import dev.mintmark.cli.vendor.Outside;
import dev.mintmark.cli.vendor.VendorEvidence;
import dev.mintmark.cli.vendor.VendorReport;
import dev.mintmark.cli.vendor.VendorRow;
import dev.mintmark.cli.vendor.Vendoring;
import dev.mintmark.vendor.Fetched;
import dev.mintmark.vendor.VendorCode;
import dev.mintmark.vendor.VendorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Brings the packages and wheels of the example with a program to this machine. */
record ServerVendor(World world, Console console) {
  private static final String EXAMPLE = "face-detect-server";
  private static final String FILE = "release.yaml";

  /** The release file as it is in the checkout, with the locks that its authors froze. */
  Path frozen() {
    return world.checkout().example(EXAMPLE).resolve(FILE);
  }

  /** The release file in a fresh copy, whose locks may be made anew. */
  Path copied() {
    Path from = world.checkout().example(EXAMPLE);
    Path to = world.home().root().resolve("examples").resolve(EXAMPLE);
    try (Stream<Path> files = Files.walk(from)) {
      if (Files.exists(to)) {
        Staging.delete(to);
      }
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
      return to.resolve(FILE);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Fetches what is not there.
   *
   * @param update whether to lock what the mirrors have now
   * @throws VendorException VND-010 and the like
   */
  Fetched fetch(ReleaseFileOptions options, boolean update) {
    ReleaseFile release = options.read(world, Optional.empty());
    InputFolders folders = options.folders(world);
    Outside outside = new Outside(world.environment(), Optional.empty(), Set.of());
    try {
      if (update) {
        VendorReport.print(
            console,
            new LockUpdate(release, folders.locks(), folders.vendor(), outside, console).run());
      }
      List<VendorRow> rows =
          new Vendoring(release, folders.locks(), folders.vendor(), outside, console).fetch(false);
      VendorReport.print(console, rows, folders.vendor());
      new VendorEvidence(release, folders.locks(), folders.vendor()).keep();
      return rows.stream().map(VendorRow::fetched).reduce(Fetched.NOTHING, Fetched::and);
    } catch (VendorException e) {
      throw e.code() == VendorCode.MIRROR_MOVED && !update ? movedOn(e) : e;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The example's locks are frozen, and the demo builds nothing else of itself. */
  private static VendorException movedOn(VendorException e) {
    return new VendorException(
        e.code(),
        e.subject(),
        e.found(),
        "`mintmark demo --server --update` locks what the mirror has now, in a copy of the example, and builds that; else "
            + e.advice(),
        e);
  }

  private static CommandException failed(IOException e) {
    return new CommandException(
        Exit.FAILURE,
        "CLI-145",
        "cannot vendor: %s; what is fetched is kept: the same command again goes on from there"
            .formatted(e),
        e);
  }
}
