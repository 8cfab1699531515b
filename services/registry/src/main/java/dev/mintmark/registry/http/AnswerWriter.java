package dev.mintmark.registry.http;

import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.registry.serve.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes answers. A blob goes through one buffer: each piece is read when the client has taken the
 * one before.
 */
final class AnswerWriter {
  private static final int PIECE = 1 << 16;

  private final ArtifactStore store;
  private final ManifestBytes manifests;
  private final Duration timeout;

  AnswerWriter(ArtifactStore store, Duration timeout) {
    this.store = store;
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
    try (InputStream in = open(blob)) {
      byte[] next = in.readNBytes(PIECE);
      head(response, answer);
      while (next.length > 0) {
        byte[] piece = next;
        // The stream fails instead of ending when the bytes are damaged; the client, short of the
        // last piece, then knows it too.
        next = in.readNBytes(PIECE);
        await(response.write(Buffer.buffer(piece)));
      }
    }
    await(response.end());
  }

  private InputStream open(Answer.StoredBlob blob) {
    return blob.whole()
        ? store.open(blob.digest())
        : store.openRange(blob.digest(), blob.offset(), blob.length());
  }

  private void await(io.vertx.core.Future<Void> write) throws IOException {
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
