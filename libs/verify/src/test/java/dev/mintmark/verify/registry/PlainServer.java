package dev.mintmark.verify.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mintmark.content.Digest;
import dev.mintmark.verify.registry.TinyRegistry.Stored;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Answers GET and HEAD, one request a connection. Unlike the JDK's own server it hangs up at once
 * on a TLS greeting, which Go clients send first to every host and wait ten seconds over.
 */
final class PlainServer implements AutoCloseable {
  /** What stands at a request target; null for nothing. */
  @FunctionalInterface
  interface Site {
    @Nullable Stored at(String target) throws IOException;
  }

  private final Site site;
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  PlainServer(Site site) {
    this.site = site;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      in.mark(1);
      int first = in.read();
      in.reset();
      if (first != 'G' && first != 'H') {
        return;
      }
      String[] request = in.readLine().split(" ");
      for (String header = in.readLine(); header != null && !header.isEmpty(); ) {
        header = in.readLine();
      }
      send(connection.getOutputStream(), request[0].equals("HEAD"), site.at(request[1]));
    } catch (IOException e) {
      // The client went away; it is the one that notices.
      return;
    }
  }

  private static void send(OutputStream out, boolean head, @Nullable Stored stored)
      throws IOException {
    String headers =
        stored == null
            ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n"
            : "HTTP/1.1 200 OK\r\n"
                + ("Content-Length: " + stored.bytes().length + "\r\n")
                + ("Content-Type: " + stored.mediaType() + "\r\n")
                + ("Docker-Content-Digest: " + Digest.of(stored.bytes()) + "\r\n");
    out.write((headers + "Connection: close\r\n\r\n").getBytes(ISO_8859_1));
    if (stored != null && !head) {
      out.write(stored.bytes());
    }
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
