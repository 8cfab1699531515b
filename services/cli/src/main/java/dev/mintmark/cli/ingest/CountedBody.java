package dev.mintmark.cli.ingest;

import dev.mintmark.cli.request.Upload;
import dev.mintmark.cli.terminal.Progress;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A body of known length that reports what was taken of it. */
final class CountedBody extends FilterInputStream {
  private final LongConsumer counter;

  private CountedBody(InputStream in, LongConsumer counter) {
    super(in);
    this.counter = counter;
  }

  /** Sending it again starts the count of this body anew. */
  static BodyPublisher of(Upload upload, Progress progress) {
    AtomicLong sent = new AtomicLong();
    LongConsumer counter =
        count -> {
          sent.addAndGet(count);
          progress.advance(count);
        };
    BodyPublisher bytes =
        BodyPublishers.ofInputStream(() -> {
          counter.accept(-sent.get());
          return new CountedBody(open(upload), counter);
        });
    return BodyPublishers.fromPublisher(bytes, upload.artifact().size());
  }

  private static InputStream open(Upload upload) {
    try {
      return switch (upload) {
        case Upload.OfFile file -> Files.newInputStream(file.file());
        case Upload.OfBytes bytes -> new ByteArrayInputStream(bytes.bytes());
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    if (one >= 0) {
      counter.accept(1);
    }
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      counter.accept(count);
    }
    return count;
  }
}
