package dev.mintmark.registry.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Digest;
import dev.mintmark.registry.serve.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BlobPushTest extends PushFixture {
  @Test
  void storesABlobByItsDigestAndLinksIt() {
    pushBlob(ONE, "layer");

    assertThat(store.size(BLOB.digest())).hasValue(5);
    assertThat(served(ONE).blob(BLOB.digest())).hasValue(5);
    assertThat(served(OTHER).blob(BLOB.digest())).isEmpty();
  }

  @Test
  void storesNothingOfABlobWithAnotherDigest() {
    assertRefused(
        () ->
            call(
                new PushCall.Begin(ONE, BLOB.digest(), null, null),
                "lie".getBytes(UTF_8),
                Set.of()),
        400,
        "DIGEST_INVALID",
        "REG-024");

    assertThat(pointers.list("pushed/", null, 10)).isEmpty();
    assertThat(store.size(BLOB.digest())).isEmpty();
    assertThat(store.size(Digest.of("lie".getBytes(UTF_8)))).isEmpty();
  }

  @Test
  void leavesNothingOfABlobInOneRequestThatWasCut() throws IOException {
    PushCall call = new PushCall.Begin(ONE, BLOB.digest(), null, null);

    assertThatThrownBy(() -> api.answer(call, BlobPushTest::cut, any -> true))
        .isInstanceOf(IOException.class);

    try (Stream<Path> left = Files.list(folder.resolve("uploads"))) {
      assertThat(left).isEmpty();
    }
  }

  private static InputStream cut() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("cut");
      }
    };
  }

  @Test
  void mountsABlobOnlyFromWhereItIsLinkedAndTheCallerMayPull() {
    pushBlob(ONE, "layer");
    PushCall mount = new PushCall.Begin(OTHER, null, BLOB.digest(), ONE);

    Answer notHis = call(mount, new byte[0], Set.of(OTHER));
    Answer notThere =
        call(new PushCall.Begin(OTHER, null, BLOB.digest(), LINE), new byte[0], Set.of(LINE));
    Answer nowhere =
        call(new PushCall.Begin(OTHER, null, BLOB.digest(), null), new byte[0], Set.of(ONE));

    for (Answer answer : List.of(notHis, notThere, nowhere)) {
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.headers().get("Location")).contains("/blobs/uploads/");
    }
    assertThat(served(OTHER).blob(BLOB.digest())).isEmpty();

    assertThat(call(mount, new byte[0], Set.of(ONE)).status()).isEqualTo(201);
    assertThat(served(OTHER).blob(BLOB.digest())).hasValue(5);
  }

  @Test
  void mountsWhatTheLinePublished() {
    PushCall mount = new PushCall.Begin(ONE, null, RELEASE.digest(), LINE);

    assertThat(call(mount, new byte[0], Set.of(LINE)).status()).isEqualTo(201);
    assertThat(served(ONE).blob(RELEASE.digest())).hasValue(RELEASE.size());
  }

  @Test
  void deletesTheRepositorysLinkToABlobAndNoBytes() {
    pushBlob(ONE, "layer");
    pushBlob(OTHER, "layer");

    assertThat(call(new PushCall.DeleteBlob(ONE, BLOB.digest())).status()).isEqualTo(202);

    assertThat(served(ONE).blob(BLOB.digest())).isEmpty();
    assertThat(served(OTHER).blob(BLOB.digest())).hasValue(5);
    assertThat(store.size(BLOB.digest())).hasValue(5);
    assertRefused(
        () -> call(new PushCall.DeleteBlob(ONE, BLOB.digest())), 404, "BLOB_UNKNOWN", "blob");
  }
}
