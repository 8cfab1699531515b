package dev.mintmark.registry.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that was paused when it arrived, for one reader. Only a few pieces are
 * asked of the client before the reader has taken the ones before.
 */
final class RequestBody extends InputStream {
  /** Pieces, of at most 64 KiB each, that may wait for the reader. */
  private static final int AHEAD = 8;

  /** So many are asked for at once, as each asking goes through the connection's thread. */
  private static final int AGAIN = 4;

  /** Of a body that nobody wants: so much is let go by, for the sake of the connection. */
  private static final long TOLERATED = 4L << 20;

  private sealed interface Piece {
    record Bytes(Buffer buffer) implements Piece {}

    record Cut(Throwable cause) implements Piece {}

    record End() implements Piece {}
  }

  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final HttpServerRequest request;
  private final Duration patience;
  private @Nullable Buffer current;
  private int position;
  private int taken;
  private boolean ended;

  private RequestBody(HttpServerRequest request, Duration patience) {
    this.request = request;
    this.patience = patience;
  }

  /** Begins to receive. */
  static RequestBody open(HttpServerRequest request, Duration patience) {
    RequestBody body = new RequestBody(request, patience);
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.exceptionHandler(cause -> body.pieces.add(new Piece.Cut(cause)));
    request.endHandler(end -> body.pieces.add(new Piece.End()));
    request.handler(buffer -> body.pieces.add(new Piece.Bytes(buffer)));
    request.fetch(AHEAD);
    return body;
  }

  /** Lets a body that was not read to its end go by; ends the connection where it is long. */
  static void letGo(HttpServerRequest request) {
    long[] gone = {0};
    try {
      request.exceptionHandler(cause -> {
        // Nobody is waiting for it.
      });
      request.handler(buffer -> {
        gone[0] += buffer.length();
        if (gone[0] > TOLERATED) {
          request.connection().close();
        }
      });
      request.resume();
    } catch (IllegalStateException e) {
      // It came to its end meanwhile.
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Buffer buffer = current;
    while (buffer == null || position == buffer.length()) {
      if (ended) {
        return -1;
      }
      buffer = next();
    }
    int count = Math.min(length, buffer.length() - position);
    buffer.getBytes(position, position + count, target, offset);
    position += count;
    return count;
  }

  private @Nullable Buffer next() throws IOException {
    current = null;
    position = 0;
    switch (take()) {
      case Piece.Bytes(Buffer buffer) -> {
        if (++taken % AGAIN == 0) {
          request.fetch(AGAIN);
        }
        current = buffer;
      }
      case Piece.End() -> ended = true;
      case Piece.Cut(Throwable cause) -> throw new IOException("the client broke off", cause);
    }
    return current;
  }

  private Piece take() throws IOException {
    try {
      Piece piece = pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (piece == null) {
        throw new IOException("the client sent nothing for " + patience.toSeconds() + " s");
      }
      return piece;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
