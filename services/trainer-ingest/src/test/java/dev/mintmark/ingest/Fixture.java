package dev.mintmark.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.ingest.request.PlainJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A good request and every artifact that it needs. Tests change one thing in its JSON, or one
 * artifact.
 */
public final class Fixture {
  public static final ObjectMapper JSON = new ObjectMapper();

  /** Everything to be uploaded, by digest. */
  public final Map<Digest, byte[]> artifacts = new LinkedHashMap<>();

  private final ObjectNode request = JSON.createObjectNode();

  public Fixture() {
    request.put("name", "face-detect").put("version", "v1.0.0");
    request.put("repository", "vision/face-detect").put("supplier", "Example Vision");
    request
        .putObject("source")
        .put("repository", "https://example.com/vision.git")
        .put("commit", "4f2a91c0".repeat(5))
        .put("epoch", 1_780_000_000L);
    ObjectNode model = request.putObject("model");
    model.set("file", reference(add(onnx(), MediaTypes.ONNX)));
    model.put("license", "Apache-2.0").put("seed", 7);
    model
        .putObject("dataset")
        .put("name", "faces")
        .put("digest", Digest.of("the data".getBytes(UTF_8)).toString());
    model.set("environment", reference(add(lock(), "text/plain")));
    quantize(request.putObject("quantize"));
    image(request.putObject("image"));
    ObjectNode run = request.putObject("run");
    run.set("smoke", reference(tree("smoke.npy")));
    run.put("port", 8080).put("health", "/healthz");
    request
        .putArray("targets")
        .add(target("cpu-amd64", "linux/amd64"))
        .add(target("cpu-arm64", "linux/arm64"));
  }

  private void quantize(ObjectNode quantize) {
    quantize.set("calibration", reference(tree("one.npy", "two.npy")));
    quantize.set("validation", reference(tree("three.npy")));
    ObjectNode gate = quantize.putObject("gate");
    gate.put("metric", "detection-agreement").put("minimum", 0.97);
    gate.putArray("parameters").addObject().put("name", "iou").put("value", "0.5");
  }

  private void image(ObjectNode image) {
    image.put("base", "scratch");
    image.set("app", reference(tree("bin/serve", "web/index.html")));
    Artifact library = add("a jar".getBytes(UTF_8), "application/java-archive");
    for (String platform : new String[] {"linux/amd64", "linux/arm64"}) {
      ObjectNode file = image.withArray("files").addObject();
      file.put("platform", platform).put("path", "/usr/lib/libonnxruntime.so").put("mode", 493);
      file.set("source", reference(library));
      file.put("member", "native/" + platform + "/libonnxruntime.so");
      file.put("purl", "pkg:maven/com.microsoft.onnxruntime/onnxruntime@1.29.0");
      file.put("license", "MIT");
    }
    image.putArray("entrypoint").add("/app/bin/serve");
    image.putArray("env").addObject().put("name", "THREADS").put("value", "2");
    image.putArray("platforms").add("linux/amd64").add("linux/arm64");
  }

  /** A copy of the request's JSON with one change. */
  public ObjectNode json(Consumer<ObjectNode> change) {
    ObjectNode copy = request.deepCopy();
    change.accept(copy);
    return copy;
  }

  public BuildRequested request(Consumer<ObjectNode> change) {
    return PlainJson.read(bytes(json(change)));
  }

  public BuildRequested request() {
    return request(same -> {});
  }

  public static byte[] bytes(ObjectNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds an artifact. */
  public Artifact add(byte[] bytes, String mediaType) {
    Artifact artifact = Artifact.of(bytes, mediaType);
    artifacts.put(artifact.digest(), bytes);
    return artifact;
  }

  /** Adds a tree whose files hold their own paths. */
  public Artifact tree(String... paths) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String path : paths) {
      files.put(path, path);
    }
    return tree(files);
  }

  /** Adds a tree of these texts by path. */
  public Artifact tree(Map<String, String> files) {
    Tree tree =
        new Tree(
            files.entrySet().stream()
                .map(file -> {
                  byte[] bytes = file.getValue().getBytes(UTF_8);
                  add(bytes, MediaTypes.OCTET_STREAM);
                  return new Tree.Entry(file.getKey(), bytes.length, Digest.of(bytes));
                })
                .toList());
    return add(tree.bytes(), MediaTypes.TREE);
  }

  public static ObjectNode reference(Artifact artifact) {
    return JSON.createObjectNode()
        .put("digest", artifact.digest().toString())
        .put("mediaType", artifact.mediaType())
        .put("size", artifact.size());
  }

  /** A target with its profile. */
  public ObjectNode target(String name, String platform) {
    ObjectNode target = JSON.createObjectNode().put("name", name);
    target.set("profile", reference(profile(name, platform)));
    return target;
  }

  /** Adds a profile. */
  public Artifact profile(String name, String platform) {
    String yaml =
        """
        apiVersion: mintmark.dev/v1
        name: %s
        description: A test device
        platform: %s
        requires: [{kind: libc, name: glibc, minimum: "2.28"}]
        model: {format: onnx, quantization: int8, toolchain: qdq-java}
        """
            .formatted(name, platform);
    return add(yaml.getBytes(UTF_8), MediaTypes.TARGET_PROFILE);
  }

  private static byte[] lock() {
    return ("torch==2.5.1 \\\n    --hash=sha256:" + "a1".repeat(32) + "\n").getBytes(UTF_8);
  }

  /** The smallest model: one Relu over four numbers. */
  public static byte[] onnx() {
    return onnx("g");
  }

  /** Other bytes, as another run of the same training might give. */
  public static byte[] otherModel() {
    return onnx("h");
  }

  private static byte[] onnx(String graph) {
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
    model.setProducerName("test").setProducerVersion("1");
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13));
    model
        .getGraphBuilder()
        .setName(graph)
        .addInput(tensor("x"))
        .addOutput(tensor("y"))
        .addNode(NodeProto.newBuilder().setOpType("Relu").addInput("x").addOutput("y"));
    return model.build().toByteArray();
  }

  private static ValueInfoProto tensor(String name) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimValue(1);
    shape.addDimBuilder().setDimValue(4);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }
}
