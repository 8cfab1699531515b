package dev.mintmark.ingest.request;

import static dev.mintmark.ingest.request.RequestRows.HEX;
import static dev.mintmark.ingest.request.RequestRows.file;
import static dev.mintmark.ingest.request.RequestRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.ingest.Fixture;
import dev.mintmark.kit.refusal.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequestRulesTest {
  private final Fixture fixture = new Fixture();

  @Test
  void letsAGoodRequestPass() {
    assertThat(RequestRules.firstFault(fixture.request())).isEmpty();
  }

  static Stream<Arguments> good() {
    return Stream.of(
        row(
            "no port and no health check",
            r -> r.withObject("/run").remove(List.of("port", "health"))),
        row("no env", r -> r.withObject("/image").putArray("env")),
        row("no files", r -> r.withObject("/image").putArray("files")),
        row("a pre-release", r -> r.put("version", "v0.1.0-rc.1")),
        row("a minimum of one", r -> gate(r).put("minimum", 1)),
        row("a licence nobody knows", r -> file(r).put("license", "NOASSERTION")),
        row("a repository of one part", r -> r.put("repository", "face-detect")),
        row("a repository with a dot", r -> r.put("repository", "v1.0")),
        row("an ssh source", r -> source(r).put("repository", "ssh://git@example.com/v.git")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("good")
  void letsPass(String name, Consumer<ObjectNode> change) {
    assertThat(RequestRules.firstFault(fixture.request(change))).isEmpty();
  }

  static Stream<Arguments> identity() {
    return Stream.of(
        row("no name", r -> r.put("name", ""), Codes.NAME, "''"),
        row("upper-case name", r -> r.put("name", "Face"), Codes.NAME, "'Face'"),
        row("doubled dash", r -> r.put("name", "a--b"), Codes.NAME, "'a--b'"),
        row("name with a path", r -> r.put("name", "../a"), Codes.NAME, "'../a'"),
        row("name with a line end", r -> r.put("name", "a\n"), Codes.NAME, "'a?'"),
        row("long name", r -> r.put("name", "a".repeat(65)), Codes.NAME, "aaa"),
        row("no v", r -> r.put("version", "1.0.0"), Codes.VERSION, "'1.0.0'"),
        row("two numbers", r -> r.put("version", "v1.0"), Codes.VERSION, "'v1.0'"),
        row("leading zero", r -> r.put("version", "v01.0.0"), Codes.VERSION, "'v01.0.0'"),
        row("build metadata", r -> r.put("version", "v1.0.0+b"), Codes.VERSION, "'v1.0.0+b'"),
        row("upper-case repository", r -> r.put("repository", "V/x"), Codes.REPOSITORY, "'V/x'"),
        row("empty part", r -> r.put("repository", "a//b"), Codes.REPOSITORY, "'a//b'"),
        row("last slash", r -> r.put("repository", "a/"), Codes.REPOSITORY, "'a/'"),
        row("a tag", r -> r.put("repository", "a/b:v1"), Codes.REPOSITORY, "'a/b:v1'"),
        row("a host", r -> r.put("repository", "r.example.com/a"), Codes.REPOSITORY, "host"),
        row("localhost", r -> r.put("repository", "localhost/a"), Codes.REPOSITORY, "host"),
        row("long repository", r -> r.put("repository", "a".repeat(256)), Codes.REPOSITORY, "aa"),
        row("blank supplier", r -> r.put("supplier", " "), Codes.TEXT, "supplier"),
        row("supplier of two lines", r -> r.put("supplier", "a\nb"), Codes.TEXT, "'a?b'"),
        row("short commit", r -> source(r).put("commit", "4f2a91c"), Codes.SOURCE, "4f2a91c"),
        row("branch", r -> source(r).put("commit", "main"), Codes.SOURCE, "main"),
        row("capitals", r -> source(r).put("commit", "AB".repeat(20)), Codes.SOURCE, "ABAB"),
        row("no URL", r -> source(r).put("repository", "vision"), Codes.SOURCE, "vision"),
        row("a file URL", r -> source(r).put("repository", "file:///v"), Codes.SOURCE, "file"),
        row("epoch nought", r -> source(r).put("epoch", 0), Codes.EPOCH, "0"),
        row("negative epoch", r -> source(r).put("epoch", -1), Codes.EPOCH, "-1"),
        row("milliseconds", r -> source(r).put("epoch", 1_780_000_000_000L), Codes.EPOCH, "178"));
  }

  static Stream<Arguments> model() {
    return Stream.of(
        row("no licence", r -> model(r).put("license", ""), Codes.LICENSE, "model's licence"),
        row("licence in words", r -> model(r).put("license", "see file"), Codes.LICENSE, "see"),
        row("blank dataset", r -> dataset(r).put("name", ""), Codes.TEXT, "dataset"),
        row("short dataset", r -> dataset(r).put("digest", "sha256:ab"), Codes.REFERENCE, "ab"),
        row("SHA-1 dataset", r -> dataset(r).put("digest", "sha1:" + HEX), Codes.REFERENCE, "sha1"),
        row("minimum nought", r -> gate(r).put("minimum", 0.0), Codes.GATE, "0.0"),
        row("negative minimum", r -> gate(r).put("minimum", -0.1), Codes.GATE, "-0.1"),
        row("minimum in percent", r -> gate(r).put("minimum", 97), Codes.GATE, "97"),
        row("metric in words", r -> gate(r).put("metric", "Mean AP"), Codes.GATE, "Mean AP"),
        row("unsorted parameters", r -> parameter(r, "a"), Codes.GATE, "'a' after 'iou'"),
        row("doubled parameter", r -> parameter(r, "iou"), Codes.GATE, "'iou' after 'iou'"),
        row("nameless parameter", r -> parameter(r, ""), Codes.GATE, "''"));
  }

  static Stream<Arguments> run() {
    return Stream.of(
        row("port nought", r -> r.withObject("/run").put("port", 0), Codes.RUN, "0"),
        row("high port", r -> r.withObject("/run").put("port", 65536), Codes.RUN, "65536"),
        row(
            "relative health",
            r -> r.withObject("/run").put("health", "healthz"),
            Codes.RUN,
            "healthz"),
        row(
            "health with a space",
            r -> r.withObject("/run").put("health", "/a b"),
            Codes.RUN,
            "/a b"),
        row("health without a port", r -> r.withObject("/run").putNull("port"), Codes.RUN, "port"),
        row("no target", r -> r.putArray("targets"), Codes.TARGETS, "none"),
        row("bad target", r -> target(r).put("name", "a/b"), Codes.TARGETS, "a/b"),
        row("unsorted targets", r -> target(r).put("name", "z"), Codes.TARGETS, "after 'z'"),
        row("doubled target", r -> target(r).put("name", "cpu-arm64"), Codes.TARGETS, "after"));
  }

  static Stream<Arguments> references() {
    return Stream.of(
        row(
            "half a digest",
            r -> reference(r).put("digest", "sha256:abc"),
            Codes.REFERENCE,
            "the model",
            "abc"),
        row(
            "capital digest",
            r -> reference(r).put("digest", "sha256:" + "AB".repeat(32)),
            Codes.REFERENCE,
            "the model"),
        row("negative size", r -> reference(r).put("size", -1), Codes.REFERENCE, "-1"),
        row("no media type", r -> reference(r).put("mediaType", ""), Codes.REFERENCE, "''"),
        row(
            "two media types",
            r -> reference(r).put("mediaType", "a/b, c/d"),
            Codes.REFERENCE,
            "a/b, c/d"),
        row(
            "model as text",
            r -> reference(r).put("mediaType", "text/plain"),
            Codes.REFERENCE,
            "text/plain",
            "application/onnx"),
        row(
            "app that is no tree",
            r -> r.withObject("/image/app").put("mediaType", "application/zip"),
            Codes.REFERENCE,
            "the app",
            "application/vnd.mintmark.tree.v1"),
        row(
            "library by half a digest",
            r -> ((ObjectNode) file(r).get("source")).put("digest", "x"),
            Codes.REFERENCE,
            "libonnxruntime.so"),
        row(
            "profile by half a digest",
            r -> ((ObjectNode) target(r).get("profile")).put("digest", "x"),
            Codes.REFERENCE,
            "cpu-amd64"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"identity", "model", "run", "references"})
  void refuses(String name, Consumer<ObjectNode> change, String code, String[] shown) {
    Optional<Refusal> fault = RequestRules.firstFault(fixture.request(change));

    assertThat(fault).map(Refusal::code).contains(code);
    assertThat(fault.orElseThrow().message()).contains(shown);
    assertThat(fault.orElseThrow().advice()).isNotBlank();
  }

  @Test
  void doesNotRepeatAPasswordThatStandsInASourceUrl() {
    Refusal fault =
        RequestRules.firstFault(
                fixture.request(
                    r -> source(r).put("repository", "https://ci:hunter2@example.com/v.git")))
            .orElseThrow();

    assertThat(fault.code()).isEqualTo(Codes.SOURCE);
    assertThat(fault.message()).doesNotContain("hunter2").contains("example.com");
  }

  @Test
  void showsOnlyTheBeginningOfAHugeValue() {
    Refusal fault =
        RequestRules.firstFault(fixture.request(r -> r.put("name", "x".repeat(500_000))))
            .orElseThrow();

    assertThat(fault.message()).hasSizeLessThan(500);
  }

  private static ObjectNode source(ObjectNode request) {
    return request.withObject("/source");
  }

  private static ObjectNode model(ObjectNode request) {
    return request.withObject("/model");
  }

  private static ObjectNode reference(ObjectNode request) {
    return request.withObject("/model/file");
  }

  private static ObjectNode dataset(ObjectNode request) {
    return request.withObject("/model/dataset");
  }

  private static ObjectNode gate(ObjectNode request) {
    return request.withObject("/quantize/gate");
  }

  private static ObjectNode target(ObjectNode request) {
    return (ObjectNode) request.at("/targets/0");
  }

  private static void parameter(ObjectNode request, String name) {
    ((ArrayNode) gate(request).get("parameters")).addObject().put("name", name).put("value", "1");
  }
}
