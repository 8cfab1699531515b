package dev.mintmark.embedded.server;

import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Locale;

/** What the machine must offer, asked before anything is started. */
final class Preflight {
  /** Empty Kafka, S3 and PostgreSQL, PostgreSQL's binaries, and a first release. */
  static final long NEEDED_BYTES = 512L << 20;

  private Preflight() {}

  /**
   * @throws StackException STK-005
   */
  static void requireSpace(Path directory) throws IOException {
    long usable = Files.getFileStore(directory).getUsableSpace();
    if (usable < NEEDED_BYTES) {
      throw new StackException(
          "STK-005",
          String.format(
              Locale.ROOT,
              "cannot start a stack in %s: %d MiB are free and %d are needed; free some, or use another directory",
              directory,
              usable >> 20,
              NEEDED_BYTES >> 20));
    }
  }

  /**
   * S3Proxy keeps an object's type and metadata in extended attributes, and without them silently
   * loses both.
   *
   * @throws StackException STK-001
   */
  static void requireExtendedAttributes(Path directory) throws IOException {
    Path probe = Files.createTempFile(directory, ".xattr", ".probe");
    try {
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(probe, UserDefinedFileAttributeView.class);
      if (view != null) {
        view.write("mintmark", ByteBuffer.wrap(new byte[] {1}));
        return;
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw noExtendedAttributes(directory, e);
    } finally {
      Files.delete(probe);
    }
    throw noExtendedAttributes(directory, null);
  }

  /** Whether this process is root, as which PostgreSQL refuses to run. */
  static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /**
   * As root, PostgreSQL is started in a user namespace, where it is nobody.
   *
   * @throws StackException STK-003
   */
  static void requireUserNamespaces() throws IOException {
    try {
      Process process =
          new ProcessBuilder(List.of("unshare", "-U", "true"))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() == 0) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    throw new StackException(
        "STK-003",
        "cannot start PostgreSQL as root: `unshare -U true` fails, so this machine allows no user"
            + " namespaces; run as another user, or allow them (in a container: --security-opt"
            + " seccomp=unconfined, or run it with --user)");
  }

  private static StackException noExtendedAttributes(
      Path directory, @org.jspecify.annotations.Nullable Throwable cause) {
    StackException refusal =
        new StackException(
            "STK-001",
            "cannot keep S3 objects in "
                + directory
                + ": its file system has no user extended attributes; use a directory on ext4, xfs,"
                + " btrfs or overlay over one of them");
    if (cause != null) {
      refusal.initCause(cause);
    }
    return refusal;
  }
}
