package dev.mintmark.ingest.request;

import static dev.mintmark.ingest.request.RequestRows.HEX;
import static dev.mintmark.ingest.request.RequestRows.base;
import static dev.mintmark.ingest.request.RequestRows.closures;
import static dev.mintmark.ingest.request.RequestRows.dockerfile;
import static dev.mintmark.ingest.request.RequestRows.evidence;
import static dev.mintmark.ingest.request.RequestRows.file;
import static dev.mintmark.ingest.request.RequestRows.image;
import static dev.mintmark.ingest.request.RequestRows.list;
import static dev.mintmark.ingest.request.RequestRows.packages;
import static dev.mintmark.ingest.request.RequestRows.part;
import static dev.mintmark.ingest.request.RequestRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.ingest.Fixture;
import dev.mintmark.kit.refusal.Refusal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a request says of the image. */
class ImageRulesTest {
  private final Fixture fixture = new Fixture();

  static Stream<Arguments> good() {
    return Stream.of(
        row("a base whose parts are listed", RequestRows::base),
        row("packages", r -> packages(r)),
        row("locks as evidence", r -> evidence(r, "lock/debian.lock", "lock/uv.lock")),
        row("closures", r -> closures(r)),
        row(
            "a file that its checksum names",
            r -> file(r).put("purl", "pkg:generic/a.bin?checksum=sha256:" + HEX)),
        row("a request from before there were packages", r -> image(r).remove("packages")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("good")
  void letsPass(String name, Consumer<ObjectNode> change) {
    assertThat(RequestRules.firstFault(fixture.request(change))).isEmpty();
  }

  static Stream<Arguments> baseAndPlatforms() {
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
        row(
            "a base beside a Dockerfile",
            r -> image(dockerfile(r)).put("base", "scratch"),
            Codes.BASE,
            "has a Dockerfile, too"),
        row(
            "closures beside a Dockerfile",
            r -> closures(dockerfile(r)),
            Codes.DOCKERFILE,
            "packages or closures, too"),
        row(
            "a Dockerfile's base without one",
            r -> image(r).put("base", "dockerfile"),
            Codes.BASE_BY_TAG,
            "'dockerfile'"),
        row(
            "an image of a Dockerfile that is not listed",
            r -> image(dockerfile(r)).putArray("baseArtifacts").add(part("00".repeat(32))),
            Codes.DOCKERFILE,
            "none of the parts"),
        row(
            "an image of a Dockerfile with another digest",
            r ->
                ((ObjectNode) image(dockerfile(r)).at("/dockerfile/images/0"))
                    .put("name", "r.example/a@sha256:" + "00".repeat(32)),
            Codes.DOCKERFILE,
            "its digest is"),
        row(
            "parts of a Dockerfile without images",
            r -> ((ObjectNode) image(dockerfile(r)).get("dockerfile")).putArray("images"),
            Codes.DOCKERFILE,
            "there are none, and 1 parts"),
        row(
            "an image of a Dockerfile twice",
            r -> {
              ArrayNode images = (ArrayNode) image(dockerfile(r)).at("/dockerfile/images");
              images.add(images.get(0).deepCopy());
            },
            Codes.DOCKERFILE,
            "sort the list"),
        row(
            "a Dockerfile's context that is no tree",
            r ->
                ((ObjectNode) image(dockerfile(r)).at("/dockerfile/context"))
                    .put("mediaType", "a/b"),
            Codes.REFERENCE,
            "the Dockerfile's context"),
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

  static Stream<Arguments> packagesAndEvidence() {
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
            "libc6_2.36-9_amd64.deb"),
        row(
            "evidence without a kind",
            r -> evidence(r, "debian.lock"),
            Codes.EVIDENCE,
            "'debian.lock'"),
        row(
            "unsorted evidence",
            r -> evidence(r, "lock/b", "lock/a"),
            Codes.EVIDENCE,
            "sort the list"),
        row(
            "evidence by half a digest",
            r ->
                ((ObjectNode) evidence(r, "lock/a").get(0))
                    .withObject("/source")
                    .put("digest", "x"),
            Codes.REFERENCE,
            "lock/a"));
  }

  private static Arguments onPackage(String name, Consumer<ObjectNode> change, String shown) {
    return row(name, r -> change.accept((ObjectNode) packages(r).get(0)), Codes.PACKAGES, shown);
  }

  static Stream<Arguments> closureFaults() {
    return Stream.of(
        row(
            "a closure for another platform",
            r -> ((ObjectNode) closures(r).get(0)).put("platform", "linux/riscv64"),
            Codes.CLOSURES,
            "linux/riscv64"),
        row(
            "a closure twice",
            r -> closures(r).add(closures(r).get(1)),
            Codes.CLOSURES,
            "the image's closures",
            "sort the list"),
        row(
            "a closure by half a digest",
            r -> ((ObjectNode) closures(r).get(0).get("source")).put("digest", "x"),
            Codes.REFERENCE,
            "the closure for 'linux/amd64'"),
        row(
            "a closure under no licence",
            r -> ((ObjectNode) closures(r).get(0)).put("license", "AND"),
            Codes.LICENSE,
            "the closure for"));
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

  @ParameterizedTest(name = "{0}")
  @MethodSource({"baseAndPlatforms", "packagesAndEvidence", "closureFaults", "files"})
  void refuses(String name, Consumer<ObjectNode> change, String code, String[] shown) {
    Optional<Refusal> fault = RequestRules.firstFault(fixture.request(change));

    assertThat(fault).map(Refusal::code).contains(code);
    assertThat(fault.orElseThrow().message()).contains(shown);
    assertThat(fault.orElseThrow().advice()).isNotBlank();
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
