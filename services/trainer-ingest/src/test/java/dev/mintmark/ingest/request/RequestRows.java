package dev.mintmark.ingest.request;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.ingest.Fixture;
import java.util.function.Consumer;
import org.junit.jupiter.params.provider.Arguments;

/** Changes of a good request, and where in it they are made. */
final class RequestRows {
  static final String HEX = "ab".repeat(32);

  private RequestRows() {}

  static Arguments row(String name, Consumer<ObjectNode> change, String code, String... shown) {
    return arguments(name, change, code, shown);
  }

  static Arguments row(String name, Consumer<ObjectNode> change) {
    return arguments(name, change);
  }

  static ObjectNode image(ObjectNode request) {
    return request.withObject("/image");
  }

  /** The request on a base of one part. */
  static ObjectNode base(ObjectNode request) {
    image(request).put("base", "sha256:" + HEX).putArray("baseArtifacts").add(part(HEX));
    return request;
  }

  /** The request with a Dockerfile of one image. */
  static ObjectNode dockerfile(ObjectNode request) {
    ObjectNode dockerfile = image(base(request)).put("base", "dockerfile").putObject("dockerfile");
    dockerfile.set("file", part("11".repeat(32)));
    dockerfile.set("context", part("22".repeat(32)).put("mediaType", MediaTypes.TREE));
    dockerfile
        .putArray("images")
        .addObject()
        .put("name", "r.example/a@sha256:" + HEX)
        .put("digest", "sha256:" + HEX);
    return request;
  }

  static ObjectNode part(String hex) {
    return Fixture.JSON
        .createObjectNode()
        .put("digest", "sha256:" + hex)
        .put("mediaType", "application/vnd.oci.image.index.v1+json")
        .put("size", 7);
  }

  /** A Debian package and a wheel, put there by the first call. */
  static ArrayNode packages(ObjectNode request) {
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

  static ArrayNode evidence(ObjectNode request, String... names) {
    ArrayNode evidence = image(request).putArray("evidence");
    for (String name : names) {
      evidence.addObject().put("name", name).set("source", part(HEX));
    }
    return evidence;
  }

  /** One for each platform, put there by the first call. */
  static ArrayNode closures(ObjectNode request) {
    if (image(request).has("closures")) {
      return list(request, "closures");
    }
    ArrayNode closures = image(request).putArray("closures");
    closures.addObject().put("platform", "linux/amd64").set("source", part(HEX));
    closures
        .addObject()
        .put("platform", "linux/arm64")
        .put("license", "LGPL-2.1-or-later AND MIT")
        .set("source", part(HEX));
    return closures;
  }

  static ArrayNode list(ObjectNode request, String name) {
    return (ArrayNode) image(request).get(name);
  }

  static ObjectNode file(ObjectNode request) {
    return (ObjectNode) request.at("/image/files/0");
  }
}
