package dev.mintmark.embedded.server;

import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chooses loopback ports and keeps the choice in a file. They lie below the range that the kernel
 * hands to outgoing connections, so that a stopped stack's port is still free at its next start.
 */
public final class Ports {
  private static final int LOWEST = 20_000;
  private static final int COUNT = 10_000;

  private final Path file;
  private final SortedMap<String, String> kept;
  private final SecureRandom random = new SecureRandom();

  private Ports(Path file, SortedMap<String, String> kept) {
    this.file = file;
    this.kept = kept;
  }

  /** The ports kept in {@code file}, which need not be there. */
  public static Ports keptIn(Path file) throws IOException {
    return new Ports(file, Files.exists(file) ? PrivateFiles.read(file) : new TreeMap<>());
  }

  /**
   * A port for {@code name}: the kept one where it is still free, else another.
   *
   * @throws StackException STK-004 never: a chosen port gives way
   */
  public int choose(String name) throws IOException {
    String before = kept.get(name);
    if (before != null && isFree(Integer.parseInt(before))) {
      return Integer.parseInt(before);
    }
    int port = free(kept.values());
    kept.put(name, Integer.toString(port));
    PrivateFiles.write(file, kept);
    return port;
  }

  /**
   * The port that the user named.
   *
   * @throws StackException STK-004 where another program listens on it
   */
  public static int require(String name, int port) {
    if (port < 1 || port > 65_535 || !isFree(port)) {
      throw new StackException(
          "STK-004",
          "cannot listen on 127.0.0.1:"
              + port
              + " for "
              + name
              + ": the port is taken or not allowed; end the program that has it, or name another");
    }
    return port;
  }

  private int free(Collection<String> taken) {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = LOWEST + random.nextInt(COUNT);
      if (!taken.contains(Integer.toString(port)) && isFree(port)) {
        return port;
      }
    }
    throw new StackException("STK-004", "no free port between 20000 and 29999");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
