package dev.mintmark.registry.push;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.registry.link.Repository;
import dev.mintmark.registry.link.Served;
import dev.mintmark.registry.local.LocalBlobs;
import dev.mintmark.registry.serve.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers pushes and deletions. Bytes are stored under their digest first, then linked: into a
 * repository that the line does not publish into.
 */
public final class PushApi {
  private final Pointers pointers;
  private final ArtifactStore store;
  private final LocalBlobs copies;
  private final Uploads uploads;
  private final ManifestPush manifests;
  private final Budget memory = Budget.ofHeap();

  /**
   * @param copies get what was pushed
   * @param folder of uploads that are under way; made where it is not there
   */
  public PushApi(
      Pointers pointers,
      ArtifactStore store,
      LocalBlobs copies,
      Path folder,
      Limits limits,
      Clock clock) {
    this.pointers = pointers;
    this.store = store;
    this.copies = copies;
    this.uploads = new Uploads(folder, limits, clock);
    this.manifests = new ManifestPush(pointers, store, memory);
  }

  /**
   * Answers one call.
   *
   * @param mayPull whether the caller may pull from a repository
   * @throws dev.mintmark.registry.serve.RegistryException when it is refused
   * @throws IOException when the client breaks off
   */
  public Answer answer(PushCall call, PushBody body, Predicate<RepositoryName> mayPull)
      throws IOException {
    return switch (call) {
      case PushCall.Begin begin -> begin(begin, body, mayPull);
      case PushCall.Append append -> append(append, body);
      case PushCall.Finish finish ->
          finish(finish.repository(), finish.id(), finish.digest(), finish.range(), body);
      case PushCall.Status status ->
          progress(
              204,
              status.repository(),
              status.id(),
              uploads.size(status.id(), status.repository()));
      case PushCall.Cancel cancel -> {
        uploads.cancel(cancel.id(), cancel.repository());
        yield Answer.empty(204, Map.of());
      }
      case PushCall.PutManifest put -> {
        requireNotOfTheLine(put.repository());
        yield manifests.put(put, body);
      }
      case PushCall.DeleteManifest delete -> {
        requireNotOfTheLine(delete.repository());
        yield manifests.delete(delete);
      }
      case PushCall.DeleteBlob delete -> deleteBlob(delete);
    };
  }

  private Answer begin(PushCall.Begin call, PushBody body, Predicate<RepositoryName> mayPull)
      throws IOException {
    RepositoryName repository = call.repository();
    requireNotOfTheLine(repository);
    if (call.mount() != null && mount(repository, call.mount(), call.from(), mayPull)) {
      return blobIsThere(repository, call.mount());
    }
    UploadId id = uploads.begin(repository);
    if (call.digest() == null) {
      return progress(202, repository, id, 0);
    }
    boolean done = false;
    try {
      Answer answer = finish(repository, id, call.digest(), null, body);
      done = true;
      return answer;
    } finally {
      if (!done) {
        // Nobody knows its id, so nobody could go on with it.
        uploads.giveUp(id, repository);
      }
    }
  }

  /** Only from where the caller could pull it: a digest alone opens nothing. */
  private boolean mount(
      RepositoryName repository,
      Digest digest,
      @Nullable RepositoryName from,
      Predicate<RepositoryName> mayPull) {
    if (from == null || !mayPull.test(from)) {
      return false;
    }
    OptionalLong size = new Served(pointers, from).blob(digest);
    if (size.isEmpty() || store.reuse(digest).isEmpty()) {
      return false;
    }
    pushed(repository).linkBlob(digest, size.getAsLong());
    return true;
  }

  private Answer append(PushCall.Append call, PushBody body) throws IOException {
    try (InputStream in = body.open()) {
      long size = uploads.append(call.id(), call.repository(), call.range(), in);
      return progress(202, call.repository(), call.id(), size);
    }
  }

  private Answer finish(
      RepositoryName repository,
      UploadId id,
      Digest digest,
      @Nullable ChunkRange range,
      PushBody body)
      throws IOException {
    try (InputStream in = body.open()) {
      uploads.finish(id, repository, range, in, digest, file -> promote(repository, digest, file));
    }
    return blobIsThere(repository, digest);
  }

  private void promote(RepositoryName repository, Digest digest, Path file) {
    try {
      long size = Files.size(file);
      memory.hold(Budget.ofPut(size), () -> store.put(file, digest, MediaTypes.OCTET_STREAM));
      pushed(repository).linkBlob(digest, size);
      copies.keep(digest, file);
    } catch (IOException e) {
      throw PushErrors.notKept(e);
    }
  }

  private Answer deleteBlob(PushCall.DeleteBlob call) {
    requireNotOfTheLine(call.repository());
    Repository repository = pushed(call.repository());
    if (repository.blob(call.digest()).isEmpty()) {
      throw PushErrors.unknownBlob(call.digest(), call.repository());
    }
    repository.unlinkBlob(call.digest());
    return Answer.empty(202, Map.of());
  }

  private void requireNotOfTheLine(RepositoryName repository) {
    if (new Repository(pointers, repository).exists()) {
      throw PushErrors.ofTheLine(repository);
    }
  }

  private Repository pushed(RepositoryName repository) {
    return Repository.pushed(pointers, repository);
  }

  private static Answer progress(int status, RepositoryName repository, UploadId id, long size) {
    return Answer.empty(
        status,
        Map.of(
            "Location",
            "/v2/" + repository + "/blobs/uploads/" + id,
            "Range",
            "0-" + Math.max(0, size - 1),
            "Docker-Upload-UUID",
            id.value()));
  }

  private static Answer blobIsThere(RepositoryName repository, Digest digest) {
    return Answer.empty(
        201,
        Map.of(
            "Location",
            "/v2/" + repository + "/blobs/" + digest,
            "Docker-Content-Digest",
            digest.toString()));
  }
}
