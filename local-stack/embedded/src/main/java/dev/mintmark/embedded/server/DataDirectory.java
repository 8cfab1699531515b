package dev.mintmark.embedded.server;

import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A stack's folder, held by one stack at a time; the lock ends with the process, however it ends.
 */
final class DataDirectory implements AutoCloseable {
  private final Path root;
  private final FileChannel lock;

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * @throws StackException STK-002 where another stack has it, STK-009 where it cannot be made
   */
  static DataDirectory take(Path root) throws IOException {
    try {
      PrivateFiles.folder(root);
    } catch (FileSystemException e) {
      throw new StackException(
          "STK-009",
          "cannot make the data directory " + root + ": " + e + "; name one that you may write",
          e);
    }
    FileChannel channel =
        FileChannel.open(
            root.resolve("stack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = channel.tryLock();
    if (held == null) {
      channel.close();
      throw new StackException(
          "STK-002",
          "cannot start a stack in "
              + root
              + ": one is running there; stop it first, or use another directory");
    }
    return new DataDirectory(root, channel);
  }

  Path file(String name) {
    return root.resolve(name);
  }

  Path folder(String name) throws IOException {
    return PrivateFiles.folder(root.resolve(name));
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
