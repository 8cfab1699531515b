package dev.mintmark.registry.http;

import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.registry.local.LocalBlobs;
import dev.mintmark.registry.serve.Answer;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes answers. A blob goes through two buffers: one is filled while the client takes the other.
 */
final class AnswerWriter {
  private static final int PIECE = 1 << 18;

  private final BlobBytes blobs;
  private final ManifestBytes manifests;
  private final Duration timeout;

  AnswerWriter(ArtifactStore store, LocalBlobs copies, Duration timeout) {
    this.blobs = new BlobBytes(store, copies);
    this.manifests = new ManifestBytes(store);
    this.timeout = timeout;
  }

  /** Returns when all is written. */
  void write(HttpServerRequest request, Answer answer) throws IOException {
    boolean withBody = !request.method().equals(HttpMethod.HEAD);
    HttpServerResponse response = request.response();
    switch (answer.body()) {
      case Answer.Bytes(byte[] bytes) -> {
        head(response, answer);
        end(response, withBody ? bytes : new byte[0]);
      }
      case Answer.StoredManifest manifest -> {
        byte[] bytes = withBody ? manifests.read(manifest.digest()) : new byte[0];
        head(response, answer);
        end(response, bytes);
      }
      case Answer.StoredBlob blob -> {
        if (withBody) {
          stream(response, answer, blob);
        } else {
          head(response, answer);
          end(response, new byte[0]);
        }
      }
    }
  }

  private static void head(HttpServerResponse response, Answer answer) {
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (answer.status() != 204) {
      response.putHeader("Content-Length", Long.toString(answer.body().length()));
    }
    response.putHeader("Docker-Distribution-Api-Version", "registry/2.0");
    response.putHeader("X-Content-Type-Options", "nosniff");
  }

  private void end(HttpServerResponse response, byte[] bytes) throws IOException {
    await(response.end(Buffer.buffer(bytes)));
  }

  private void stream(HttpServerResponse response, Answer answer, Answer.StoredBlob blob)
      throws IOException {
    int piece = (int) Math.max(1, Math.min(PIECE, blob.length()));
    byte[] next = new byte[piece];
    byte[] other = new byte[blob.length() > piece ? piece : 0];
    try (BlobBytes.Source in = blobs.open(blob)) {
      int count = in.read(next);
      head(response, answer);
      while (count > 0) {
        byte[] taken = next;
        Future<Void> written = response.write(wrapped(taken, count));
        // Fails before its last bytes when the blob is damaged: the client, short of them, knows
        // it.
        count = other.length == 0 ? 0 : in.read(other);
        await(written);
        next = other;
        other = taken;
      }
    }
    await(response.end());
  }

  /** Not copied: left alone until it is written. */
  private static Buffer wrapped(byte[] bytes, int count) {
    return Buffer.buffer(Unpooled.wrappedBuffer(bytes, 0, count));
  }

  private void await(Future<Void> write) throws IOException {
    try {
      write
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the client went away", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the client took nothing for " + timeout.toSeconds() + " s", e);
    }
  }
}
