package dev.mintmark.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
  private static final String HEX = "ab".repeat(32);
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
        row("a base whose parts are listed", RequestRulesTest::base),
        row("packages", r -> packages(r)),
        row("a request from before there were packages", r -> image(r).remove("packages")),
        row("a repository with a dot", r -> r.put("repository", "v1.0")),
        row("an ssh source", r -> source(r).put("repository", "ssh://git@example.com/v.git")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("good")
  void letsPass(String name, Consumer<ObjectNode> change) {
    assertThat(RequestRules.firstFault(fixture.request(change))).isEmpty();
  }

  static Stream<Arguments> packages() {
    return Stream.of(
        onPackage("an unknown kind", p -> p.put("kind", "UNKNOWN"), "kind"),
        onPackage("another platform", p -> p.put("platform", "linux/riscv64"), "platform"),
        onPackage("an option for a name", p -> p.put("name", "-y"), "its name"),
        onPackage("an open version", p -> p.put("version", ">= 1"), "'>= 1'"),
        onPackage("no version", p -> p.put("version", ""), "its version is ''"),
        onPackage("a file in a folder", p -> p.put("file", "a/b.deb"), "'a/b.deb'"),
        onPackage("a wheel's file", p -> p.put("file", "b.whl"), "*.deb"),
        onPackage("a wheel's purl", p -> p.put("purl", "pkg:pypi/libc6@2.36-9"), "pkg:deb"),
        onPackage(
            "a purl of another version", p -> p.put("purl", "pkg:deb/debian/libc6@1"), "libc6@1"),
        onPackage("no purl", p -> p.put("purl", "libc6"), "'libc6'"),
        row(
            "a source distribution",
            r -> ((ObjectNode) packages(r).get(1)).put("file", "numpy-2.3.1.tar.gz"),
            Codes.PACKAGES,
            "*.whl"),
        row(
            "a wheel's name in another form",
            r -> ((ObjectNode) packages(r).get(1)).put("name", "NumPy"),
            Codes.PACKAGES,
            "its name"),
        row(
            "unsorted",
            r -> packages(r).insert(0, packages(r).remove(1)),
            Codes.PACKAGES,
            "sort the list"),
        row("twice", r -> packages(r).add(packages(r).get(1)), Codes.PACKAGES, "doubles"),
        row(
            "a package by half a digest",
            r -> ((ObjectNode) packages(r).get(0)).withObject("/source").put("digest", "x"),
            Codes.REFERENCE,
            "libc6_2.36-9_amd64.deb"));
  }

  private static Arguments onPackage(String name, Consumer<ObjectNode> change, String shown) {
    return row(name, r -> change.accept((ObjectNode) packages(r).get(0)), Codes.PACKAGES, shown);
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

  static Stream<Arguments> image() {
    return Stream.of(
        row(
            "base by tag",
            r -> image(r).put("base", "debian:12"),
            Codes.BASE_BY_TAG,
            "'debian:12': it is a tag",
            "pin it by digest, e.g. debian@sha256:…"),
        row("base by name", r -> image(r).put("base", "debian"), Codes.BASE_BY_TAG, "'debian'"),
        row("empty base", r -> image(r).put("base", ""), Codes.BASE_BY_TAG, "''"),
        row(
            "base by half a digest",
            r -> image(r).put("base", "debian@sha256:ab"),
            Codes.BASE_BY_TAG,
            "debian@sha256:ab"),
        row(
            "base by digest whose parts are not listed",
            r -> image(r).put("base", "sha256:" + HEX),
            Codes.BASE,
            "none of the 0 parts"),
        row(
            "pinned base with a name",
            r -> image(r).put("base", "debian@sha256:" + HEX),
            Codes.BASE,
            "a build asks no registry"),
        row(
            "parts of scratch",
            r -> image(base(r)).put("base", "scratch"),
            Codes.BASE,
            "the base is scratch"),
        row(
            "unsorted parts",
            r -> list(base(r), "baseArtifacts").add(part("00".repeat(32))),
            Codes.BASE,
            "sort the list"),
        row(
            "a part by half a digest",
            r -> ((ObjectNode) list(base(r), "baseArtifacts").get(0)).put("size", -1),
            Codes.REFERENCE,
            "a part of the base image"),
        row("no platform", r -> image(r).putArray("platforms"), Codes.PLATFORMS, "none"),
        row(
            "unknown platform",
            r -> list(r, "platforms").add("linux/s390x"),
            Codes.PLATFORMS,
            "linux/s390x",
            "linux/amd64, linux/arm64"),
        row(
            "doubled platform",
            r -> list(r, "platforms").add("linux/arm64"),
            Codes.PLATFORMS,
            "'linux/arm64' after 'linux/arm64'"),
        row(
            "unsorted platforms",
            r -> image(r).putArray("platforms").add("linux/arm64").add("linux/amd64"),
            Codes.PLATFORMS,
            "after"),
        row("no entrypoint", r -> image(r).putArray("entrypoint"), Codes.ENTRYPOINT, "empty"),
        row(
            "blank entrypoint",
            r -> image(r).putArray("entrypoint").add(" "),
            Codes.ENTRYPOINT,
            "empty"),
        row(
            "NUL in the entrypoint",
            r -> list(r, "entrypoint").add("a\0b"),
            Codes.ENTRYPOINT,
            "NUL"),
        row("unsorted env", r -> variable(r, "A", "1"), Codes.ENVIRONMENT, "'A' after 'THREADS'"),
        row("doubled env", r -> variable(r, "THREADS", "3"), Codes.ENVIRONMENT, "after"),
        row("env with =", r -> variable(r, "X=Y", "1"), Codes.ENVIRONMENT, "X=Y"),
        row("env of two lines", r -> variable(r, "X", "1\n2"), Codes.ENVIRONMENT, "line end"));
  }

  static Stream<Arguments> files() {
    return Stream.of(
        row("other platform", r -> file(r).put("platform", "linux/s390x"), Codes.FILES, "s390x"),
        row("relative path", r -> file(r).put("path", "usr/lib"), Codes.FILES, "usr/lib"),
        row("climbing path", r -> file(r).put("path", "/usr/../etc"), Codes.FILES, "absolute"),
        row("dotted path", r -> file(r).put("path", "/./a"), Codes.FILES, "absolute"),
        row("doubled slash", r -> file(r).put("path", "//a"), Codes.FILES, "absolute"),
        row("folder", r -> file(r).put("path", "/usr/lib/"), Codes.FILES, "absolute"),
        row("root", r -> file(r).put("path", "/"), Codes.FILES, "absolute"),
        row("line end in a path", r -> file(r).put("path", "/a\nb"), Codes.FILES, "'/a?b'"),
        row("setuid", r -> file(r).put("mode", 04755), Codes.FILES, "4755"),
        row("negative mode", r -> file(r).put("mode", -1), Codes.FILES, "mode"),
        row("climbing member", r -> file(r).put("member", "../x"), Codes.FILES, "../x"),
        row("absolute member", r -> file(r).put("member", "/x"), Codes.FILES, "'/x'"),
        row("no purl", r -> file(r).put("purl", "onnxruntime"), Codes.FILES, "onnxruntime"),
        row(
            "purl without a version",
            r -> file(r).put("purl", "pkg:maven/a/b"),
            Codes.FILES,
            "pkg:maven/a/b"),
        row("no licence", r -> file(r).put("license", ""), Codes.LICENSE, "libonnxruntime.so"),
        row("unsorted", r -> copyOfFile(r, "/usr/lib/a"), Codes.FILES, "after"),
        row("doubled", r -> copyOfFile(r, "/usr/lib/libonnxruntime.so"), Codes.FILES, "after"),
        row(
            "a file as a folder",
            r -> copyOfFile(r, "/usr/lib/libonnxruntime.so/x"),
            Codes.FILES,
            "folder"));
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
  @MethodSource({"identity", "model", "image", "packages", "files", "run", "references"})
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

  private static Arguments row(
      String name, Consumer<ObjectNode> change, String code, String... shown) {
    return arguments(name, change, code, shown);
  }

  private static Arguments row(String name, Consumer<ObjectNode> change) {
    return arguments(name, change);
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

  private static ObjectNode image(ObjectNode request) {
    return request.withObject("/image");
  }

  /** The request on a base of one part. */
  private static ObjectNode base(ObjectNode request) {
    image(request).put("base", "sha256:" + HEX).putArray("baseArtifacts").add(part(HEX));
    return request;
  }

  private static ObjectNode part(String hex) {
    return Fixture.JSON
        .createObjectNode()
        .put("digest", "sha256:" + hex)
        .put("mediaType", "application/vnd.oci.image.index.v1+json")
        .put("size", 7);
  }

  /** A Debian package and a wheel, put there by the first call. */
  private static ArrayNode packages(ObjectNode request) {
    if (image(request).has("packages")) {
      return list(request, "packages");
    }
    ArrayNode packages = image(request).putArray("packages");
    packages
        .addObject()
        .put("platform", "linux/amd64")
        .put("kind", "DEBIAN")
        .put("name", "libc6")
        .put("version", "2.36-9")
        .put("file", "libc6_2.36-9_amd64.deb")
        .put("purl", "pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=bookworm")
        .set("source", part(HEX));
    packages
        .addObject()
        .put("platform", "linux/amd64")
        .put("kind", "WHEEL")
        .put("name", "numpy")
        .put("version", "2.3.1")
        .put("file", "numpy-2.3.1-cp311-cp311-manylinux_2_28_x86_64.whl")
        .put("purl", "pkg:pypi/numpy@2.3.1")
        .set("source", part(HEX));
    return packages;
  }

  private static ArrayNode list(ObjectNode request, String name) {
    return (ArrayNode) image(request).get(name);
  }

  private static ObjectNode file(ObjectNode request) {
    return (ObjectNode) request.at("/image/files/0");
  }

  private static ObjectNode target(ObjectNode request) {
    return (ObjectNode) request.at("/targets/0");
  }

  private static void parameter(ObjectNode request, String name) {
    ((ArrayNode) gate(request).get("parameters")).addObject().put("name", name).put("value", "1");
  }

  private static void variable(ObjectNode request, String name, String value) {
    list(request, "env").addObject().put("name", name).put("value", value);
  }

  /** A second file for the first one's platform, behind it. */
  private static void copyOfFile(ObjectNode request, String path) {
    ObjectNode copy = file(request).deepCopy();
    list(request, "files").insert(1, copy.put("path", path));
  }
}
