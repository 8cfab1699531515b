package dev.mintmark.launcher.home;

import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.server.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Where a stack keeps everything; its folders are mode 0700.
 *
 * @param root absolute and normalised
 */
public record Home(Path root) {
  private static final Duration RETRY = Duration.ofMillis(50);

  public Home {
    root = root.toAbsolutePath().normalize();
  }

  /** Servers' data. */
  public Path data() {
    return root.resolve("data");
  }

  public Path stateFile() {
    return root.resolve("stack.json");
  }

  public Path tokensFile() {
    return root.resolve("tokens.json");
  }

  /** Who may push into the registry, and where. */
  public Path registryTokensFile() {
    return root.resolve("registry-tokens.json");
  }

  /** Which registries elsewhere get every release; need not be there. */
  public Path registryMirrorsFile() {
    return root.resolve("registry-mirrors.properties");
  }

  public Path portsFile() {
    return root.resolve("ports.properties");
  }

  /** Digests of the files that services run from, as long as these do not change. */
  public Path digestsFile() {
    return root.resolve("digests");
  }

  /** Toolchains of other builds, fetched to run again: a folder each, named by its tree digest. */
  public Path toolchains() {
    return root.resolve("toolchains");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  public Path configuration(String service) {
    return root.resolve("conf").resolve(service + ".properties");
  }

  /** Scratch of a service, emptied at each start of the stack. */
  public Path work(String service) {
    return root.resolve("work").resolve(service);
  }

  public Path log(String name) {
    return root.resolve("logs").resolve(name + ".log");
  }

  /** Makes the folders that are not there. */
  public void create() {
    try {
      PrivateFiles.folder(root);
      for (String name : new String[] {"conf", "keys", "logs", "work"}) {
        PrivateFiles.folder(root.resolve(name));
      }
    } catch (IOException e) {
      throw new StackException(
          "STK-009",
          "cannot make " + root + ": " + e + "; name another with --home or MINTMARK_HOME",
          e);
    }
  }

  /**
   * Takes the home for this process; the lock ends with it, however it ends.
   *
   * @throws StackException STK-002 where a stack runs here
   */
  public FileChannel lock() throws IOException {
    return lock(Duration.ZERO);
  }

  /**
   * Takes a rebuild for this process; the lock ends with it.
   *
   * @throws StackException STK-044 where another process has its workers
   */
  public FileChannel lockRebuild(String run) throws IOException {
    FileChannel channel =
        FileChannel.open(
            root.resolve("work").resolve(run + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw new StackException(
          "STK-044", "cannot start the steps of " + run + ": another process has started them");
    }
    return channel;
  }

  /**
   * As {@link #lock()}, but waits: a process that is seen to have ended may hold its lock for a
   * moment more, until its last thread is gone.
   */
  public FileChannel lock(Duration patience) throws IOException {
    FileChannel channel =
        FileChannel.open(
            root.resolve("launcher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long end = System.nanoTime() + patience.toNanos();
    FileLock lock = channel.tryLock();
    while (lock == null && System.nanoTime() < end) {
      LockSupport.parkNanos(RETRY.toNanos());
      lock = channel.tryLock();
    }
    if (lock == null) {
      channel.close();
      throw new StackException(
          "STK-002",
          "cannot start a stack in " + root + ": one is running there; `mintmark down` stops it");
    }
    return channel;
  }
}
