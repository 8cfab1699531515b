package dev.mintmark.oci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * How much more memory a large layer takes than a small one, in a JVM of {@code -Xmx128m}: {@code
 * -Dmintmark.layer.megabytes=2048} for 2 GiB.
 */
class LayerMemoryTest {
  private static final int MEGABYTES = Integer.getInteger("mintmark.layer.megabytes", 96);
  private static final long MOST_GROWTH = 64L << 20;

  @Test
  void aLargeLayerTakesNoMoreMemoryThanItsBlocks() throws Exception {
    assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")), "needs Linux, whose /proc tells the peak");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Xms16m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                Integer.toString(MEGABYTES))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    List<Long> peaks = said.lines().map(Long::valueOf).toList();
    System.out.println(
        "layer of " + MEGABYTES + " MiB: peak " + peaks.get(0) + " bytes before, " + peaks.get(1));
    assertThat(peaks.get(1) - peaks.get(0)).isLessThan(MOST_GROWTH);
  }

  /** Prints the process's peak after a small layer, and after the large one. */
  static final class Program {
    private Program() {}

    public static void main(String[] args) throws IOException {
      write(1L << 20);
      System.out.println(peak());
      write(Long.parseLong(args[0]) << 20);
      System.out.println(peak());
    }

    private static void write(long size) throws IOException {
      new LayerWriter(0, 2)
          .write(
              List.of(new LayerEntry.File("model", 0644, size, null, () -> new Noise(size))),
              OutputStream.nullOutputStream());
    }

    private static long peak() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElseThrow();
    }
  }

  /** Half noise, half a pattern, as a quantized model is. */
  private static final class Noise extends InputStream {
    private final byte[] block = new byte[1 << 16];
    private long left;

    Noise(long size) {
      left = size;
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < block.length; i++) {
        block[i] = (byte) (i % 2 == 0 ? random.nextInt() : i / 512);
      }
    }

    @Override
    public int read() {
      if (left == 0) {
        return -1;
      }
      return block[(int) (left-- % block.length)] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      if (left == 0) {
        return -1;
      }
      int n = (int) Math.min(Math.min(count, left), block.length);
      System.arraycopy(block, 0, bytes, offset, n);
      left -= n;
      return n;
    }
  }
}
