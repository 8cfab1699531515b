package dev.mintmark.registry.push;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.OciReader;
import dev.mintmark.registry.link.Repository;
import dev.mintmark.registry.serve.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes manifests and lets go of them. All that a manifest needs is looked for before it is stored;
 * then it is linked, and its tag last: whoever sees the tag can pull all of it. Each write stands
 * alone and whole, so of two that race for a tag the last one has it.
 */
final class ManifestPush {
  private static final int PAGE = 1000;

  /** Of a manifest that refers to another: what the referrers list repeats, in bytes. */
  private static final int LISTED = 64 << 10;

  /** What a manifest takes that is read, for each of its bytes. */
  private static final long PARSED = 8;

  private final Pointers pointers;
  private final ArtifactStore store;
  private final Budget memory;

  ManifestPush(Pointers pointers, ArtifactStore store, Budget memory) {
    this.pointers = pointers;
    this.store = store;
    this.memory = memory;
  }

  Answer put(PushCall.PutManifest call, PushBody body) throws IOException {
    byte[] bytes;
    try (InputStream in = body.open()) {
      bytes = in.readNBytes(OciReader.MAX_BYTES + 1);
    }
    if (bytes.length > OciReader.MAX_BYTES) {
      throw PushErrors.manifestTooLarge(OciReader.MAX_BYTES);
    }
    return memory.hold(PARSED * bytes.length, () -> put(call, bytes));
  }

  private Answer put(PushCall.PutManifest call, byte[] bytes) {
    Digest digest = Digest.of(bytes);
    @Nullable Tag tag = tag(call.reference(), digest);
    PushedManifest manifest = PushedManifest.read(call.contentType(), bytes);
    Repository repository = Repository.pushed(pointers, call.repository());
    requireParts(manifest, repository, call.repository());
    @Nullable Descriptor referrer = referrer(manifest, digest, bytes.length);
    Artifact stored = store.put(bytes, manifest.mediaType());
    repository.linkManifest(stored);
    if (referrer != null && manifest.subject() != null) {
      repository.linkReferrer(manifest.subject(), referrer);
    }
    if (tag != null) {
      repository.moveTag(tag, digest);
    }
    return created(call.repository(), digest, manifest.subject());
  }

  private static @Nullable Tag tag(String reference, Digest found) {
    if (Tag.isValid(reference)) {
      return new Tag(reference);
    }
    if (!Digest.isDigest(reference)) {
      throw PushErrors.malformed(
          "'" + reference + "' is neither a tag nor a digest of the form sha256:<64 hex>");
    }
    if (!Digest.parse(reference).equals(found)) {
      throw PushErrors.otherDigest(Digest.parse(reference), found);
    }
    return null;
  }

  private static void requireParts(
      PushedManifest manifest, Repository repository, RepositoryName name) {
    Map<Digest, Long> seen = new HashMap<>();
    for (PushedManifest.Part part : manifest.parts()) {
      if (part.size() == seen.getOrDefault(part.digest(), -1L)) {
        continue;
      }
      OptionalLong size = size(part, repository);
      if (size.isEmpty() && !part.elsewhere()) {
        String what = part.kind() == PushedManifest.Kind.BLOB ? "blob " : "manifest ";
        throw PushErrors.missing(what + part.digest(), name);
      }
      if (size.isPresent() && size.getAsLong() != part.size()) {
        throw PushErrors.malformed(
            "it says that "
                + part.digest()
                + " has "
                + part.size()
                + " bytes; it has "
                + size.getAsLong());
      }
      seen.put(part.digest(), part.size());
    }
  }

  private static OptionalLong size(PushedManifest.Part part, Repository repository) {
    OptionalLong blob =
        part.kind() == PushedManifest.Kind.MANIFEST
            ? OptionalLong.empty()
            : repository.blob(part.digest());
    if (blob.isPresent() || part.kind() == PushedManifest.Kind.BLOB) {
      return blob;
    }
    return repository
        .manifest(part.digest())
        .map(manifest -> OptionalLong.of(manifest.size()))
        .orElse(OptionalLong.empty());
  }

  private static @Nullable Descriptor referrer(PushedManifest manifest, Digest digest, long size) {
    if (manifest.subject() == null) {
      return null;
    }
    try {
      Descriptor plain =
          Descriptor.of(new Artifact(digest, manifest.mediaType(), size), manifest.annotations());
      long listed =
          manifest.annotations().entrySet().stream()
              .mapToLong(e -> e.getKey().length() + e.getValue().length())
              .sum();
      if (listed > LISTED) {
        throw PushErrors.malformed(
            "the annotations of a manifest with a subject have at most "
                + LISTED
                + " characters, as each list of referrers repeats them; it has "
                + listed);
      }
      String type = manifest.artifactType();
      return type == null || type.isEmpty() ? plain : plain.withArtifactType(type);
    } catch (IllegalArgumentException e) {
      throw PushErrors.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static Answer created(
      RepositoryName repository, Digest digest, @Nullable Digest subject) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Location", "/v2/" + repository + "/manifests/" + digest);
    headers.put("Docker-Content-Digest", digest.toString());
    if (subject != null) {
      headers.put("OCI-Subject", subject.toString());
    }
    return Answer.empty(201, headers);
  }

  /** A digest's tags and its place in lists go first, so that a kill in between can be repeated. */
  Answer delete(PushCall.DeleteManifest call) {
    Repository repository = Repository.pushed(pointers, call.repository());
    if (!Digest.isDigest(call.reference())) {
      Optional<Tag> tag =
          Tag.isValid(call.reference()) ? Optional.of(new Tag(call.reference())) : Optional.empty();
      if (tag.flatMap(repository::tag).isEmpty()) {
        throw PushErrors.unknownManifest(call.reference(), call.repository());
      }
      repository.untag(tag.get());
      return Answer.empty(202, Map.of());
    }
    Digest digest = Digest.parse(call.reference());
    Artifact manifest =
        repository
            .manifest(digest)
            .orElseThrow(() -> PushErrors.unknownManifest(call.reference(), call.repository()));
    tagsOf(digest, repository).forEach(repository::untag);
    byte[] bytes = store.read(digest, OciReader.MAX_BYTES);
    @Nullable Digest subject =
        memory.hold(
            PARSED * bytes.length,
            () -> PushedManifest.read(manifest.mediaType(), bytes).subject());
    if (subject != null) {
      repository.unlinkReferrer(subject, digest);
    }
    repository.unlinkManifest(digest);
    return Answer.empty(202, Map.of());
  }

  private static List<Tag> tagsOf(Digest digest, Repository repository) {
    List<Tag> found = new ArrayList<>();
    @Nullable String last = null;
    List<Tag> page;
    do {
      page = repository.tags(last, PAGE);
      page.stream()
          .filter(tag -> repository.tag(tag).equals(Optional.of(digest)))
          .forEach(found::add);
      last = page.isEmpty() ? null : page.getLast().value();
    } while (page.size() == PAGE);
    return found;
  }
}
