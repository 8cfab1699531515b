package dev.mintmark.image.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.DockerfileBuild;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.image.refusal.ImageRefusals;
import dev.mintmark.inputs.dockerfile.PinnedImage;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.RepositoryName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a checked request of the two events. An early step has refused all of this already; what
 * comes through nevertheless must not end up in an image.
 */
public final class RequestReader {
  private static final String SCRATCH = "scratch";
  private static final String DOCKERFILE = "dockerfile";

  private RequestReader() {}

  /**
   * @throws dev.mintmark.kit.refusal.RefusedException IMG-001, IMG-006, IMG-008
   */
  public static ImageRequest read(
      ReleaseId release, BuildRequested requested, ModelQuantized quantized) {
    BaseReference base = base(requested.getImage());
    ImageRequest request;
    try {
      request = request(release, requested, base, quantized);
    } catch (IllegalArgumentException e) {
      throw ImageRefusals.request(String.valueOf(e.getMessage()));
    }
    for (ModelVariant variant : request.variants()) {
      if (!request.platforms().contains(variant.platform())) {
        throw ImageRefusals.noImageFor(variant.target(), variant.platform().toString());
      }
    }
    return request;
  }

  private static @Nullable BaseReference base(Image image) {
    String base = image.getBase();
    List<Artifact> artifacts =
        image.getBaseArtifacts().stream().map(ArtifactReferences::toArtifact).toList();
    if (image.getDockerfile() != null) {
      if (!base.equals(DOCKERFILE)) {
        throw ImageRefusals.request("it has a Dockerfile and the base '" + base + "'");
      }
      return null;
    }
    if (base.equals(SCRATCH)) {
      if (!artifacts.isEmpty()) {
        throw ImageRefusals.request("the base is scratch, which has no artifacts");
      }
      return null;
    }
    try {
      return new BaseReference(Digest.parse(base), artifacts);
    } catch (IllegalArgumentException e) {
      throw ImageRefusals.base(base);
    }
  }

  private static @Nullable DockerfileRequest dockerfile(Image image) {
    DockerfileBuild asked = image.getDockerfile();
    return asked == null
        ? null
        : new DockerfileRequest(
            ArtifactReferences.toArtifact(asked.getFile()),
            ArtifactReferences.toArtifact(asked.getContext()),
            asked.getImages().stream()
                .map(each -> new PinnedImage(each.getName(), Digest.parse(each.getDigest())))
                .sorted()
                .toList(),
            image.getBaseArtifacts().stream().map(ArtifactReferences::toArtifact).toList());
  }

  private static ImageRequest request(
      ReleaseId release,
      BuildRequested requested,
      @Nullable BaseReference base,
      ModelQuantized quantized) {
    Image image = requested.getImage();
    return new ImageRequest(
        release,
        new RepositoryName(requested.getRepository()),
        new ImageRequest.Source(
            requested.getSource().getRepository(),
            requested.getSource().getCommit(),
            requested.getSource().getEpoch()),
        image.getPlatforms().stream().map(Platform::parse).toList(),
        base,
        dockerfile(image),
        image.getPackages().stream().map(RequestReader::imagePackage).toList(),
        image.getClosures().stream().map(RequestReader::closure).toList(),
        ArtifactReferences.toArtifact(image.getApp()),
        image.getFiles().stream().map(RequestReader::file).toList(),
        launch(requested),
        ArtifactReferences.toArtifact(requested.getRun().getSmoke()),
        quantized.getVariants().stream().map(RequestReader::variant).toList());
  }

  private static Launch launch(BuildRequested requested) {
    List<String> env =
        requested.getImage().getEnv().stream()
            .map(setting -> setting.getName() + "=" + setting.getValue())
            .toList();
    return new Launch(requested.getImage().getEntrypoint(), env, requested.getRun().getPort());
  }

  private static ImagePackage imagePackage(dev.mintmark.events.build.v1.ImagePackage asked) {
    ImagePackage.Kind kind =
        switch (asked.getKind()) {
          case DEBIAN -> ImagePackage.Kind.DEBIAN;
          case WHEEL -> ImagePackage.Kind.WHEEL;
          case UNKNOWN ->
              throw new IllegalArgumentException(
                  "package " + asked.getName() + " is of a kind that is not known here");
        };
    return new ImagePackage(
        Platform.parse(asked.getPlatform()),
        kind,
        asked.getName(),
        asked.getVersion(),
        ArtifactReferences.toArtifact(asked.getSource()),
        asked.getFile(),
        asked.getPurl());
  }

  private static ImageClosure closure(dev.mintmark.events.build.v1.ImageClosure asked) {
    return new ImageClosure(
        Platform.parse(asked.getPlatform()),
        ArtifactReferences.toArtifact(asked.getSource()),
        asked.getLicense());
  }

  private static RuntimeFile file(ImageFile file) {
    return new RuntimeFile(
        Platform.parse(file.getPlatform()),
        file.getPath(),
        file.getMode(),
        ArtifactReferences.toArtifact(file.getSource()),
        file.getMember(),
        file.getPurl(),
        file.getLicense());
  }

  private static ModelVariant variant(Variant variant) {
    return new ModelVariant(
        variant.getTarget(),
        Platform.parse(variant.getPlatform()),
        ArtifactReferences.toArtifact(variant.getModel()),
        ArtifactReferences.toArtifact(variant.getExpected()),
        variant.getRung(),
        variant.getMetric(),
        variant.getValue());
  }
}
