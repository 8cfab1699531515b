package dev.mintmark.oci.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.mintmark.content.Artifact;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobDownloadTest {
  private static final RepositoryName REPOSITORY = new RepositoryName("r");
  private static final byte[] BYTES = random(300_000);
  private static final Descriptor BLOB =
      Descriptor.of(Artifact.of(BYTES, "application/octet-stream"));
  private static final String PATH = "/v2/r/blobs/" + BLOB.digest();

  @TempDir Path folder;
  private FakeRegistry registry;
  private RegistryClient client;
  private Path file;
  private Path part;

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(11).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
    client = new RegistryClient(registry.uri(), Credentials.anonymous(), Duration.ofSeconds(20));
    file = folder.resolve("blob");
    part = folder.resolve("blob.part");
  }

  @AfterEach
  void stop() {
    client.close();
    registry.close();
  }

  /** Answers Range requests; sends at most so many bytes before it cuts the connection. */
  private static FakeRegistry.Answer ranged(byte[] bytes, int most) {
    return exchange -> {
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
      }
      exchange.sendResponseHeaders(from == 0 ? 200 : 206, bytes.length - from);
      send(exchange, Arrays.copyOfRange(bytes, from, from + Math.min(bytes.length - from, most)));
    };
  }

  private static void send(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().flush();
  }

  private void assertNothingLeft() {
    assertThat(file).doesNotExist();
    assertThat(part).doesNotExist();
  }

  @Test
  void bringsABlobIntoAFile() throws IOException {
    registry.on(PATH, ranged(BYTES, Integer.MAX_VALUE));

    client.blob(REPOSITORY, BLOB, file);

    assertThat(file).hasBinaryContent(BYTES);
    assertThat(part).doesNotExist();
    assertThat(client.blob(REPOSITORY, BLOB, BYTES.length)).isEqualTo(BYTES);
  }

  @Test
  void bringsAnEmptyBlob() throws IOException {
    Descriptor empty = Descriptor.of(Artifact.of(new byte[0], "application/octet-stream"));
    registry.on("/v2/r/blobs/" + empty.digest(), FakeRegistry.ok(new byte[0], "x/y"));

    client.blob(REPOSITORY, empty, file);

    assertThat(file).isEmptyFile();
  }

  @Test
  void goesOnAfterEachBrokenConnection() throws IOException {
    registry.on(PATH, ranged(BYTES, 100_000));

    client.blob(REPOSITORY, BLOB, file);

    assertThat(file).hasBinaryContent(BYTES);
    assertThat(registry.requests())
        .containsExactly(PATH, PATH + " bytes=100000-", PATH + " bytes=200000-");
  }

  @Test
  void goesOnWithWhatAnotherProcessLeft() throws IOException {
    Files.write(part, Arrays.copyOf(BYTES, 299_999));
    registry.on(PATH, ranged(BYTES, Integer.MAX_VALUE));

    client.blob(REPOSITORY, BLOB, file);

    assertThat(file).hasBinaryContent(BYTES);
    assertThat(registry.requests()).containsExactly(PATH + " bytes=299999-");
  }

  @Test
  void startsAgainWhenWhatWasLeftIsNotThisBlobs() throws IOException {
    Files.write(part, new byte[1000]);
    registry.on(PATH, ranged(BYTES, Integer.MAX_VALUE));

    client.blob(REPOSITORY, BLOB, file);

    assertThat(file).hasBinaryContent(BYTES);
    assertThat(registry.requests()).containsExactly(PATH + " bytes=1000-", PATH);
  }

  @Test
  void startsAgainWhenWhatWasLeftIsTooLong() throws IOException {
    Files.write(part, new byte[BYTES.length + 1]);
    registry.on(PATH, ranged(BYTES, Integer.MAX_VALUE));

    client.blob(REPOSITORY, BLOB, file);

    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  void takesTheWholeBlobFromARegistryWithoutRanges() throws IOException {
    Files.write(part, Arrays.copyOf(BYTES, 1000));
    registry.on(PATH, FakeRegistry.ok(BYTES, "application/octet-stream"));

    client.blob(REPOSITORY, BLOB, file);

    assertThat(file).hasBinaryContent(BYTES);
  }

  @Test
  void refusesOtherBytesAndLeavesNothing() {
    byte[] tampered = BYTES.clone();
    tampered[150_000] ^= 1;
    registry.on(PATH, ranged(tampered, Integer.MAX_VALUE));

    assertThatThrownBy(() -> client.blob(REPOSITORY, BLOB, file))
        .isInstanceOf(OciException.class)
        .hasMessageContaining(BLOB.digest().toString())
        .hasMessageContaining("OCI-010");
    assertNothingLeft();
  }

  @Test
  void stopsAtTheFirstByteTooMany() {
    registry.on(PATH, ranged(random(50_000_000), Integer.MAX_VALUE));

    assertThatThrownBy(() -> client.blob(REPOSITORY, BLOB, file)).hasMessageContaining("OCI-011");
    assertNothingLeft();
  }

  @Test
  void refusesABlobThatIsShorterThanAnnounced() {
    registry.on(
        PATH,
        exchange -> {
          boolean rest = exchange.getRequestHeaders().containsKey("Range");
          (rest ? FakeRegistry.status(416) : FakeRegistry.ok(new byte[10], "x/y")).to(exchange);
        });

    assertThatThrownBy(() -> client.blob(REPOSITORY, BLOB, file))
        .hasMessageContaining("fewer")
        .hasMessageContaining("OCI-011");
    assertNothingLeft();
  }

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", "bytes 0-9/300000", "bytes 1001-299999/300000", "items 1000-2"})
  void refusesAnotherRangeThanTheOneAskedFor(String range) throws IOException {
    Files.write(part, Arrays.copyOf(BYTES, 1000));
    registry.on(
        PATH,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", range);
          exchange.sendResponseHeaders(206, 10);
          send(exchange, new byte[10]);
        });

    assertThatThrownBy(() -> client.blob(REPOSITORY, BLOB, file)).hasMessageContaining("OCI-014");
    assertThat(file).doesNotExist();
  }

  @Test
  void givesUpWhenNothingMoreComesAndKeepsThePart() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    registry.on(
        PATH,
        exchange -> ranged(BYTES, requests.incrementAndGet() == 1 ? 100_000 : 0).to(exchange));

    assertThatThrownBy(() -> client.blob(REPOSITORY, BLOB, file)).isInstanceOf(IOException.class);
    assertThat(file).doesNotExist();
    assertThat(part).hasSize(100_000);
    assertThat(requests).hasValue(3);
  }

  @Test
  void refusesABlobThatIsNotThere() {
    assertThatThrownBy(() -> client.blob(REPOSITORY, BLOB, file)).hasMessageContaining("OCI-012");
    assertThat(registry.requests()).hasSize(1);
  }

  @Test
  void refusesToReadIntoMemoryMoreThanTheLimit() {
    assertThatThrownBy(() -> client.blob(REPOSITORY, BLOB, BYTES.length - 1))
        .hasMessageContaining("OCI-006");
    assertThat(registry.requests()).isEmpty();
  }
}
