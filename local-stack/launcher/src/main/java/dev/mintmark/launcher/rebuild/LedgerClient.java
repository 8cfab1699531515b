package dev.mintmark.launcher.rebuild;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.embedded.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** release-ledger's HTTP API, as far as a rebuild's launcher needs it. */
public final class LedgerClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final URI base;
  private final String token;

  /**
   * A client.
   *
   * @param token of an operator
   */
  public LedgerClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /**
   * A rebuild; empty where the ledger does not know it, or not yet.
   *
   * @throws IOException when it gives no answer now
   */
  public Optional<RunView> run(String run) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = get("/v1/rebuilds/" + run, BodyHandlers.ofByteArray());
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    require(response);
    try {
      return Optional.of(RunView.of(JSON.readTree(response.body())));
    } catch (IllegalArgumentException e) {
      throw new StackException(
          "STK-043", "cannot understand what release-ledger says about " + run + ": " + e, e);
    }
  }

  /**
   * Fetches a small artifact; empty where the store has it no more.
   *
   * @throws StackException STK-042 where the bytes have another digest
   */
  Optional<byte[]> artifact(Digest digest) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = get("/v1/artifacts/" + digest, BodyHandlers.ofByteArray());
    if (isGone(response)) {
      return Optional.empty();
    }
    require(response);
    check(digest, Digest.of(response.body()));
    return Optional.of(response.body());
  }

  /**
   * Fetches an artifact into a file, whose digest the caller checks.
   *
   * @return false where the store has it no more
   */
  boolean artifact(Digest digest, Path file) throws IOException, InterruptedException {
    HttpResponse<Path> response = get("/v1/artifacts/" + digest, BodyHandlers.ofFile(file));
    if (isGone(response)) {
      Files.deleteIfExists(file);
      return false;
    }
    require(response);
    return true;
  }

  static void check(Digest expected, Digest found) {
    if (!expected.equals(found)) {
      throw new StackException(
          "STK-042",
          "cannot use artifact "
              + expected
              + " of a toolchain: its bytes have digest "
              + found
              + "; put the right ones back into the store");
    }
  }

  private static boolean isGone(HttpResponse<?> response) {
    return response.statusCode() == 404 || response.statusCode() == 410;
  }

  private <T> HttpResponse<T> get(String path, BodyHandler<T> body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Authorization", "Bearer " + token)
            .timeout(LIMIT)
            .GET()
            .build();
    return client.send(request, body);
  }

  private static void require(HttpResponse<?> response) throws IOException {
    int status = response.statusCode();
    if (status == 401 || status == 403) {
      throw new StackException(
          "STK-043", "release-ledger refuses the operator's token of this home: " + status);
    }
    if (status != 200) {
      throw new IOException(response.uri().getPath() + " of release-ledger answered " + status);
    }
  }
}
