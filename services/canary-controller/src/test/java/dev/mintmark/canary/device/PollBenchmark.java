package dev.mintmark.canary.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.device.DeviceIdentity;
import dev.mintmark.kit.device.DeviceTokens;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Polls of a fleet that has what it was ordered: {@code If-None-Match}, answered 304, over
 * keep-alive connections that each speak for many devices; PostgreSQL behind it, both ends on one
 * machine. Arguments: devices (10000), connections (64), seconds (20), polls a second (0: as many
 * as go).
 */
final class PollBenchmark {
  private static final String INDEX = Digest.of("the release".getBytes(UTF_8)).toString();
  private static final DeviceTokens TOKENS = new DeviceTokens(ControllerProcess.DEVICE_KEY);

  private PollBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    int devices = argument(arguments, 0, 10_000);
    int connections = argument(arguments, 1, 64);
    int seconds = argument(arguments, 2, 20);
    int rate = argument(arguments, 3, 0);
    Path folder = Files.createTempDirectory("poll-benchmark");
    try (RunningController controller = RunningController.start(folder)) {
      enrol(controller.tables(), devices);
      controller.restart();
      run(controller.base(), devices, connections, 5, rate);
      report(
          devices,
          connections,
          seconds,
          run(controller.base(), devices, connections, seconds, rate));
      System.out.println(
          "poll times written: "
              + controller.tables().strings("select count(*) from canary.device_poll").getFirst());
    }
  }

  private static int argument(String[] arguments, int at, int otherwise) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
  }

  private static String name(int device) {
    return "bench-%05d".formatted(device);
  }

  private static void enrol(FleetTables tables, int devices) throws Exception {
    tables.update(
        "insert into canary.device (device, device_class, generation, enrolled)"
            + " select 'bench-' || to_char(i, 'FM00000'), 'cpu-amd64', 1, now()"
            + " from generate_series(0, ? - 1) i",
        devices);
    String[] all = new String[devices];
    Arrays.setAll(all, PollBenchmark::name);
    tables.order(INDEX, all);
  }

  private static List<long[]> run(URI base, int devices, int connections, int seconds, int rate)
      throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long pause = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(connections) / rate;
    List<Future<long[]>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int c = 0; c < connections; c++) {
        int first = c;
        running.add(
            threads.submit(() ->
                poll(
                    base,
                    requests(devices, first, connections),
                    end,
                    pause,
                    pause * first / connections)));
      }
    }
    List<long[]> latencies = new ArrayList<>();
    for (Future<long[]> one : running) {
      latencies.add(one.get());
    }
    return latencies;
  }

  private static byte[][] requests(int devices, int first, int step) {
    List<byte[]> requests = new ArrayList<>();
    for (int d = first; d < devices; d += step) {
      requests.add(
          """
          GET /v1/devices/%s/desired HTTP/1.1\r
          Host: 127.0.0.1\r
          Authorization: Bearer %s\r
          If-None-Match: "1"\r
          \r
          """
              .formatted(name(d), TOKENS.issue(new DeviceIdentity(name(d), "cpu-amd64", 1)))
              .getBytes(ISO_8859_1));
    }
    return requests.toArray(byte[][]::new);
  }

  /** Latencies in nanoseconds, from when a poll was due: a late start counts. */
  private static long[] poll(URI base, byte[][] requests, long end, long pause, long offset)
      throws Exception {
    long[] latencies = new long[1 << 16];
    int count = 0;
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      long due = System.nanoTime() + offset;
      while (due < end) {
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        socket.getOutputStream().write(requests[count % requests.length]);
        readNotModified(in);
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, count * 2);
        }
        latencies[count++] = System.nanoTime() - due;
        due = pause == 0 ? System.nanoTime() : due + pause;
      }
    }
    return Arrays.copyOf(latencies, count);
  }

  /** A 304 has no body: it ends with its empty line (RFC 9112, section 6.3). */
  private static void readNotModified(InputStream in) throws IOException {
    String status = line(in);
    if (!status.startsWith("HTTP/1.1 304 ")) {
      throw new IOException("answered " + status);
    }
    while (!line(in).isEmpty()) {
      // Headers.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static void report(int devices, int connections, int seconds, List<long[]> latencies) {
    long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "devices %d, connections %d, %d s: %d polls, %.0f/s, p50 %.1f ms, p99 %.1f ms, max %.1f ms,"
            + " load %.1f%n",
        devices,
        connections,
        seconds,
        all.length,
        all.length / (double) seconds,
        millis(all, 0.5),
        millis(all, 0.99),
        millis(all, 1),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static double millis(long[] sorted, double quantile) {
    return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e6;
  }
}
