package dev.mintmark.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes over HTTP, into the built service with a heap of 96 MiB. */
class PushIT {
  private static final String NOBODY = "";

  @TempDir static Path folder;
  private static PushLine line;

  @BeforeAll
  static void start() throws IOException {
    line = PushLine.start(folder, true, "-Xmx96m");
  }

  @AfterAll
  static void stop() {
    line.close();
  }

  private static HttpResponse<String> send(
      String method, String path, String token, HttpRequest.BodyPublisher body) {
    return line.service.send(
        line.service.request(path, token).method(method, body).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> send(String method, String path, String token, byte[] body) {
    return send(method, path, token, BodyPublishers.ofByteArray(body));
  }

  private static String begin(String repository) {
    HttpResponse<String> answer =
        send("POST", "/v2/" + repository + "/blobs/uploads/", PushLine.ALL, new byte[0]);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static void push(String repository, byte[] blob) {
    String path = "/v2/" + repository + "/blobs/uploads/?digest=" + Digest.of(blob);
    assertThat(send("POST", path, PushLine.ALL, blob).statusCode()).isEqualTo(201);
  }

  private static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static HttpResponse<byte[]> pull(String repository, Digest digest) {
    String path = "/v2/" + repository + "/blobs/" + digest;
    return line.service.send(
        line.service.request(path, NOBODY).build(), BodyHandlers.ofByteArray());
  }

  @Test
  void takesABlobThatIsLargerThanItsHeap() throws IOException {
    Path file = folder.resolve("large");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < 160; i++) {
        out.write(noise(1 << 20, i));
      }
    }
    String upload = begin("mirror/large");

    HttpResponse<String> patched = send("PATCH", upload, PushLine.ALL, BodyPublishers.ofFile(file));
    assertThat(patched.statusCode()).as(patched.body()).isEqualTo(202);
    assertThat(patched.headers().firstValue("Range")).contains("0-" + ((160 << 20) - 1));
    HttpResponse<String> put =
        send("PUT", upload + "?digest=" + Digest.of(file), PushLine.ALL, new byte[0]);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(201);

    HttpResponse<Path> pulled =
        line.service.send(
            line.service.request(put.headers().firstValue("Location").get(), NOBODY).build(),
            BodyHandlers.ofFile(folder.resolve("pulled")));
    assertThat(Digest.of(pulled.body())).isEqualTo(Digest.of(file));
  }

  @Test
  void goesOnWithAnUploadAfterItWasKilled() throws Exception {
    byte[] blob = noise(3 << 20, 7);
    String upload = begin("mirror/killed");
    send("PATCH", upload, PushLine.ALL, java.util.Arrays.copyOf(blob, 1 << 20));

    line.service.killAndRestart();
    line.service.awaitReady();

    HttpResponse<String> status = send("GET", upload, PushLine.ALL, new byte[0]);
    assertThat(status.statusCode()).isEqualTo(204);
    assertThat(status.headers().firstValue("Range")).contains("0-" + ((1 << 20) - 1));
    HttpResponse<String> put =
        send(
            "PUT",
            upload + "?digest=" + Digest.of(blob),
            PushLine.ALL,
            java.util.Arrays.copyOfRange(blob, 1 << 20, blob.length));
    assertThat(put.statusCode()).as(put.body()).isEqualTo(201);
    assertThat(pull("mirror/killed", Digest.of(blob)).body()).isEqualTo(blob);
  }

  @Test
  void keepsWhatCameOfAPieceThatWasCut() throws Exception {
    byte[] blob = noise(1 << 20, 8);
    String upload = begin("mirror/cut");
    URI base = line.service.base();
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PATCH "
                  + upload
                  + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                  + PushLine.ALL
                  + "\r\nContent-Length: "
                  + blob.length
                  + "\r\n\r\n")
              .getBytes(UTF_8));
      out.write(blob, 0, 300_000);
      out.flush();
    }

    Awaitility.await()
        .untilAsserted(() ->
            assertThat(send("GET", upload, PushLine.ALL, new byte[0]).headers().firstValue("Range"))
                .contains("0-299999"));
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(
                    send(
                            "PUT",
                            upload + "?digest=" + Digest.of(blob),
                            PushLine.ALL,
                            java.util.Arrays.copyOfRange(blob, 300_000, blob.length))
                        .statusCode())
                .isEqualTo(201));
    assertThat(pull("mirror/cut", Digest.of(blob)).body()).isEqualTo(blob);
  }

  @Test
  void mendsAPoisonedKeyWhenItIsPushedAgain() throws Exception {
    byte[] blob = noise(50_000, 9);
    Digest digest = Digest.of(blob);
    push("mirror/poisoned", blob);
    line.line.overwrite(digest, Files.write(folder.resolve("poison"), noise(50_000, 10)));
    assertThat(pull("mirror/poisoned", digest).body()).as("from its copy").isEqualTo(blob);
    line.service.killAndRestart();
    line.service.awaitReady();
    assertThat(pull("mirror/poisoned", digest).statusCode()).isEqualTo(500);

    push("mirror/poisoned", blob);

    assertThat(pull("mirror/poisoned", digest).body()).isEqualTo(blob);
  }

  @Test
  void servesAndMountsABlobOfItsOwnRepositoryOnly() {
    byte[] blob = noise(1000, 11);
    push("secret/one", blob);
    String digest = Digest.of(blob).toString();

    HttpResponse<String> other =
        send("GET", "/v2/mirror/other/blobs/" + digest, PushLine.ALL, new byte[0]);
    assertThat(other.statusCode()).isEqualTo(404);
    HttpResponse<String> mount =
        send(
            "POST",
            "/v2/mirror/other/blobs/uploads/?mount=" + digest,
            PushLine.MIRROR,
            new byte[0]);
    assertThat(mount.statusCode()).isEqualTo(202);
    assertThat(pull("mirror/other", Digest.of(blob)).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest(name = "{0} {1} by {2}: {3}")
  @CsvSource({
    "POST,   mirror/a/blobs/uploads/, '',                        401",
    "POST,   mirror/a/blobs/uploads/, anonymous,                 401",
    "POST,   mirror/a/blobs/uploads/, wrong-token-000000,        401",
    "POST,   mirror/a/blobs/uploads/, " + PushLine.VIEWER + ",   403",
    "POST,   mirror/a/blobs/uploads/, " + PushLine.MIRROR + ",   202",
    "POST,   mirrors/blobs/uploads/,  " + PushLine.MIRROR + ",   403",
    "POST,   mirrors/blobs/uploads/,  " + PushLine.ALL + ",      202",
    "PUT,    mirror/a/manifests/v1,   '',                        401",
    "DELETE, mirror/a/manifests/v1,   '',                        401",
    "DELETE, mirror/a/manifests/v1,   " + PushLine.MIRROR + ",   403",
    "DELETE, mirror/a/manifests/v1,   " + PushLine.ALL + ",      404",
    "GET,    mirror/a/manifests/v1,   '',                        404",
    "GET,    mirror/a/manifests/v1,   wrong-token-000000,        401",
    "POST,   _token,                  '',                        405"
  })
  void letsEachDoWhatItsTokenAllows(String method, String path, String token, int status) {
    HttpResponse<String> answer = send(method, "/v2/" + path, token, new byte[0]);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body().isEmpty() || answer.body().startsWith("{\"errors\":[{\"code\":\""))
        .as(answer.body())
        .isTrue();
    if (status == 401 && !token.startsWith("wrong")) {
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(challenge ->
              assertThat(challenge)
                  .startsWith("Bearer realm=\"" + line.service.base() + "/v2/_token\"")
                  .contains("scope=\"repository:mirror/a:"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"", PushLine.MIRROR})
  void givesClientsATokenForAToken(String password) {
    HttpRequest.Builder request = line.service.request("/v2/_token?service=mintmark", NOBODY);
    if (!password.isEmpty()) {
      String pair = Base64.getEncoder().encodeToString(("any:" + password).getBytes(UTF_8));
      request.header("Authorization", "Basic " + pair);
    }
    HttpResponse<String> answer = line.service.send(request.build(), BodyHandlers.ofString());

    String token = password.isEmpty() ? "anonymous" : password;
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"token\":\"" + token + "\"");
    assertThat(send("GET", "/v2/", token, new byte[0]).statusCode()).isEqualTo(200);
    assertThat(send("GET", "/v2/", NOBODY, new byte[0]).statusCode()).isEqualTo(401);
  }

  @Test
  void refusesABlobOverTheLimitAndAnswers() {
    String upload = begin("mirror/huge");

    HttpResponse<String> answer =
        send(
            "PATCH",
            upload,
            PushLine.ALL,
            BodyPublishers.ofInputStream(() ->
                new java.io.InputStream() {
                  private long left = (200L << 20) + 1;

                  @Override
                  public int read() {
                    return left-- > 0 ? 0 : -1;
                  }

                  @Override
                  public int read(byte[] target, int offset, int length) {
                    int count = (int) Math.min(length, left);
                    left -= count;
                    return count == 0 ? -1 : count;
                  }
                }));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("REG-027");
    assertThat(send("GET", upload, PushLine.ALL, new byte[0]).statusCode()).isEqualTo(404);
  }
}
