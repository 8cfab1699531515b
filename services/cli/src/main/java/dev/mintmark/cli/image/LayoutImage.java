package dev.mintmark.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.OciReader;
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

  private final String name;
  private final LayoutFiles files;
  private final ImageIndex index;
  private final @Nullable String wanted;
  private final Optional<RepositoryName> repository;

  private LayoutImage(
      String name,
      LayoutFiles files,
      ImageIndex index,
      @Nullable String wanted,
      Optional<RepositoryName> repository) {
    this.repository = repository;
    this.name = name;
    this.files = files;
    this.index = index;
    this.wanted = wanted;
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
          byte[] layout = small(word.toString(), files, LayoutNames.LAYOUT);
          if (!new String(layout, UTF_8).contains("\"1.0.0\"")) {
            throw ImageRefusals.form(
                word.toString(), LayoutNames.LAYOUT, "it is not version 1.0.0's");
          }
          ImageIndex index = OciReader.index(small(word.toString(), files, LayoutNames.INDEX));
          return new LayoutImage(word.toString(), files, index, split.wanted(), repository);
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

  private static byte[] small(String name, LayoutFiles files, String part) throws IOException {
    LayoutFiles.Place place =
        files.find(part).orElseThrow(() -> ImageRefusals.form(name, part, "it is not there"));
    if (place.size() > OciReader.MAX_BYTES) {
      throw ImageRefusals.form(name, part, "it has more than " + OciReader.MAX_BYTES + " bytes");
    }
    try (StoredBlob blob = place.open();
        InputStream in = blob.bytes().open()) {
      return in.readAllBytes();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public FetchedManifest top() throws IOException {
    List<Descriptor> entries = index.manifests();
    String version = index.annotations().get(KIT_VERSION);
    String chosen = wanted != null ? wanted : version;
    List<Descriptor> found =
        chosen == null
            ? entries
            : entries.stream().filter(entry -> isNamed(entry, chosen)).toList();
    if (found.stream().map(Descriptor::digest).distinct().count() != 1) {
      throw ImageRefusals.choice(
          name, "it has " + entries.stream().map(LayoutImage::words).sorted().toList());
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
        Optional.ofNullable(index.annotations().get(KIT_REPOSITORY))
            .filter(RepositoryName::isValid)
            .map(RepositoryName::new));
  }

  @Override
  public StoredBlob open(Descriptor blob) throws IOException {
    LayoutFiles.Place place =
        files
            .find(LayoutNames.blob(blob.digest()))
            .orElseThrow(() ->
                new OciException(
                    OciError.NOT_FOUND, "%s has no blob %s".formatted(name, blob.digest())));
    if (place.size() != blob.size()) {
      throw new OciException(
          OciError.SIZE,
          "cannot use blob %s: it has %d bytes instead of %d"
              .formatted(blob.digest(), place.size(), blob.size()));
    }
    return place.open();
  }

  @Override
  public FetchedManifest manifest(Tag tag) throws IOException {
    for (Descriptor entry : index.manifests()) {
      if (tag.value().equals(entry.annotations().get(LayoutNames.REF_NAME))) {
        return manifest(entry);
      }
    }
    throw new OciException(OciError.NOT_FOUND, "%s has no tag %s".formatted(name, tag));
  }

  @Override
  public FetchedManifest manifest(Digest digest) throws IOException {
    LayoutFiles.Place place =
        files
            .find(LayoutNames.blob(digest))
            .orElseThrow(() ->
                new OciException(
                    OciError.NOT_FOUND, "%s has no manifest %s".formatted(name, digest)));
    byte[] bytes = small(name, files, LayoutNames.blob(digest));
    return fetched(new Artifact(digest, type(digest, bytes), place.size()), bytes);
  }

  /** The kind that the layout's index says, else the one that the document has the form of. */
  private String type(Digest digest, byte[] bytes) {
    return index.manifests().stream()
        .filter(entry -> entry.digest().equals(digest))
        .map(Descriptor::mediaType)
        .findFirst()
        .orElseGet(() -> {
          try {
            return OciReader.manifest(bytes).mediaType();
          } catch (OciException e) {
            return OciMediaTypes.INDEX;
          }
        });
  }

  @Override
  public FetchedManifest manifest(Descriptor descriptor) throws IOException {
    open(descriptor).close();
    return fetched(
        descriptor.artifact(), small(name, files, LayoutNames.blob(descriptor.digest())));
  }

  private static FetchedManifest fetched(Artifact wanted, byte[] bytes) {
    if (!Digest.of(bytes).equals(wanted.digest())) {
      throw new OciException(
          OciError.DIGEST,
          "cannot use manifest %s: its bytes hash to %s"
              .formatted(wanted.digest(), Digest.of(bytes)));
    }
    return new FetchedManifest(wanted, bytes, OciReader.read(wanted.mediaType(), bytes));
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable String artifactType)
      throws IOException {
    Map<Digest, Descriptor> found = new LinkedHashMap<>();
    for (Descriptor entry : index.manifests()) {
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
