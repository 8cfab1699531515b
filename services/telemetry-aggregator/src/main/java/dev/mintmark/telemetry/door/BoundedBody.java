package dev.mintmark.telemetry.door;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Collects a request's body up to a length; of a longer one nothing is kept. */
final class BoundedBody {
  private final int longest;
  private final Promise<byte[]> whole = Promise.promise();
  private Buffer buffer = Buffer.buffer();
  private boolean tooLong;

  private BoundedBody(int longest) {
    this.longest = longest;
  }

  /** The body is longer than it may be. */
  static final class TooLongException extends Exception {
    TooLongException() {
      super("the body is too long", null, false, false);
    }
  }

  /**
   * The whole body, once it is there.
   *
   * @return fails with {@link TooLongException} at the first byte too many
   */
  static Future<byte[]> of(HttpServerRequest request, int longest) {
    BoundedBody body = new BoundedBody(longest);
    request.exceptionHandler(body.whole::tryFail);
    request.endHandler(end -> body.whole.tryComplete(body.buffer.getBytes()));
    request.handler(body::take);
    return body.whole.future();
  }

  private void take(Buffer part) {
    if (tooLong) {
      return;
    }
    if (buffer.length() + part.length() > longest) {
      tooLong = true;
      buffer = Buffer.buffer();
      whole.tryFail(new TooLongException());
      return;
    }
    buffer.appendBuffer(part);
  }
}
