package dev.mintmark.ingest.request;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.ImageClosure;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.stream.Stream;

/** The image's closures of Nix and Guix: in order, each for a platform of the image. */
final class ClosureRules {
  private ClosureRules() {}

  static Stream<Refusal> check(BuildRequested request) {
    List<ImageClosure> closures = request.getImage().getClosures();
    List<String> platforms = request.getImage().getPlatforms();
    return Stream.concat(
        closures.stream().flatMap(each -> check(each, platforms)),
        Fault.unlessSorted(
            closures,
            each -> each.getPlatform() + "\0" + each.getSource().getDigest(),
            Codes.CLOSURES,
            "the image's closures"));
  }

  private static Stream<Refusal> check(ImageClosure each, List<String> platforms) {
    String subject = "the closure for " + Shown.of(each.getPlatform());
    Stream<Refusal> place =
        Fault.unless(
            platforms.contains(each.getPlatform()),
            Codes.CLOSURES,
            subject,
            "its platform is not one of the image's",
            "add the platform to the image or leave the closure out");
    return each.getLicense() == null
        ? place
        : Stream.concat(
            place, Licenses.unlessExpression(each.getLicense(), "the licence of " + subject));
  }
}
