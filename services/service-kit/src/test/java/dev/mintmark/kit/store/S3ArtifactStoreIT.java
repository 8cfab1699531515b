package dev.mintmark.kit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.embedded.Part;
import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.refusal.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3ArtifactStoreIT {
  @TempDir static Path folder;
  private static EmbeddedStack stack;
  private static S3Objects objects;
  private static S3ArtifactStore store;

  @BeforeAll
  static void start() throws Exception {
    stack = EmbeddedStack.start(folder.resolve("stack"), EnumSet.of(Part.S3));
    objects = new S3Objects(config(stack.s3Endpoint()), "");
    store = new S3ArtifactStore(objects, folder.resolve("work"));
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  private static KitConfig.Store config(URI endpoint) {
    return new KitConfig.Store() {
      @Override
      public URI endpoint() {
        return endpoint;
      }

      @Override
      public String bucket() {
        return stack.s3Bucket();
      }

      @Override
      public String region() {
        return "us-east-1";
      }

      @Override
      public String accessKey() {
        return stack.s3AccessKey();
      }

      @Override
      public String secretKey() {
        return stack.s3SecretKey();
      }
    };
  }

  @Test
  void hasTheServerCompareTheDigestOfAFileThatItStreams() throws IOException {
    Path file = Files.write(folder.resolve("streamed"), new byte[3 << 20]);
    Digest digest = Digest.of(file);

    assertThat(objects.stream("sha256/streamed", file, digest, "text/plain")).isTrue();

    assertThat(objects.open("sha256/streamed").orElseThrow().in())
        .hasBinaryContent(new byte[3 << 20]);
  }

  @Test
  void storesNothingUnderADigestThatAFileDoesNotHave() throws IOException {
    Path file = Files.write(folder.resolve("other"), new byte[2 << 20]);
    Digest wrong = Digest.of("wrong".getBytes(UTF_8));

    assertThatThrownBy(() -> store.put(file, wrong, "text/plain"))
        .isInstanceOf(UnavailableException.class);

    assertThat(store.size(wrong)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/form-data", "text/html"})
  void keepsTheBytesWhateverMediaTypeTheSenderNames(String mediaType) throws IOException {
    byte[] bytes = ("a=b&" + mediaType).getBytes(UTF_8);

    Artifact stored =
        store.receive(new ByteArrayInputStream(bytes), Digest.of(bytes), bytes.length, mediaType);

    assertThat(stored.mediaType()).isEqualTo(mediaType);
    assertThat(store.read(stored.digest(), 1000)).isEqualTo(bytes);
  }

  @Test
  void givesBackWhatWasPutAndPutsTwiceWithoutHarm() {
    Artifact artifact = store.put("hello".getBytes(UTF_8), "text/plain");

    assertThat(store.put("hello".getBytes(UTF_8), "text/plain")).isEqualTo(artifact);
    assertThat(store.read(artifact.digest(), 5)).asString().isEqualTo("hello");
    assertThat(store.size(artifact.digest())).hasValue(5);
  }

  @Test
  void keepsAFileLargerThanOnePut() throws IOException {
    byte[] bytes = new byte[25 << 20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 12));
    }
    Path file = Files.write(folder.resolve("large"), bytes);

    Artifact artifact = store.put(file, "application/octet-stream");
    store.copyTo(artifact.digest(), folder.resolve("copy"));

    assertThat(Files.mismatch(file, folder.resolve("copy"))).isEqualTo(-1);
    try (InputStream part = store.openRange(artifact.digest(), 12_345_678, 100)) {
      assertThat(part.readAllBytes())
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, 12_345_678, 12_345_778));
    }
  }

  @Test
  void keepsNoEvidenceOfAnObjectThatHasChangedSince() {
    Artifact artifact = store.put("changed since".getBytes(UTF_8), "text/plain");
    String key = S3ArtifactStore.key(artifact.digest());

    assertThat(objects.copy(key, "0123456789abcdef0123456789abcdef", "quarantine/x")).isFalse();
    assertThat(objects.size("quarantine/x")).isEmpty();
  }

  @Test
  void saysWhatIsMissing() {
    assertRefused(() -> store.read(Digest.of("nobody put this".getBytes(UTF_8)), 100), "ART-001");
  }

  @Test
  void refusesToReadMoreThanTheLimit() {
    Artifact artifact = store.put("six by".getBytes(UTF_8), "text/plain");

    assertRefused(() -> store.read(artifact.digest(), 5), "ART-003");
  }

  @Test
  void refusesAnUploadOfOtherBytesAndKeepsNothingOfIt() {
    Digest announced = Digest.of("announced".getBytes(UTF_8));
    byte[] other = "different".getBytes(UTF_8);

    assertRefused(
        () -> store.receive(new ByteArrayInputStream(other), announced, 9, "text/plain"),
        "ART-004");
    assertRefused(
        () -> store.receive(new ByteArrayInputStream(other, 0, 4), announced, 9, "text/plain"),
        "ART-005");
    assertRefused(
        () -> store.receive(new ByteArrayInputStream(new byte[1000]), announced, 9, "text/plain"),
        "ART-005");
    assertThat(store.size(announced)).isEmpty();
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void keepsEvidenceOfADamagedObjectAndTakesItAgain() {
    byte[] bytes = "sound once".getBytes(UTF_8);
    Artifact artifact = store.put(bytes, "text/plain");
    objects.put(S3ArtifactStore.key(artifact.digest()), "s0und once".getBytes(UTF_8), "text/plain");

    assertRefused(() -> store.read(artifact.digest(), 100), "ART-002");
    assertThat(store.size(artifact.digest())).as("so that it is sent again").isEmpty();
    assertThat(objects.size("quarantine/" + artifact.digest().hex())).hasValue(10);
    store.put(bytes, "text/plain");
    assertThat(store.read(artifact.digest(), 100)).isEqualTo(bytes);
    assertThat(store.size(artifact.digest())).hasValue(10);
  }

  @Test
  void repairsADamagedObjectWhenItIsPutAgainUnread() {
    byte[] bytes = "sound as well".getBytes(UTF_8);
    Artifact artifact = store.put(bytes, "text/plain");
    objects.put(S3ArtifactStore.key(artifact.digest()), "damaged".getBytes(UTF_8), "text/plain");

    store.put(bytes, "text/plain");

    assertThat(store.read(artifact.digest(), 100)).isEqualTo(bytes);
  }

  @Test
  void letsExactlyOneOfRacingCallersCreateAPointer() throws Exception {
    S3Pointers pointers = new S3Pointers(objects);
    List<Future<Boolean>> races = new ArrayList<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 16; i++) {
        byte[] value = ("caller " + i).getBytes(UTF_8);
        races.add(callers.submit(() -> pointers.create("claims/race/v1.0.0", value)));
      }
    }
    int winners = 0;
    String winner = "";
    for (int i = 0; i < races.size(); i++) {
      if (races.get(i).get()) {
        winners++;
        winner = "caller " + i;
      }
    }

    assertThat(winners).isEqualTo(1);
    assertThat(pointers.read("claims/race/v1.0.0").orElseThrow()).asString().isEqualTo(winner);
  }

  @Test
  void listsKeysInOrderByPages() {
    S3Pointers pointers = new S3Pointers(objects);
    for (String key : List.of("list/b", "list/a", "list/c/d", "other/x")) {
      pointers.write(key, new byte[] {1});
    }

    assertThat(pointers.list("list/", null, 2)).containsExactly("list/a", "list/b");
    assertThat(pointers.list("list/", "list/b", 2)).containsExactly("list/c/d");
  }

  @Test
  void saysUnavailableWhenNobodyAnswers() {
    S3ArtifactStore nowhere =
        new S3ArtifactStore(
            new S3Objects(config(URI.create("http://127.0.0.1:1")), ""), folder.resolve("work2"));

    assertThatThrownBy(() -> nowhere.put(new byte[] {1}, "text/plain"))
        .isInstanceOf(UnavailableException.class);
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal().code()).isEqualTo(code));
  }
}
