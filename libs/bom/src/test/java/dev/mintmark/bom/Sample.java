package dev.mintmark.bom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** A release's documents, small: what services/sbom writes has the same form. */
final class Sample {
  static final String INDEX = "sha256:" + "12".repeat(32);

  private Sample() {}

  private static String frame(String serial, String purl, String rest) {
    return """
    {
      "bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": "urn:uuid:%s", "version": 1,
      "metadata": {
        "timestamp": "2026-05-28T20:26:40Z",
        "lifecycles": [{"phase": "build"}],
        "tools": {"components": [
          {"type": "application", "bom-ref": "tool", "name": "mintmark-sbom", "version": "2"}]},
        "authors": [{"name": "Example Vision"}],
        "component": {
          "type": "container", "bom-ref": "subject", "name": "vision/face-detect",
          "version": "v1.0.0+b", "supplier": {"name": "Example Vision"}, "purl": "%s",
          "hashes": [{"alg": "SHA-256", "content": "%s"}],
          "externalReferences": [
            {"type": "vcs", "url": "https://example.com/vision.git", "comment": "commit 4f2a"}],
          "properties": [{"name": "mintmark:image:compressor", "value": "sha256:ab"}]},
        "supplier": {"name": "Example Vision"}},
      %s
    }
    """
        .formatted(serial, purl, "cd".repeat(32), rest);
  }

  static Bom image(String platform) {
    String document =
        frame(
            platform.equals("linux/amd64")
                ? "3e671687-395b-81f5-a30f-a58921a69b79"
                : "3e671687-395b-81f5-a30f-a58921a69b80",
            "pkg:oci/face-detect@sha256%3Acd?arch=amd64",
            """
            "components": [
              {"type": "library", "bom-ref": "library:pkg:deb/debian/libc6@2?arch=amd64", "name": "libc6",
               "version": "2", "purl": "pkg:deb/debian/libc6@2?arch=amd64",
               "supplier": {"name": "GNU Libc Maintainers"},
               "licenses": [{"expression": "LGPL-2.1-or-later AND MIT"}],
               "evidence": {"occurrences": [{"location": "/var/lib/dpkg/status"}]},
               "components": [
                 {"type": "file", "bom-ref": "file:/usr/lib/libc.so.6", "name": "/usr/lib/libc.so.6",
                  "licenses": [{"expression": "NOASSERTION"}],
                  "hashes": [{"alg": "SHA-256", "content": "EF"}],
                  "properties": [{"name": "mintmark:file:mode", "value": "0755"}]}]},
              {"type": "device-driver", "bom-ref": "target:t:requirement-0", "name": "hailo_pci",
               "scope": "excluded", "properties": [{"name": "mintmark:requirement", "value": "host"}]}],
            "dependencies": [
              {"ref": "subject", "dependsOn": ["library:pkg:deb/debian/libc6@2?arch=amd64"]}],
            "compositions": [
              {"aggregate": "complete", "assemblies": ["subject"]},
              {"aggregate": "incomplete", "dependencies": ["subject"]},
              {"aggregate": "unknown", "assemblies": ["library:pkg:deb/debian/libc6@2?arch=amd64"]}]
            """
                .replace("\"EF\"", "\"" + "ef".repeat(32) + "\""));
    return Bom.parse(platform, document.getBytes(UTF_8));
  }

  static Bom model() {
    String document =
        frame(
            "3e671687-395b-81f5-a30f-a58921a69b81",
            "pkg:oci/face-detect@sha256%3Aab",
            """
            "components": [
              {"type": "machine-learning-model", "bom-ref": "model", "name": "face-detect",
               "version": "v1.0.0", "supplier": {"name": "Example Vision"},
               "licenses": [{"expression": "Apache-2.0"}],
               "pedigree": {"notes": "quantized by qdq-java 1, static",
                 "ancestors": [{"type": "machine-learning-model", "bom-ref": "model:float",
                   "name": "face-detect (float)", "version": "face-detect:v1"}]},
               "properties": [{"name": "mintmark:gate:minimum", "value": "0.97"}],
               "modelCard": {"bom-ref": "model-card",
                 "modelParameters": {"datasets": [{"ref": "dataset:training"}, {"ref": "dataset:calibration"},
                   {"ref": "dataset:validation"}]},
                 "quantitativeAnalysis": {"performanceMetrics": [
                   {"type": "detection-agreement", "value": "0.98", "slice": "validation samples"}]},
                 "considerations": {"technicalLimitations": ["a", "b"]}}},
              {"type": "data", "bom-ref": "dataset:training", "name": "faces", "scope": "excluded",
               "data": [{"type": "dataset", "name": "faces"}]},
              {"type": "data", "bom-ref": "dataset:calibration", "name": "c", "scope": "excluded",
               "data": [{"type": "dataset", "name": "c"}]},
              {"type": "data", "bom-ref": "dataset:validation", "name": "v", "scope": "excluded",
               "data": [{"type": "dataset", "name": "v"}]}],
            "dependencies": [
              {"ref": "subject", "dependsOn": ["model"]},
              {"ref": "model", "dependsOn": ["dataset:training"]}],
            "compositions": [{"aggregate": "complete", "assemblies": ["subject"]}]
            """);
    return Bom.parse("model cpu-amd64", document.getBytes(UTF_8));
  }

  static List<Bom> all() {
    return List.of(image("linux/amd64"), image("linux/arm64"), model());
  }
}
