package dev.mintmark.oci.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body that gives up when nothing has come for a while: the JDK's own streams wait for
 * ever. Asks for the next bytes only when the last ones were read, so memory stays bounded.
 */
public final class BodyStream extends InputStream implements Flow.Subscriber<List<ByteBuffer>> {
  private sealed interface Signal {}

  private record Bytes(List<ByteBuffer> buffers) implements Signal {}

  private record End(@Nullable Throwable failure) implements Signal {}

  private final URI source;
  private final Duration patience;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Deque<ByteBuffer> pending = new ArrayDeque<>();
  private Flow.@Nullable Subscription subscription;
  private boolean ended;

  private BodyStream(URI source, Duration patience) {
    this.source = source;
    this.patience = patience;
  }

  /**
   * @param source for errors
   * @param patience how long nothing may come
   */
  public static BodyStream of(
      Flow.Publisher<List<ByteBuffer>> body, URI source, Duration patience) {
    BodyStream stream = new BodyStream(source, patience);
    body.subscribe(stream);
    return stream;
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription value) {
    subscription = value;
    value.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    signals.add(new Bytes(buffers));
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(new End(failure));
  }

  @Override
  public void onComplete() {
    signals.add(new End(null));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (pending.isEmpty() && !ended) {
      await();
    }
    ByteBuffer next = pending.peek();
    if (next == null) {
      return -1;
    }
    int n = Math.min(length, next.remaining());
    next.get(into, offset, n);
    if (!next.hasRemaining()) {
      pending.remove();
      if (pending.isEmpty()) {
        requestMore();
      }
    }
    return n;
  }

  private void await() throws IOException {
    Signal signal;
    try {
      signal = signals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + source);
    }
    switch (signal) {
      case null ->
          throw new HttpTimeoutException(
              "gave up reading " + source + ": no byte for " + patience.toSeconds() + " s");
      case Bytes bytes -> {
        bytes.buffers().stream().filter(ByteBuffer::hasRemaining).forEach(pending::add);
        if (pending.isEmpty()) {
          requestMore();
        }
      }
      case End end -> {
        ended = true;
        if (end.failure() != null) {
          throw new IOException("the connection broke while reading " + source, end.failure());
        }
      }
    }
  }

  private synchronized void requestMore() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  /** Drops the rest; the connection is closed unless the body was read to its end. */
  @Override
  public synchronized void close() {
    ended = true;
    pending.clear();
    if (subscription != null) {
      subscription.cancel();
    }
  }
}
