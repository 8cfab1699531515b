package dev.mintmark.sbom.check;

import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.sbom.bom.PropertyNames;
import dev.mintmark.sbom.release.Release;
import java.time.Instant;

/** Whether a finished document names everything that the release is known to be made of. */
public final class CompletenessCheck {
  private CompletenessCheck() {}

  /**
   * Checks an image's document.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-006 naming the first thing left out
   */
  public static void image(Release release, PlatformImage image, byte[] document) {
    ListedBom bom = new ListedBom("image " + image.getPlatform(), document);
    frame(release, image.getManifest().getDigest(), bom);
    ImageContents.check(release, image.getPlatform(), bom);
    for (ModelArtifact model : release.models(image.getPlatform())) {
      target(release, model.getTarget(), bom);
    }
    bom.requireSoundReferences();
  }

  /**
   * Checks a model's document.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException SBM-006 naming the first thing left out
   */
  public static void model(Release release, ModelArtifact artifact, byte[] document) {
    ListedBom bom = new ListedBom("model " + artifact.getTarget(), document);
    frame(release, artifact.getManifest().getDigest(), bom);
    ModelContents.check(release, artifact, bom);
    target(release, artifact.getTarget(), bom);
    bom.requireSoundReferences();
  }

  private static void frame(Release release, String manifest, ListedBom bom) {
    String time = Instant.ofEpochSecond(release.request().getSource().getEpoch()).toString();
    String supplier = release.request().getSupplier().strip();
    var metadata = bom.json().path("metadata");
    bom.require(
        "the subject " + manifest,
        bom.subject().is("container") && bom.subject().hasSha256(manifest));
    bom.require("the time " + time, metadata.path("timestamp").asText().equals(time));
    bom.require("the supplier", metadata.path("supplier").path("name").asText().equals(supplier));
    bom.require("an author", !metadata.path("authors").path(0).path("name").asText().isEmpty());
    bom.require(
        "a serial number", bom.json().path("serialNumber").asText().startsWith("urn:uuid:"));
  }

  private static void target(Release release, String target, ListedBom bom) {
    String profile = release.variant(target).getProfile().getDigest();
    bom.require(
        "the profile of target " + target,
        "target profile " + target,
        c ->
            c.is("data")
                && c.hasSha256(profile)
                && c.has(PropertyNames.TESTED, release.profile(target).tested().orElse("")));
    for (TargetProfile.Requirement requirement : release.profile(target).requirements()) {
      bom.require(
          "requirement " + requirement.name() + " of target " + target,
          requirement.name(),
          c ->
              c.has(PropertyNames.REQUIREMENT, "host")
                  && c.has(PropertyNames.TARGET, target)
                  && c.has(PropertyNames.REQUIREMENT_KIND, requirement.kind().word())
                  && c.has(PropertyNames.REQUIREMENT_MINIMUM, requirement.minimum().orElse("")));
    }
  }
}
