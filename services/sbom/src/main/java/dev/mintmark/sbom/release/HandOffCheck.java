package dev.mintmark.sbom.release;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.image.v1.ModelArtifact;
import dev.mintmark.events.image.v1.PlatformImage;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.kit.handoff.ReleaseId;
import java.util.List;

/**
 * Whether the hand-offs tell of one release.
 *
 * @param request digest of the request that was reached by following the chain
 */
record HandOffCheck(ReleaseId release, String request) {
  void check(String event, HandOff link) {
    SbomCode.CHAIN.same("the name in " + event, release.name(), link.getName());
    SbomCode.CHAIN.same("the version in " + event, release.version(), link.getVersion());
    SbomCode.CHAIN.same("the request that " + event + " names", request, link.getRequest());
  }

  void check(
      BuildRequested asked, ModelIngested ingested, ModelQuantized quantized, ImageBuilt built) {
    SbomCode.CHAIN.same("the name in build.requested", release.name(), asked.getName());
    SbomCode.CHAIN.same("the version in build.requested", release.version(), asked.getVersion());
    SbomCode.MISMATCH.same("the ingested model", asked.getModel().getFile(), ingested.getModel());
    SbomCode.MISMATCH.same("the repository", asked.getRepository(), built.getRepository());
    SbomCode.MISMATCH.same(
        "the list of platforms",
        asked.getImage().getPlatforms(),
        built.getImages().stream().map(PlatformImage::getPlatform).toList());
    checkTargets(asked.getTargets(), quantized.getVariants(), built.getModels());
  }

  private static void checkTargets(
      List<Target> targets, List<Variant> variants, List<ModelArtifact> models) {
    List<String> names = targets.stream().map(Target::getName).toList();
    SbomCode.MISMATCH.same(
        "the list of quantized targets", names, variants.stream().map(Variant::getTarget).toList());
    SbomCode.MISMATCH.same(
        "the list of model artifacts",
        names,
        models.stream().map(ModelArtifact::getTarget).toList());
    for (int i = 0; i < names.size(); i++) {
      String of = " of " + names.get(i);
      Variant variant = variants.get(i);
      SbomCode.MISMATCH.same("the profile" + of, targets.get(i).getProfile(), variant.getProfile());
      SbomCode.MISMATCH.same("the model" + of, variant.getModel(), models.get(i).getModel());
      SbomCode.MISMATCH.same(
          "the platform" + of, variant.getPlatform(), models.get(i).getPlatform());
    }
  }
}
