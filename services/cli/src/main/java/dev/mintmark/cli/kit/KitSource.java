package dev.mintmark.cli.kit;

import dev.mintmark.cli.kit.Kit.Place;
import dev.mintmark.cli.layout.LayoutNames;
import dev.mintmark.cli.verify.ReleaseSource;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A kit, asked as a registry is. */
final class KitSource implements ReleaseSource {
  private final Kit kit;
  private final SortedMap<Digest, List<Descriptor>> referrers;

  KitSource(Kit kit) {
    this.kit = kit;
    this.referrers = kit.objects().referrers();
  }

  @Override
  public FetchedManifest manifest(Tag tag) {
    Digest digest = kit.objects().tags().get(tag);
    if (digest == null) {
      throw missing("tag " + tag);
    }
    return kit.objects().get(digest);
  }

  @Override
  public FetchedManifest manifest(Digest digest) {
    return kit.objects().get(digest);
  }

  @Override
  public FetchedManifest manifest(Descriptor descriptor) {
    FetchedManifest found = kit.objects().get(descriptor.digest());
    if (!found.artifact().equals(descriptor.artifact())) {
      throw new OciException(
          OciError.MEDIA_TYPE,
          "cannot use manifest %s: it is %s, the reference to it says %s"
              .formatted(descriptor.digest(), found.artifact(), descriptor.artifact()));
    }
    return found;
  }

  @Override
  public List<Descriptor> referrers(Digest subject, @Nullable String artifactType) {
    return referrers.getOrDefault(subject, List.of()).stream()
        .filter(one -> artifactType == null || Objects.equals(artifactType, one.artifactType()))
        .toList();
  }

  @Override
  public byte[] blob(Descriptor blob, int limit) throws IOException {
    Place place = place(blob);
    if (place.size() > limit) {
      throw new OciException(
          OciError.TOO_LARGE,
          "cannot read blob %s: %d bytes, the limit is %d"
              .formatted(blob.digest(), place.size(), limit));
    }
    try (InputStream in = kit.open(place, 0)) {
      byte[] bytes = in.readNBytes(limit);
      requireDigest(blob, Digest.of(bytes));
      return bytes;
    }
  }

  /** The bytes were hashed when the kit was read. */
  @Override
  public void check(Descriptor blob) {
    requireDigest(blob, place(blob).digest());
  }

  private Place place(Descriptor blob) {
    Place place =
        kit.place(LayoutNames.blob(blob.digest()))
            .orElseThrow(() -> missing("blob " + blob.digest()));
    if (place.size() != blob.size()) {
      throw new OciException(
          OciError.SIZE,
          "cannot use blob %s: %d bytes instead of %d"
              .formatted(blob.digest(), place.size(), blob.size()));
    }
    return place;
  }

  private static void requireDigest(Descriptor blob, Digest found) {
    if (!found.equals(blob.digest())) {
      throw new OciException(
          OciError.DIGEST,
          "cannot use blob %s: its bytes hash to %s".formatted(blob.digest(), found));
    }
  }

  private static OciException missing(String what) {
    return new OciException(OciError.NOT_FOUND, "the kit has no " + what);
  }
}
