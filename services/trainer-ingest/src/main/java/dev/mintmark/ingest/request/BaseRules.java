package dev.mintmark.ingest.request;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.stream.Stream;

/** What the image stands on: nothing, or an image whose every part is listed. */
final class BaseRules {
  private static final String SCRATCH = "scratch";
  private static final String DOCKERFILE = "dockerfile";

  private BaseRules() {}

  static Stream<Refusal> check(BuildRequested request) {
    String base = request.getImage().getBase();
    List<ArtifactReference> parts = request.getImage().getBaseArtifacts();
    if (request.getImage().getDockerfile() != null) {
      return Stream.concat(
          Fault.unless(
              base.equals(DOCKERFILE),
              Codes.BASE,
              "base image " + Shown.of(base),
              "the image has a Dockerfile, too",
              "name the base dockerfile, or leave the Dockerfile out"),
          sorted(parts));
    }
    if (base.equals(SCRATCH)) {
      return Fault.unless(
          parts.isEmpty(),
          Codes.BASE,
          "the parts of the base image",
          "there are " + parts.size() + ", and the base is scratch",
          "leave them out, or name the base's digest");
    }
    return Digest.isDigest(base) ? onParts(base, parts) : Stream.of(unpinned(base));
  }

  private static Stream<Refusal> onParts(String base, List<ArtifactReference> parts) {
    return Stream.concat(
        Fault.unless(
            parts.stream().anyMatch(part -> part.getDigest().equals(base)),
            Codes.BASE,
            "base image " + Shown.of(base),
            "it is none of the " + parts.size() + " parts that the request lists for it",
            "vendor the base, `mintmark vendor`, and list its index, manifests, configs and"
                + " layers"),
        sorted(parts));
  }

  private static Stream<Refusal> sorted(List<ArtifactReference> parts) {
    return Fault.unlessSorted(
        parts, ArtifactReference::getDigest, Codes.BASE, "the parts of the base image");
  }

  private static Refusal unpinned(String base) {
    String subject = "base image " + Shown.of(base);
    if (Digest.isDigest(base.substring(base.indexOf('@') + 1))) {
      return new Refusal(
          Codes.BASE,
          subject,
          "it has a name before its digest, and a build asks no registry",
          "give the digest alone, sha256:<64 hex>, and list the vendored parts");
    }
    return new Refusal(
        Codes.BASE_BY_TAG,
        subject,
        "it is a tag, which may mean other bytes tomorrow",
        "pin it by digest, e.g. debian@sha256:…, or use scratch");
  }
}
