package dev.mintmark.image.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.FolderArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedTest {
  @TempDir Path folder;
  private ArtifactStore store;
  private Workspace workspace;
  private Fetched fetched;

  @BeforeEach
  void open() throws IOException {
    store = new FolderArtifactStore(folder.resolve("store"));
    workspace = Workspace.in(folder.resolve("work"));
    fetched = new Fetched(store, workspace);
  }

  @AfterEach
  void close() throws IOException {
    fetched.close();
    workspace.close();
  }

  private Artifact put(byte[] bytes) {
    return store.put(bytes, "a/b");
  }

  private byte[] read(Artifact artifact) throws IOException {
    try (InputStream in = fetched.open(artifact.digest(), artifact.size())) {
      return in.readAllBytes();
    }
  }

  private void remove(Artifact artifact) throws IOException {
    Files.delete(folder.resolve("store").resolve(artifact.digest().hex()));
  }

  private static byte[] filled(int size, int with) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }

  @Test
  void asksTheStoreOnceForASmallFileAndOnceForALargerOne() throws IOException {
    for (byte[] bytes : List.of("small".getBytes(UTF_8), filled((1 << 20) + 1, 1), new byte[0])) {
      Artifact artifact = put(bytes);
      assertThat(read(artifact)).isEqualTo(bytes);
      remove(artifact);
      assertThat(read(artifact)).isEqualTo(bytes);
      assertThat(fetched.head(artifact.digest(), artifact.size(), 3))
          .isEqualTo(Arrays.copyOf(bytes, Math.min(3, bytes.length)));
    }
  }

  @Test
  void keepsFilesApartThatAreFetchedAtOnce() throws Exception {
    List<Callable<byte[]>> reads = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Artifact artifact = put(filled(100 + i * 37, i));
      reads.add(() -> read(artifact));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      int number = 0;
      for (Future<byte[]> bytes : threads.invokeAll(reads)) {
        assertThat(bytes.get()).isEqualTo(filled(100 + number * 37, number));
        number++;
      }
    }
  }

  @Test
  void givesWhatIsThereWhereTheAnnouncedSizeIsWrong() throws IOException {
    Artifact artifact = put(filled(2 << 20, 7));

    try (InputStream in = fetched.open(artifact.digest(), 5)) {
      assertThat(in.readAllBytes()).hasSize(2 << 20);
    }
  }

  @Test
  void doesNotTakeDamagedBytes() throws IOException {
    Artifact artifact = put("right".getBytes(UTF_8));
    Files.writeString(folder.resolve("store").resolve(artifact.digest().hex()), "wrong");

    assertThatThrownBy(() -> read(artifact))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ART-002");
  }

  @Test
  void saysThatAFileIsNotThere() {
    Digest missing = Digest.of("missing".getBytes(UTF_8));

    assertThatThrownBy(() -> fetched.head(missing, 10, 4))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ART-001");
  }
}
