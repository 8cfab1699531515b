package dev.mintmark.oci.layer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One block of a gzip stream on its way: filled, compressed on some thread, written, used again.
 */
final class GzipBlock {
  static final int SIZE = 1 << 20;

  private static final int WINDOW = 1 << 15;

  private final BlockDeflater deflater = new BlockDeflater();
  // Holds any compressed block whole (zlib's deflateBound), so that a flush ends in one call.
  private final byte[] deflated = new byte[SIZE + SIZE / 64];
  // The end of the block before, then this one.
  private final byte[] input = new byte[WINDOW + SIZE];
  private int window;
  private int filled;
  private @Nullable FutureTask<Integer> compressing;

  /** Empties it, to stand behind another one, or at the start. */
  void begin(@Nullable GzipBlock before) {
    filled = 0;
    window = before == null ? 0 : Math.min(WINDOW, before.filled);
    if (before != null) {
      System.arraycopy(
          before.input, WINDOW + before.filled - window, input, WINDOW - window, window);
    }
  }

  boolean isFull() {
    return filled == SIZE;
  }

  int size() {
    return filled;
  }

  /** Takes as many bytes as it has room for. */
  int fill(byte[] bytes, int offset, int count) {
    int n = Math.min(count, SIZE - filled);
    System.arraycopy(bytes, offset, input, WINDOW + filled, n);
    filled += n;
    return n;
  }

  void addTo(CRC32 crc) {
    crc.update(input, WINDOW, filled);
  }

  /**
   * Compresses it.
   *
   * @param aside on a thread of its own, else before this returns
   */
  void compress(boolean last, boolean aside) {
    FutureTask<Integer> task = new FutureTask<>(() -> deflate(last));
    compressing = task;
    if (aside) {
      Thread.startVirtualThread(task);
    } else {
      task.run();
    }
  }

  private int deflate(boolean last) {
    return deflater.deflate(input, WINDOW, filled, window, last, deflated);
  }

  /** Waits until it is compressed. */
  void writeTo(OutputStream out) throws IOException {
    out.write(deflated, 0, await());
  }

  private int await() throws IOException {
    FutureTask<Integer> task = compressing;
    if (task == null) {
      throw new IllegalStateException("not compressed");
    }
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a layer is compressed");
    } catch (ExecutionException e) {
      throw new IllegalStateException("compressing memory failed", e.getCause());
    }
  }

  /** Frees what is not on the heap; waits until nobody compresses it any more. */
  void end() {
    boolean interrupted = false;
    while (compressing != null && !compressing.isDone()) {
      try {
        compressing.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        break;
      }
    }
    deflater.end();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
