package dev.mintmark.ledger.rebuild.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Dataset;
import dev.mintmark.events.build.v1.Gate;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.events.build.v1.ImagePackage;
import dev.mintmark.events.build.v1.PackageKind;
import dev.mintmark.events.build.v1.Quantization;
import dev.mintmark.events.build.v1.Source;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.build.v1.TrainedModel;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.store.FolderArtifactStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
  private static final ArtifactReference GONE =
      ArtifactReferences.toReference(Artifact.of(new byte[] {9}, MediaTypes.TREE));

  @TempDir Path folder;

  @Test
  void namesEveryFileOfEveryTreeAndWhereItCameFrom() {
    FolderArtifactStore store = new FolderArtifactStore(folder);
    Artifact file = store.put(new byte[] {1}, MediaTypes.NPY);
    Artifact tree =
        store.put(
            new Tree(List.of(new Tree.Entry("a/b.npy", 1, file.digest()))).bytes(),
            MediaTypes.TREE);

    List<Input> inputs =
        new Inputs(store)
            .of(
                request(
                    ArtifactReferences.toReference(tree), ArtifactReferences.toReference(file)));

    assertThat(inputs)
        .extracting(Input::role)
        .containsExactly(
            "model.file",
            "model.environment",
            "quantize.calibration",
            "quantize.calibration/a/b.npy",
            "quantize.validation",
            "image.app",
            "image.app/a/b.npy",
            "image.files[linux/amd64].source",
            "image.packages[linux/amd64].source",
            "image.baseArtifacts[0]",
            "run.smoke",
            "run.smoke/a/b.npy",
            "targets[cpu-amd64].profile");
    assertThat(inputs)
        .filteredOn(input -> input.origin().isPresent())
        .extracting(input -> input.role() + " " + input.origin().orElseThrow())
        .containsExactly(
            "image.files[linux/amd64].source pkg:maven/a/b@1",
            "image.packages[linux/amd64].source pkg:deb/debian/c@1",
            "image.baseArtifacts[0] base image sha256:" + "b".repeat(64));
  }

  /** Its validation samples are gone: their files cannot be known. */
  private static BuildRequested request(ArtifactReference tree, ArtifactReference file) {
    return new BuildRequested(
        "face-detect",
        "v1.0.0",
        "vision/face-detect",
        "Example",
        new Source("https://example.com/vision.git", "4".repeat(40), 1L),
        new TrainedModel(
            file, "MIT", new Dataset("faces", Digest.of(new byte[0]).toString()), file, 7L),
        new Quantization(tree, GONE, new Gate("accuracy", 0.9, List.of())),
        new Image(
            "sha256:" + "b".repeat(64),
            tree,
            List.of(new ImageFile("linux/amd64", "/a", 493, file, null, "pkg:maven/a/b@1", "MIT")),
            List.of("/a"),
            List.of(),
            List.of("linux/amd64"),
            List.of(
                new ImagePackage(
                    "linux/amd64",
                    PackageKind.DEBIAN,
                    "c",
                    "1",
                    file,
                    "c_1_amd64.deb",
                    "pkg:deb/debian/c@1")),
            List.of(file),
            List.of(),
            null),
        new dev.mintmark.events.build.v1.Run(tree, null, null),
        List.of(new Target("cpu-amd64", file)));
  }
}
