package dev.mintmark.registry.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.MemoryPointers;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.oci.manifest.OciDocument;
import dev.mintmark.registry.link.Repository;
import dev.mintmark.registry.link.Served;
import dev.mintmark.registry.local.LocalBlobs;
import dev.mintmark.registry.serve.Answer;
import dev.mintmark.registry.serve.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A push API, a repository in which the line has published, and two in which it has not. */
abstract class PushFixture {
  static final RepositoryName ONE = new RepositoryName("mirror/one");
  static final RepositoryName OTHER = new RepositoryName("mirror/other");
  static final RepositoryName LINE = new RepositoryName("vision/face-detect");
  static final Artifact BLOB = Artifact.of("layer".getBytes(UTF_8), "x/layer");
  static final Artifact CONFIG = Artifact.of("{}".getBytes(UTF_8), "x/config");
  static final Artifact RELEASE = Artifact.of("release".getBytes(UTF_8), "x/release");

  @TempDir Path folder;
  Pointers pointers;
  FolderArtifactStore store;
  LocalBlobs copies;
  PushApi api;

  @BeforeEach
  void start() {
    pointers = new MemoryPointers();
    store = new FolderArtifactStore(folder.resolve("store"));
    copies = new LocalBlobs(folder.resolve("copies"), 1 << 20);
    api =
        new PushApi(
            pointers,
            store,
            copies,
            folder.resolve("uploads"),
            new Limits(1 << 20, 10, Duration.ofHours(1)),
            Clock.systemUTC());
    Repository line = new Repository(pointers, LINE);
    store.put("release".getBytes(UTF_8), "x/release");
    line.linkBlob(RELEASE.digest(), RELEASE.size());
    line.linkManifest(RELEASE);
    line.createTag(new Tag("v1.0.0"), RELEASE.digest());
  }

  Answer call(PushCall call, byte[] body, Set<RepositoryName> readable) {
    try {
      return api.answer(call, () -> new ByteArrayInputStream(body), readable::contains);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer call(PushCall call) {
    return call(call, new byte[0], Set.of(ONE, OTHER, LINE));
  }

  void pushBlob(RepositoryName repository, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    assertThat(
            call(new PushCall.Begin(repository, Digest.of(bytes), null, null), bytes, Set.of())
                .status())
        .isEqualTo(201);
  }

  Answer put(RepositoryName repository, String reference, OciDocument document) {
    return call(
        new PushCall.PutManifest(repository, reference, document.mediaType()),
        document.bytes(),
        Set.of());
  }

  static Manifest image(Map<String, String> annotations, @Nullable Descriptor subject) {
    return new Manifest(
        null,
        Descriptor.of(CONFIG),
        List.of(Descriptor.of(BLOB)),
        subject,
        new TreeMap<>(annotations));
  }

  void pushParts() {
    pushBlob(ONE, "layer");
    pushBlob(ONE, "{}");
  }

  Served served(RepositoryName repository) {
    return new Served(pointers, repository);
  }

  static void assertRefused(ThrowingCallable call, int status, String code, String reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> {
              assertThat(e.status()).isEqualTo(status);
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage()).contains(reason);
            });
  }
}
