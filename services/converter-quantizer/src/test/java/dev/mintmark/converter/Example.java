package dev.mintmark.converter;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Dataset;
import dev.mintmark.events.build.v1.Gate;
import dev.mintmark.events.build.v1.Image;
import dev.mintmark.events.build.v1.Quantization;
import dev.mintmark.events.build.v1.Run;
import dev.mintmark.events.build.v1.Source;
import dev.mintmark.events.build.v1.Target;
import dev.mintmark.events.build.v1.TrainedModel;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.common.v1.NameValue;
import dev.mintmark.events.model.v1.ModelFacts;
import dev.mintmark.events.model.v1.ModelIdentity;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Position;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.store.Pointers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * The face-detect example as events and artifacts; each part can be another one before the event is
 * made.
 */
final class Example {
  static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

  final FolderArtifactStore store;
  ArtifactReference model;
  ArtifactReference calibration;
  ArtifactReference validation;
  ArtifactReference smoke;
  double minimum = 0.97;
  final TreeMap<String, String> parameters =
      new TreeMap<>(
          Map.of(
              "input-width", "128",
              "input-height", "128",
              "grids", "16x16x2,8x8x6",
              "scores", "Identity:0,Identity_1:0",
              "boxes", "Identity_2:0,Identity_3:0",
              "score-threshold", "0.5",
              "suppression-overlap", "0.3",
              "match-overlap", "0.5"));
  final TreeMap<String, ArtifactReference> targets = new TreeMap<>();

  Example(FolderArtifactStore store, Path inputs) throws IOException {
    this.store = store;
    model = put(inputs.resolve("face_detection_front_128x128_barracuda.onnx"), MediaTypes.ONNX);
    calibration = tree(inputs.resolve("calibration"));
    validation = tree(inputs.resolve("validation"));
    smoke = tree(inputs.resolve("smoke"));
    for (String target : List.of("cpu-amd64", "cpu-arm64")) {
      targets.put(
          target,
          put(PROJECT.resolve("deploy/targets/" + target + ".yaml"), MediaTypes.TARGET_PROFILE));
    }
  }

  /** The example in a store of its own; the test is skipped where its inputs were not fetched. */
  static Example in(Path store) throws IOException {
    Path inputs =
        Path.of(
            System.getenv()
                .getOrDefault("MINTMARK_INPUTS", PROJECT.resolve(".mintmark/inputs").toString()));
    Assumptions.assumeTrue(
        Files.isDirectory(inputs.resolve("smoke")),
        "the inputs are not in " + inputs + "; run ./mintmark demo once");
    return new Example(new FolderArtifactStore(store), inputs);
  }

  /** The step over this store. */
  QuantizeModel step(Pointers pointers) {
    EventChain chain = new EventChain(store);
    return new QuantizeModel(
        store,
        chain,
        new RecordedMeasures(store, chain, pointers),
        new Limits(32 << 20, 32 << 20),
        "0.1.0");
  }

  private ArtifactReference put(Path file, String mediaType) {
    return ArtifactReferences.toReference(store.put(file, mediaType));
  }

  ArtifactReference put(byte[] bytes, String mediaType) {
    return ArtifactReferences.toReference(store.put(bytes, mediaType));
  }

  private ArtifactReference tree(Path folder) throws IOException {
    Tree tree = Tree.of(folder);
    for (Tree.Entry entry : tree.entries()) {
      store.put(Files.readAllBytes(folder.resolve(entry.path())), MediaTypes.NPY);
    }
    return put(tree.bytes(), MediaTypes.TREE);
  }

  Incoming<ModelIngested> incoming() {
    return incoming("live");
  }

  Incoming<ModelIngested> incoming(String run) {
    byte[] request = EventCodec.write(request());
    Artifact requested = store.put(request, MediaTypes.EVENT);
    ModelIngested event =
        new ModelIngested(
            new HandOff(
                "face-detect",
                "v1.0.0",
                requested.digest().toString(),
                requested.digest().toString()),
            model,
            new ModelIdentity(
                "0".repeat(40), model.getDigest(), model.getDigest(), model.getDigest()),
            "face-detect:v1.0.0",
            new ModelFacts(7L, 12L, "", 1, 1L, List.of(), List.of()));
    return new Incoming<>(
        event,
        Digest.of(EventCodec.write(event)),
        new ReleaseId("face-detect", "v1.0.0"),
        new Position("topic", 0, 0),
        run);
  }

  private BuildRequested request() {
    List<NameValue> settings =
        parameters.entrySet().stream().map(p -> new NameValue(p.getKey(), p.getValue())).toList();
    return new BuildRequested(
        "face-detect",
        "v1.0.0",
        "vision/face-detect",
        "Example Vision",
        new Source("https://example.com/vision.git", "0".repeat(40), 1_780_000_000L),
        new TrainedModel(model, "Apache-2.0", new Dataset("data", model.getDigest()), model, 0L),
        new Quantization(
            calibration, validation, new Gate("detection-agreement", minimum, settings)),
        new Image(
            "scratch",
            smoke,
            List.of(),
            List.of("/app/run"),
            List.of(),
            List.of("linux/amd64", "linux/arm64"),
            List.of(),
            List.of(),
            List.of(),
            null),
        new Run(smoke, null, null),
        targets.entrySet().stream().map(t -> new Target(t.getKey(), t.getValue())).toList());
  }
}
