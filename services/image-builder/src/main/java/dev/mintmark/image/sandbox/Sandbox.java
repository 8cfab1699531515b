package dev.mintmark.image.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A folder in which programs run that see nothing else, and reach nothing. */
public final class Sandbox {
  /** How much a program may say. */
  public static final long MAX_OUTPUT = 16 << 20;

  /** Storage, by which a sandbox is known, goes last. */
  private static final List<String> WRITABLE = List.of("home", "tmp", "run", "storage");

  /** Programs that are being killed may still write for a moment. */
  private static final int TRIES = 20;

  private final Path folder;
  private final IdMap ids;

  private Sandbox(Path folder, IdMap ids) {
    this.folder = folder;
    this.ids = ids;
  }

  /**
   * How a program ended.
   *
   * @param exit its code; without meaning unless it ended by itself
   * @param tail the last that it said
   */
  public record Ended(End how, int exit, String tail) {}

  /** Why it ended. */
  public enum End {
    BY_ITSELF,
    TOO_LONG,
    TOO_MUCH_OUTPUT
  }

  /**
   * A sandbox in a folder that is made here.
   *
   * @param folder must not be there
   */
  public static Sandbox in(Path folder) throws IOException {
    Sandbox sandbox = new Sandbox(folder, IdMap.ofThisProcess());
    makeFolder(folder);
    for (String name : WRITABLE) {
      makeFolder(folder.resolve(name));
      sandbox.ids.give(folder.resolve(name));
    }
    sandbox.ids.give(folder);
    return sandbox;
  }

  /** Makes a folder that anybody may read, whatever this process's umask is. */
  public static void makeFolder(Path folder) throws IOException {
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What is {@code /work} within. */
  public Path folder() {
    return folder;
  }

  /**
   * Runs a command to its end; nothing that it started is left then.
   *
   * @throws SandboxException when the machine does not allow it
   */
  public Ended run(List<String> command, Duration limit) throws IOException, SandboxException {
    try (UserNamespace namespace = UserNamespace.open(ids)) {
      List<String> words = new ArrayList<>(namespace.enter());
      words.addAll(
          List.of(
              "unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child"));
      words.addAll(List.of("sh", "-c", script(), "sandbox"));
      words.addAll(command);
      Process process = Commands.start(folder, words);
      try {
        return new Watch(process, limit, MAX_OUTPUT).untilEnd();
      } finally {
        process.destroyForcibly();
        Commands.exit(process);
      }
    }
  }

  /** Removes what programs keep for themselves; the rest stays. */
  public void removeStorage() throws IOException, SandboxException {
    remove(ids, folder, WRITABLE);
  }

  /** Removes what sandboxes of a killed process left below a folder. */
  public static void removeLeftovers(Path workDir) throws IOException {
    if (!Files.isDirectory(workDir)) {
      return;
    }
    IdMap ids = IdMap.ofThisProcess();
    List<Path> left;
    try (Stream<Path> found =
        Files.find(workDir, 2, (path, attributes) -> !path.equals(workDir) && isSandbox(path))) {
      left = found.sorted().toList();
    }
    for (Path sandbox : left) {
      try {
        remove(ids, sandbox, WRITABLE);
      } catch (SandboxException e) {
        throw new IOException("cannot remove " + sandbox + ": " + e.getMessage(), e);
      }
    }
  }

  private static boolean isSandbox(Path path) {
    return Files.isDirectory(path.resolve("storage"));
  }

  /** As the sandbox's own root, for some files are its other users'. */
  private static void remove(IdMap ids, Path folder, List<String> names)
      throws IOException, SandboxException {
    try (UserNamespace namespace = UserNamespace.open(ids)) {
      List<String> words = new ArrayList<>(namespace.enter());
      words.addAll(List.of("rm", "-rf", "--"));
      words.addAll(names);
      for (int i = 1; ; i++) {
        Process process = Commands.start(folder, words);
        String said = new String(process.getInputStream().readNBytes(1 << 12), UTF_8).strip();
        if (Commands.exit(process) == 0) {
          return;
        }
        if (i == TRIES) {
          throw new IOException("cannot empty " + folder + ": " + said);
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  private static String script() {
    try (InputStream in = Sandbox.class.getResourceAsStream("sandbox.sh")) {
      if (in == null) {
        throw new IllegalStateException("sandbox.sh is not in the jar");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
