package dev.mintmark.cli.image;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.oci.OciException;
import dev.mintmark.packages.PackageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Every way in which the work with an image is refused. */
final class ImageRefusals {
  private static final int SHOWN = 300;

  private ImageRefusals() {}

  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** No name of an image. */
  static CommandException word(String word, String found) {
    return new CommandException(
        Exit.USAGE,
        "CLI-130",
        ("cannot use the image '%s': %s; write REPOSITORY@sha256:…, NAME:VERSION, HOST/REPOSITORY:TAG,"
                + " oci:DIR, oci-archive:FILE or docker-archive:FILE")
            .formatted(printable(word), printable(found)));
  }

  /** Not the form of a layout or an archive. */
  static CommandException form(String place, String part, String found) {
    return new CommandException(
        Exit.REFUSED,
        "CLI-131",
        "cannot read %s: %s: %s; get it again, or write it again with skopeo or `mintmark image export`"
            .formatted(place, printable(part), printable(found)));
  }

  /** Several images and no word which one. */
  static CommandException choice(String place, String there) {
    return new CommandException(
        Exit.USAGE,
        "CLI-132",
        "cannot choose an image of %s: %s; name one with :TAG or @sha256:…"
            .formatted(place, printable(there)));
  }

  /** No such platform or target. */
  static CommandException part(String image, String wanted, String there, String option) {
    return new CommandException(
        Exit.USAGE,
        "CLI-133",
        "cannot take %s of %s: it has %s; name one with %s"
            .formatted(printable(wanted), image, printable(there), option));
  }

  /** Something is where the image should go. */
  static CommandException inTheWay(Path out) {
    return new CommandException(
        Exit.USAGE,
        "CLI-134",
        "cannot write %s: something is there; name another file or folder, or remove it"
            .formatted(out));
  }

  /** A signature or a digest that does not hold. */
  static CommandException unverified(String image, String found) {
    return new CommandException(
        Exit.REFUSED,
        "CLI-135",
        "cannot use %s: it does not verify: %s; `mintmark image verify` shows every check"
            .formatted(image, printable(found)));
  }

  /** Signatures name a repository, and none is known. */
  static CommandException noRepository(String image, String found) {
    return new CommandException(
        Exit.USAGE, "CLI-136", "cannot check the signatures of %s: %s".formatted(image, found));
  }

  /** An image that a docker archive cannot hold. */
  static CommandException notRunnable(String image, String found) {
    return new CommandException(
        Exit.REFUSED,
        "CLI-137",
        "cannot make a docker archive of %s: %s; `--format oci` takes it"
            .formatted(image, printable(found)));
  }

  /** A stranger chose these words: no control character and no endless text gets to a terminal. */
  static String printable(String text) {
    String shown = text.replaceAll("[^ -~…]", "?");
    return shown.length() > SHOWN ? shown.substring(0, SHOWN) + "..." : shown;
  }

  /** Work on an image: what a library refuses keeps its code; what may be away is told apart. */
  static <T> T coded(String image, Work<T> work) {
    try {
      return work.run();
    } catch (OciException e) {
      throw new CommandException(Exit.REFUSED, e.code(), printable(e.detail()), e);
    } catch (PackageException e) {
      throw new CommandException(
          Exit.REFUSED, e.code().code(), printable(String.valueOf(e.getMessage())), e);
    } catch (FileSystemException e) {
      throw new UncheckedIOException(String.valueOf(e), e);
    } catch (IOException e) {
      throw new CommandException(
          Exit.NOT_REACHABLE,
          "CLI-020",
          "cannot read %s: %s; give the same command again when it answers"
              .formatted(image, e.getMessage()),
          e);
    }
  }
}
