package dev.mintmark.cli.image;

import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An image in an OCI image layout: a folder, or a tar of one. */
public final class LayoutImage implements ImageSource {
  private static final String KIT_REPOSITORY = "dev.mintmark.kit.repository";
  private static final String KIT_VERSION = "dev.mintmark.kit.version";

  private final LayoutStore store;
  private final @Nullable String wanted;
  private final Optional<RepositoryName> repository;

  private LayoutImage(
      LayoutStore store, @Nullable String wanted, Optional<RepositoryName> repository) {
    this.store = store;
    this.wanted = wanted;
    this.repository = repository;
  }

  /**
   * Opens a layout.
   *
   * @param word {@code oci:DIR} or {@code oci-archive:FILE}, with {@code :TAG} or {@code @sha256:…}
   *     where it holds more images than one
   * @param folder that a relative path starts in
   * @param repository that signatures name; empty for the one that the layout tells
   * @throws dev.mintmark.cli.failure.CommandException CLI-130, CLI-131
   */
  public static LayoutImage open(ImageWord word, Path folder, Optional<RepositoryName> repository) {
    return ImageRefusals.coded(
        word.toString(),
        () -> {
          Split split = Split.of(word, folder);
          LayoutFiles files =
              word.kind() == ImageWord.Kind.LAYOUT
                  ? new LayoutFiles.Folder(split.path())
                  : LayoutFiles.Tar.read(split.path());
          return new LayoutImage(
              LayoutStore.open(word.toString(), files), split.wanted(), repository);
        });
  }

  /** A path and what stands behind it. */
  private record Split(Path path, @Nullable String wanted) {
    static Split of(ImageWord word, Path folder) {
      Path whole = folder.resolve(word.text());
      if (Files.exists(whole)) {
        return new Split(whole, null);
      }
      int at = word.text().lastIndexOf("@sha256:");
      int cut = at > 0 ? at : word.text().lastIndexOf(':');
      Path path = cut > 0 ? folder.resolve(word.text().substring(0, cut)) : whole;
      if (cut <= 0 || !Files.exists(path)) {
        throw ImageRefusals.word(word.toString(), "nothing is at " + whole);
      }
      return new Split(path, word.text().substring(cut + 1));
    }
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public FetchedManifest top() throws IOException {
    List<Descriptor> entries = store.index().manifests();
    String version = store.index().annotations().get(KIT_VERSION);
    String chosen = wanted != null ? wanted : version;
    List<Descriptor> found =
        chosen == null
            ? entries
            : entries.stream().filter(entry -> isNamed(entry, chosen)).toList();
    if (found.stream().map(Descriptor::digest).distinct().count() != 1) {
      throw ImageRefusals.choice(
          store.name(), "it has " + entries.stream().map(LayoutImage::words).sorted().toList());
    }
    return manifest(found.getFirst());
  }

  private static boolean isNamed(Descriptor entry, String chosen) {
    return chosen.equals(entry.annotations().get(LayoutNames.REF_NAME))
        || chosen.equals(entry.digest().toString());
  }

  private static String words(Descriptor entry) {
    return Objects.requireNonNullElse(
        entry.annotations().get(LayoutNames.REF_NAME), entry.digest().toString());
  }

  /** A kit's layout says it where nobody else does. */
  @Override
  public Optional<RepositoryName> repository() {
    return repository.or(() ->
        Optional.ofNullable(store.index().annotations().get(KIT_REPOSITORY))
            .filter(RepositoryName::isValid)
            .map(RepositoryName::new));
  }

  @Override
  public StoredBlob open(Descriptor blob) throws IOException {
    return store.blob(blob);
  }

  @Override
  public FetchedManifest manifest(Tag tag) throws IOException {
    for (Descriptor entry : store.index().manifests()) {
      if (tag.value().equals(entry.annotations().get(LayoutNames.REF_NAME))) {
        return manifest(entry);
      }
    }
    throw new OciException(OciError.NOT_FOUND, "%s has no tag %s".formatted(name(), tag));
  }

  @Override
  public FetchedManifest manifest(Digest digest) throws IOException {
    return store.manifest(digest);
  }

  @Override
  public FetchedManifest manifest(Descriptor descriptor) throws IOException {
    return store.manifest(descriptor);
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable String artifactType)
      throws IOException {
    Map<Digest, Descriptor> found = new LinkedHashMap<>();
    for (Descriptor entry : store.index().manifests()) {
      FetchedManifest manifest = manifest(entry);
      boolean about =
          manifest.document().subjectIfAny().filter(s -> s.digest().equals(subject)).isPresent();
      String type = manifest.document().referrerType().orElse("");
      if (about && (artifactType == null || artifactType.equals(type))) {
        found.put(
            entry.digest(),
            Descriptor.of(manifest.artifact(), manifest.document().annotations())
                .withArtifactType(type));
      }
    }
    return List.copyOf(found.values());
  }

  @Override
  public byte[] blob(Descriptor blob, int limit) throws IOException {
    if (blob.size() > limit) {
      throw new OciException(
          OciError.TOO_LARGE,
          "cannot read blob %s: %d bytes, the limit is %d"
              .formatted(blob.digest(), blob.size(), limit));
    }
    try (StoredBlob stored = open(blob);
        InputStream in = stored.bytes().open()) {
      byte[] bytes = in.readAllBytes();
      BlobCheck.requireDigest(blob, Digest.of(bytes));
      return bytes;
    }
  }

  @Override
  public void check(Descriptor blob) throws IOException {
    try (StoredBlob stored = open(blob);
        InputStream in = stored.bytes().open()) {
      BlobCheck.requireDigest(blob, Digest.of(in));
    }
  }

  @Override
  public void close() {
    // Its files are opened one by one.
  }
}
