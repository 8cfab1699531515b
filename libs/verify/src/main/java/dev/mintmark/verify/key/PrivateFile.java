package dev.mintmark.verify.key;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** A file that its owner alone may read and write. */
final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(OWNER_READ, OWNER_WRITE);

  private PrivateFile() {}

  static byte[] read(Path file) {
    try {
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      if (!attributes.isRegularFile() || attributes.size() > Pem.MAX_BYTES) {
        throw new RefusedException(
            RefusalCode.KEY_FILE_UNREADABLE,
            "cannot read private key " + file + ": it is not a small plain file");
      }
      if (!OWNER_ONLY.containsAll(attributes.permissions())) {
        throw new RefusedException(
            RefusalCode.KEY_FILE_OPEN,
            "cannot use private key "
                + file
                + ": its mode is "
                + PosixFilePermissions.toString(attributes.permissions())
                + ", others than its owner may use it; replace the key, or if nobody saw it run:"
                + " chmod 600 "
                + file);
      }
      return Files.readAllBytes(file);
    } catch (IOException | UnsupportedOperationException e) {
      throw new RefusedException(
          RefusalCode.KEY_FILE_UNREADABLE,
          "cannot read private key " + file + ": no such file, or its mode cannot be seen: " + e,
          e);
    }
  }

  /** Writes whole or not at all; what is there stays. */
  static void create(Path file, byte[] content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path temporary =
        Files.createTempFile(
            absolute.getParent(), ".key", ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        OutputStream out = Channels.newOutputStream(channel);
        out.write(content);
        channel.force(true);
      }
      // A link, since a move would replace what is there.
      Files.createLink(absolute, temporary);
    } catch (FileAlreadyExistsException e) {
      throw new RefusedException(
          RefusalCode.KEY_FILE_EXISTS,
          "cannot write private key " + file + ": the file is there already; move it away first",
          e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
