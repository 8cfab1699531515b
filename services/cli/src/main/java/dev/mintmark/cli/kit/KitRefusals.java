package dev.mintmark.cli.kit;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.oci.OciException;
import dev.mintmark.packages.PackageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Every way in which the work with a kit is refused. */
final class KitRefusals {
  private static final int SHOWN = 200;
  private static final String GET_AGAIN = "carry the kit over again, or export it again";

  private KitRefusals() {}

  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Not the form of a kit. */
  static CommandException form(Path kit, String member, String found) {
    return refused("CLI-120", kit, member, found, GET_AGAIN);
  }

  /** Other bytes than their name says. */
  static CommandException bytes(Path kit, String member, String found) {
    return refused("CLI-121", kit, member, found, GET_AGAIN);
  }

  /** A part that is missing, or that nothing names. */
  static CommandException part(Path kit, String member, String found) {
    return refused("CLI-122", kit, member, found, GET_AGAIN);
  }

  /** A copy, tag or name that is not what the signed statements say. */
  static CommandException contradicts(Path kit, String member, String found) {
    return refused("CLI-123", kit, member, found, "do not use this kit: somebody changed it");
  }

  private static CommandException refused(
      String code, Path kit, String member, String found, String advice) {
    return new CommandException(
        Exit.REFUSED,
        code,
        "cannot use the kit %s: '%s': %s; %s"
            .formatted(kit.getFileName(), printable(member), printable(found), advice));
  }

  /** A stranger chose these words: no control character and no endless name gets to a terminal. */
  private static String printable(String text) {
    String shown = text.replaceAll("[^ -~]", "?");
    return shown.length() > SHOWN ? shown.substring(0, SHOWN) + "..." : shown;
  }

  /** Work on files: what a library refuses keeps its code. */
  static <T> T coded(Work<T> work) {
    try {
      return work.run();
    } catch (OciException e) {
      throw new CommandException(Exit.REFUSED, e.code(), e.detail(), e);
    } catch (PackageException e) {
      String text = String.valueOf(e.getMessage()).replace(" (" + e.code().code() + ")", "");
      throw new CommandException(Exit.REFUSED, e.code().code(), text, e);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e), e);
    }
  }

  /** The same with a registry, which may be away. */
  static <T> T coded(URI registry, Work<T> work) {
    return coded(() -> {
      try {
        return work.run();
      } catch (FileSystemException e) {
        throw e;
      } catch (IOException e) {
        throw new CommandException(
            Exit.NOT_REACHABLE,
            "CLI-020",
            "cannot finish with %s: %s; give the same command again when it answers"
                .formatted(registry, e.getMessage()),
            e);
      }
    });
  }
}
