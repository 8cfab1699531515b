package dev.mintmark.ingest.inputs;

import static java.util.stream.Collectors.toMap;

import dev.mintmark.content.Digest;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Quantization;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.ingest.request.Codes;
import dev.mintmark.ingest.request.Shown;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.refusal.Refusal;
import java.util.Map;

/**
 * Calibration, validation and smoke samples. A variant judged on what it was calibrated with would
 * pass a gate that it should not.
 */
final class SampleFolders {
  private SampleFolders() {}

  static void check(Folders folders, BuildRequested request) {
    Quantization quantize = request.getQuantize();
    Tree calibration = samples(folders, "the calibration samples", quantize.getCalibration());
    Tree validation = samples(folders, "the validation samples", quantize.getValidation());
    samples(folders, "the smoke samples", request.getRun().getSmoke());
    checkDisjoint(calibration, validation);
  }

  private static Tree samples(Folders folders, String role, ArtifactReference reference) {
    Tree tree = folders.whole(role, ArtifactReferences.toArtifact(reference));
    if (tree.entries().isEmpty()) {
      throw refused(role, "the folder is empty", "give at least one .npy or .npz sample");
    }
    for (Tree.Entry entry : tree.entries()) {
      if (!entry.path().endsWith(".npy") && !entry.path().endsWith(".npz")) {
        throw refused(
            role,
            "the file " + Shown.of(entry.path()) + " is not a .npy or .npz sample",
            "leave only preprocessed tensors in NumPy's format there");
      }
    }
    return tree;
  }

  private static void checkDisjoint(Tree calibration, Tree validation) {
    Map<Digest, String> calibrated =
        calibration.entries().stream()
            .collect(toMap(Tree.Entry::digest, Tree.Entry::path, (first, second) -> first));
    for (Tree.Entry entry : validation.entries()) {
      String twin = calibrated.get(entry.digest());
      if (twin != null) {
        throw new Refusal(
                Codes.NOT_DISJOINT,
                "the validation sample " + Shown.of(entry.path()),
                "calibration holds the same bytes as " + Shown.of(twin),
                "judge the variants on samples that they were not calibrated with")
            .asException();
      }
    }
  }

  private static RuntimeException refused(String role, String found, String advice) {
    return new Refusal(Codes.SAMPLES, role, found, advice).asException();
  }
}
