package dev.mintmark.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.oci.filetable.FileTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusedReleasesTest {
  private static final Digest NOWHERE = Digest.of(new byte[] {1});
  private static final FileTable.Input INPUT =
      new FileTable.Input(new Artifact(NOWHERE, MediaTypes.OCTET_STREAM, 1), null, null, null);

  @TempDir Path folder;

  private Refusal refusal(Consumer<SampleLine> change) {
    SampleLine line = new SampleLine(new FolderArtifactStore(folder.resolve("store")));
    change.accept(line);
    PublishSbom step =
        new PublishSbom(line.store, new EventChain(line.store), folder.resolve("work"));
    RefusedException thrown =
        catchThrowableOfType(
            RefusedException.class,
            () -> {
              if (step.apply(line.run()) instanceof Outcome.Rejected<SbomPublished> rejected) {
                throw rejected.refusal().asException();
              }
            });
    assertThat(thrown).as("nothing was refused").isNotNull();
    return thrown.refusal();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(
            "a model.quantized of another release",
            "SBM-001",
            l -> l.change(ModelQuantized.class, e -> e.getHandOff().put("version", "v9.0.0"))),
        wrong(
            "a model.ingested of another name",
            "SBM-001",
            l -> l.change(ModelIngested.class, e -> e.getHandOff().put("name", "other"))),
        wrong(
            "an image.built that names another request",
            "SBM-001",
            l ->
                l.change(ImageBuilt.class, e -> e.getHandOff().put("request", NOWHERE.toString()))),
        wrong(
            "a request of another version",
            "SBM-001",
            l -> l.change(BuildRequested.class, e -> e.put("version", "v1.0.1"))),
        wrong(
            "another ingested model",
            "SBM-002",
            l ->
                l.change(
                    ModelIngested.class, e -> e.put("model", l.put("other", MediaTypes.ONNX)))),
        wrong(
            "a variant left out",
            "SBM-002",
            l -> l.change(ModelQuantized.class, e -> e.getVariants().removeFirst())),
        wrong(
            "an image left out",
            "SBM-002",
            l -> l.change(ImageBuilt.class, e -> e.getImages().removeLast())),
        wrong(
            "a model artifact with another model",
            "SBM-002",
            l ->
                l.change(
                    ImageBuilt.class,
                    e -> e.getModels().getFirst().put("model", l.put("other", MediaTypes.ONNX)))),
        wrong(
            "another repository",
            "SBM-002",
            l -> l.change(ImageBuilt.class, e -> e.put("repository", "other/repository"))),
        wrong(
            "a file table that is none",
            "SBM-003",
            l ->
                l.change(
                    ImageBuilt.class, e -> e.put("files", l.put("[]", MediaTypes.FILE_TABLE)))),
        wrong(
            "an empty file table",
            "SBM-003",
            l ->
                l.change(
                    ImageBuilt.class,
                    e -> e.put("files", l.put("{\"files\":[]}", MediaTypes.FILE_TABLE)))),
        wrong(
            "a file that nobody asked for",
            "SBM-003",
            l -> l.extraRows.add(row("linux/amd64", "/app/extra"))),
        wrong(
            "a file listed twice",
            "SBM-003",
            l -> l.extraRows.add(row("linux/amd64", "/app/serve.sh"))),
        wrong(
            "a file for a platform without an image",
            "SBM-003",
            l -> l.extraRows.add(row("linux/riscv64", "/app/serve.sh"))),
        wrong("a package without a file", "SBM-003", l -> l.withPackage(false)),
        wrong(
            "a closure's file of another package",
            "SBM-003",
            l -> l.withClosure("pkg:deb/debian/libc6@1")),
        wrong("a file of a base that nobody asked for", "SBM-003", l -> l.withBase(false)),
        wrong(
            "a Dockerfile's file with a licence that nobody told",
            "SBM-003",
            l -> l.withDockerfile("MIT")),
        wrong(
            "a file of a Dockerfile that nobody asked for",
            "SBM-003",
            l -> l.withDockerfile(null).dockerfile = null),
        wrong(
            "a package's file without a licence",
            "SBM-003",
            l -> {
              l.withPackage(true);
              l.packageLicense = null;
            }),
        wrong(
            "a list of dpkg with a line that is none",
            "SBM-010",
            l -> l.withBase(true, Map.of("/var/lib/dpkg/status", SampleLine.bytes("Package\n")))),
        wrong(
            "a database of apk that is cut off",
            "SBM-011",
            l -> l.withBase(true, Map.of("/lib/apk/db/installed", SampleLine.bytes("P:musl\n")))),
        wrong(
            "a layer that is not what the hand-off says",
            "SBM-016",
            l ->
                l.change(
                    ImageBuilt.class,
                    e ->
                        e.getImages()
                            .getFirst()
                            .getLayers()
                            .getFirst()
                            .put("diffId", NOWHERE.toString()))),
        wrong(
            "a file that its layer does not have",
            "SBM-017",
            l -> {
              l.withBase(true);
              FileTable.Row row = l.extraRows.removeLast();
              l.extraRows.add(
                  SampleLine.row(
                      "linux/arm64",
                      "/var/lib/dpkg/status",
                      new byte[] {1},
                      row.layer(),
                      row.input()));
            }),
        wrong("a profile of another target", "SBM-004", l -> l.profileName = "gpu-arm64"),
        wrong("a profile that is none", "SBM-004", l -> l.profileName = "'"),
        wrong("a package URL without pkg:", "SBM-005", l -> l.purl = "maven/onnxruntime@1"),
        wrong("a package URL without a name", "SBM-005", l -> l.purl = "pkg:maven/"),
        wrong("a package URL in capitals", "SBM-005", l -> l.purl = "pkg:GITHUB/x/y@1"),
        wrong(
            "a model manifest with other layers",
            "SBM-008",
            l ->
                l.change(
                    ImageBuilt.class,
                    e -> {
                      var models = e.getModels();
                      models.getFirst().put("manifest", models.getLast().getManifest());
                    })),
        wrong(
            "a digest that is none",
            "SBM-009",
            l ->
                l.change(
                    BuildRequested.class, e -> e.getModel().getDataset().put("digest", "latest"))));
  }

  private static FileTable.Row row(String platform, String path) {
    return SampleLine.row(platform, path, new byte[] {1}, NOWHERE, INPUT);
  }

  private static Arguments wrong(String what, String code, Consumer<SampleLine> change) {
    return Arguments.of(what, code, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void refuses(String what, String code, Consumer<SampleLine> change) {
    assertThat(refusal(change).code()).as(what).isEqualTo(code);
  }

  @Test
  void refusesAChainThatLeadsNowhere() {
    Refusal refusal =
        refusal(l ->
            l.change(ImageBuilt.class, e -> e.getHandOff().put("previous", NOWHERE.toString())));

    assertThat(refusal.code()).isEqualTo("ART-001");
  }
}
