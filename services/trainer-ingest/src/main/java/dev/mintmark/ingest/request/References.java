package dev.mintmark.ingest.request;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every artifact that a request names, with what it is there for. */
public final class References {
  /** RFC 6838, section 4.2: restricted names, with parameters refused. */
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}");

  private References() {}

  /**
   * One artifact of a request.
   *
   * @param role for people, e.g. {@code the calibration samples}
   */
  public record Named(String role, Artifact artifact) {}

  private record Use(String role, ArtifactReference reference, Optional<String> mediaType) {}

  /**
   * The artifacts of a request that the rules let pass, in a fixed order; one that is named twice
   * comes twice.
   */
  public static List<Named> of(BuildRequested request) {
    return uses(request)
        .map(use -> new Named(use.role(), ArtifactReferences.toArtifact(use.reference())))
        .toList();
  }

  static Stream<Refusal> check(BuildRequested request) {
    return uses(request).flatMap(References::check);
  }

  private static Stream<Use> uses(BuildRequested request) {
    Optional<String> tree = Optional.of(MediaTypes.TREE);
    return Stream.of(
            Stream.of(
                new Use("the model", request.getModel().getFile(), Optional.of(MediaTypes.ONNX)),
                new Use(
                    "the training environment's lock file",
                    request.getModel().getEnvironment(),
                    Optional.empty()),
                new Use("the calibration samples", request.getQuantize().getCalibration(), tree),
                new Use("the validation samples", request.getQuantize().getValidation(), tree),
                new Use("the app", request.getImage().getApp(), tree),
                new Use("the smoke samples", request.getRun().getSmoke(), tree)),
            request.getImage().getFiles().stream()
                .map(file ->
                    new Use(
                        "the source of " + Shown.of(file.getPath()),
                        file.getSource(),
                        Optional.empty())),
            request.getImage().getPackages().stream()
                .map(each ->
                    new Use(
                        "the package " + Shown.of(each.getFile()) + " for " + each.getPlatform(),
                        each.getSource(),
                        Optional.empty())),
            request.getImage().getBaseArtifacts().stream()
                .map(part -> new Use("a part of the base image", part, Optional.empty())),
            request.getTargets().stream()
                .map(target ->
                    new Use(
                        "the profile of target " + Shown.of(target.getName()),
                        target.getProfile(),
                        Optional.of(MediaTypes.TARGET_PROFILE))))
        .flatMap(uses -> uses);
  }

  private static Stream<Refusal> check(Use use) {
    ArtifactReference reference = use.reference();
    return Stream.of(
            Fault.unless(
                Digest.isDigest(reference.getDigest()),
                Codes.REFERENCE,
                use.role(),
                "found digest " + Shown.of(reference.getDigest()),
                "name the artifact by sha256: and 64 lower-case hex digits"),
            Fault.unless(
                reference.getSize() >= 0,
                Codes.REFERENCE,
                use.role(),
                "found size " + reference.getSize(),
                "give the artifact's size in bytes"),
            Fault.unlessMatches(
                MEDIA_TYPE,
                255,
                reference.getMediaType(),
                Codes.REFERENCE,
                use.role(),
                "give a media type of the form type/subtype"),
            use.mediaType().stream()
                .flatMap(expected ->
                    Fault.unless(
                        expected.equals(reference.getMediaType()),
                        Codes.REFERENCE,
                        use.role(),
                        "found media type " + Shown.of(reference.getMediaType()),
                        "use " + expected)))
        .flatMap(faults -> faults);
  }
}
