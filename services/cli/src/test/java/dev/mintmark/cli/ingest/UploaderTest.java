package dev.mintmark.cli.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.http.TestServer;
import dev.mintmark.cli.ingest.Uploader.Sent;
import dev.mintmark.cli.request.Upload;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploaderTest {
  private final Map<String, String> stored = new ConcurrentHashMap<>();
  private final StringWriter out = new StringWriter();
  @TempDir Path folder;

  @Test
  void sendsOnlyWhatIsMissingWithLengthAndType() throws IOException {
    Upload there = bytes("there");
    Upload missing = file("missing");
    stored.put(path(there), "there");
    try (TestServer server = store()) {
      assertThat(uploader(server).send(List.of(there, missing), false))
          .isEqualTo(new Sent(2, 1, 7));
      assertThat(server.requests()).containsOnlyOnce("PUT " + path(missing));
    }
    assertThat(stored).containsEntry(path(missing), "missing");
    assertThat(out.toString()).isEqualToNormalizingNewlines("uploading 1 of 2 inputs: 7 B\n");
  }

  @Test
  void sendsEverythingAgainWhenAsked() {
    Upload there = bytes("there");
    stored.put(path(there), "damaged");
    try (TestServer server = store()) {
      assertThat(uploader(server).send(List.of(there), true).sent()).isEqualTo(1);
    }
    assertThat(stored).containsEntry(path(there), "there");
  }

  @Test
  void countsABodyOnceThatHadToBeSentTwice() {
    AtomicInteger puts = new AtomicInteger();
    try (TestServer server =
        new TestServer(exchange -> {
          boolean head = exchange.getRequestMethod().equals("HEAD");
          TestServer.answer(exchange, head ? 404 : puts.incrementAndGet() == 1 ? 503 : 201, "{}");
        })) {
      uploader(server).send(List.of(bytes("12345")), false);
    }
    assertThat(puts).hasValue(2);
    assertThat(out.toString()).isEqualToNormalizingNewlines("uploading 1 of 1 inputs: 5 B\n");
  }

  @Test
  void passesOnWhyAnUploadIsRefused() {
    try (TestServer server =
        new TestServer(exchange ->
            TestServer.answer(
                exchange,
                exchange.getRequestMethod().equals("HEAD") ? 404 : 413,
                "{\"code\": \"ING-003\", \"message\": \"too large (ING-003)\"}"))) {
      CommandException refused =
          catchThrowableOfType(
              CommandException.class,
              () -> uploader(server).send(List.of(bytes("x"), bytes("y")), false));
      assertThat(refused.exit()).isEqualTo(Exit.REFUSED);
      assertThat(refused.text()).isEqualTo("too large (ING-003)");
    }
  }

  /** Keeps what is put; answers 411 to a body without a length. */
  private TestServer store() {
    return new TestServer(exchange -> {
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("HEAD")) {
        TestServer.answer(exchange, stored.containsKey(path) ? 200 : 404, "");
        return;
      }
      assertThat(exchange.getRequestHeaders().getFirst("Content-Type")).isEqualTo("text/x");
      boolean known = exchange.getRequestHeaders().containsKey("Content-Length");
      stored.put(path, new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      TestServer.answer(exchange, known ? 201 : 411, "{}");
    });
  }

  private Uploader uploader(TestServer server) {
    Console console = new Console(new PrintWriter(out), new PrintWriter(out), false, false, false);
    return new Uploader(
        new Ingest(new Api("trainer-ingest", server.uri(), "t", duration -> {}, note -> {})),
        console);
  }

  private static Upload bytes(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new Upload.OfBytes(Artifact.of(bytes, "text/x"), bytes);
  }

  private Upload file(String text) throws IOException {
    Path file = Files.writeString(folder.resolve(text), text);
    return new Upload.OfFile(new Artifact(Digest.of(file), "text/x", Files.size(file)), file);
  }

  private static String path(Upload upload) {
    return "/v1/artifacts/" + upload.artifact().digest();
  }
}
