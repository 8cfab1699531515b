package dev.mintmark.ingest.request;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.DockerfileBuild;
import dev.mintmark.events.build.v1.DockerfileImage;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.kit.refusal.Refusal;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An image that a Dockerfile makes: nothing beside it, and its images listed whole. */
final class DockerfileRules {
  private static final String SUBJECT = "the images of the Dockerfile";
  private static final String ANEW = "make the request with `mintmark build`";

  private DockerfileRules() {}

  static Stream<Refusal> check(BuildRequested request) {
    Image image = request.getImage();
    DockerfileBuild dockerfile = image.getDockerfile();
    if (dockerfile == null) {
      return Stream.empty();
    }
    Set<String> parts =
        image.getBaseArtifacts().stream()
            .map(ArtifactReference::getDigest)
            .collect(Collectors.toSet());
    return Stream.of(
            Fault.unless(
                image.getPackages().isEmpty() && image.getClosures().isEmpty(),
                Codes.DOCKERFILE,
                "the Dockerfile",
                "the image has packages or closures, too",
                "install them in the Dockerfile, or leave it out"),
            Fault.unless(
                !dockerfile.getImages().isEmpty() || parts.isEmpty(),
                Codes.DOCKERFILE,
                SUBJECT,
                "there are none, and " + parts.size() + " parts of them",
                ANEW),
            dockerfile.getImages().stream().flatMap(each -> listed(each, parts)),
            Fault.unlessSorted(
                dockerfile.getImages(), DockerfileImage::getName, Codes.DOCKERFILE, SUBJECT))
        .flatMap(faults -> faults);
  }

  private static Stream<Refusal> listed(DockerfileImage image, Set<String> parts) {
    String subject = "the image " + Shown.of(image.getName()) + " of the Dockerfile";
    return Stream.concat(
        Fault.unless(
            Digest.isDigest(image.getDigest()) && image.getName().endsWith("@" + image.getDigest()),
            Codes.DOCKERFILE,
            subject,
            "its digest is " + Shown.of(image.getDigest()),
            "give the digest that its name ends with"),
        Fault.unless(
            parts.contains(image.getDigest()),
            Codes.DOCKERFILE,
            subject,
            "it is none of the parts that the request lists",
            ANEW));
  }
}
