package dev.mintmark.oci.manifest;

import dev.mintmark.oci.OciError;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A list of manifests (image-spec, "OCI Image Index"): the platforms of an image, or what refers to
 * a subject.
 *
 * @param artifactType null for an image
 * @param subject null for none
 * @param annotations sorted by key
 */
public record ImageIndex(
    @Nullable String artifactType,
    List<Descriptor> manifests,
    @Nullable Descriptor subject,
    SortedMap<String, String> annotations)
    implements OciDocument {
  public ImageIndex {
    manifests = List.copyOf(manifests);
    annotations = Annotations.sorted(annotations);
    if (artifactType != null) {
      Descriptor.requireMediaType(artifactType);
    }
  }

  /**
   * The index of an image: its manifests in the order of their platforms.
   *
   * @throws IllegalArgumentException for a manifest without a platform, or two for one
   */
  public static ImageIndex ofPlatforms(
      Map<Platform, Descriptor> manifests, Map<String, String> annotations) {
    List<Descriptor> sorted =
        manifests.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> e.getValue().withPlatform(e.getKey()))
            .toList();
    return new ImageIndex(null, sorted, null, Annotations.sorted(annotations));
  }

  /**
   * The manifest for a platform.
   *
   * @throws OciException (OCI-015) when there is not exactly one
   */
  public Descriptor manifestFor(Platform platform) {
    List<Descriptor> found = manifests.stream().filter(m -> platform.equals(m.platform())).toList();
    if (found.size() != 1) {
      throw new OciException(
          OciError.PLATFORM,
          "cannot choose an image for "
              + platform
              + ": the index has "
              + found.size()
              + " manifests for it, and in all the platforms "
              + manifests.stream().map(m -> String.valueOf(m.platform())).sorted().toList());
    }
    return found.getFirst();
  }

  @Override
  public String mediaType() {
    return OciMediaTypes.INDEX;
  }

  @Override
  public byte[] bytes() {
    return OciJson.write(this);
  }

  @Override
  public Optional<Descriptor> subjectIfAny() {
    return Optional.ofNullable(subject);
  }

  @Override
  public Optional<String> referrerType() {
    return Optional.ofNullable(artifactType);
  }

  @Override
  public List<Descriptor> children() {
    return manifests;
  }
}
