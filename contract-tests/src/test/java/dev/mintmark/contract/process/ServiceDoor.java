package dev.mintmark.contract.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Where a service that runs as a process of the tests answers, and how such a process is ended.
 *
 * @param port on loopback
 */
public record ServiceDoor(int port) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int STOP_SECONDS = 60;

  /** On a port that nobody has now. */
  public static ServiceDoor free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new ServiceDoor(socket.getLocalPort());
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Whether it answers that it is ready. */
  public boolean isReady() {
    HttpRequest request =
        HttpRequest.newBuilder(url().resolve("/q/health/ready")).timeout(PATIENCE).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks a process to end and waits for a minute; then kills it. */
  public static void stop(Process process) {
    process.destroy();
    process.onExit().completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS).join();
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Ends the guard of a process that has ended. */
  public static void endGuard(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The guard has ended already.
    }
  }
}
