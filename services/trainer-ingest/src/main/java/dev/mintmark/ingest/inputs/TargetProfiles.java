package dev.mintmark.ingest.inputs;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.ingest.request.Shown;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import java.util.List;

/** Every target's profile is one, is that target's, and fits the image. */
final class TargetProfiles {
  private TargetProfiles() {}

  static void check(ArtifactStore store, BuildRequested request) {
    for (Target target : request.getTargets()) {
      check(read(store, target), target, request.getImage().getPlatforms());
    }
  }

  private static TargetProfile read(ArtifactStore store, Target target) {
    Digest digest = Digest.parse(target.getProfile().getDigest());
    try {
      return TargetProfile.parse(store.read(digest, TargetProfile.MAX_BYTES));
    } catch (IllegalArgumentException e) {
      throw refused(
          Codes.PROFILE,
          target,
          Shown.of(String.valueOf(e.getMessage())),
          "send a target profile, e.g. one of deploy/targets");
    }
  }

  private static void check(TargetProfile profile, Target target, List<String> platforms) {
    if (!profile.name().equals(target.getName())) {
      throw refused(
          Codes.PROFILE,
          target,
          "it is the profile of target " + profile.name(),
          "name the profile of the target itself");
    }
    if (!platforms.contains(profile.platform())) {
      throw refused(
          Codes.PROFILE_PLATFORM,
          target,
          "it runs on " + profile.platform() + ", the image is for " + String.join(", ", platforms),
          "add the platform to the image or leave the target out");
    }
  }

  private static RuntimeException refused(String code, Target target, String found, String advice) {
    return new Refusal(code, "the profile of target " + target.getName(), found, advice)
        .asException();
  }
}
