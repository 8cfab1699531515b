package dev.mintmark.contract.rebuild;

import java.util.Optional;

/**
 * A mistake as it is really made, planted in a copy of a step's code: it makes other bytes each
 * time. And what a rebuild has to say of it.
 */
enum Plant {
  A_FOLDER_IN_A_TAG(
      "value",
      "$.tag",
      "host-name",
      new Patch(
          "trainer-ingest",
          "services/trainer-ingest",
          "dev.mintmark.ingest.IngestModel",
          "shortHex(request.getModel().getEnvironment().getDigest()));",
          "shortHex(request.getModel().getEnvironment().getDigest()))"
              + " + \" in \" + System.getProperty(\"java.io.tmpdir\");")),
  SUMS_IN_THE_ORDER_OF_THREADS(
      "variants[cpu-amd64].model",
      "initializer",
      "thread-count",
      new Patch(
          "converter-quantizer",
          "libs/quantizer",
          "dev.mintmark.quantizer.apply.QuantizedWeight",
          "scales[channel] = Math.max(scales[channel], AffineParameters.LEAST_SCALE);",
          "scales[channel] = Math.max(scales[channel], AffineParameters.LEAST_SCALE)"
              + " + java.util.concurrent.ThreadLocalRandom.current().nextInt(2)"
              + " * Math.ulp(scales[channel]);")),
  THE_TIME_OF_THE_BUILD_IN_A_LAYER(
      "images[linux/amd64].layers[0].blob",
      "mtime",
      "mtime",
      new Patch(
          "image-builder",
          "libs/oci",
          "dev.mintmark.oci.layer.LayerWriter",
          "FileTime.from(Instant.ofEpochSecond(sourceDateEpoch))",
          "FileTime.from(Instant.ofEpochSecond(System.currentTimeMillis() / 1000))")),
  A_RANDOM_SERIAL_NUMBER(
      "documents[linux/amd64].document",
      "$.serialNumber",
      "",
      new Patch(
          "sbom",
          "services/sbom",
          "dev.mintmark.sbom.bom.BomWriter",
          "serial(bytes(tree(bom)));",
          "UUID.randomUUID();")),
  THE_TIME_OF_THE_BUILD_IN_A_COMMENT(
      "documents[linux/amd64].document",
      ".comment",
      "timestamp",
      new Patch(
          "sbom",
          "services/sbom",
          "dev.mintmark.sbom.bom.Frame",
          "source.setComment(\"commit \"",
          "source.setComment(\"built at \" + Instant.now() + \" from commit \"")),
  COMPONENTS_IN_THE_ORDER_OF_A_HASH_SET(
      "documents[cpu-amd64].document",
      "$.components: order of",
      "key-order",
      new Patch(
          "sbom",
          "services/sbom",
          "dev.mintmark.sbom.bom.Frame",
          "bom.setComponents(components);",
          "java.util.List<Component> any = new java.util.ArrayList<>(components);"
              + " java.util.Collections.shuffle(any); bom.setComponents(any);")),
  A_COUNTER_FROM_THE_CLOCK(
      "payloads[RELEASE_ENV cpu-amd64]",
      "security.floor",
      "",
      new Patch(
          "signer",
          "services/signer",
          "dev.mintmark.signer.publish.StatementWriter",
          "SECURITY_FLOOR = 0;",
          "SECURITY_FLOOR = System.currentTimeMillis() / 1000;"));

  private final String role;
  private final String place;
  private final String cause;
  private final Patch patch;

  /**
   * A plant.
   *
   * @param role of an artifact that it changes
   * @param place a part of the place of the difference
   * @param cause its id in {@code docs/rebuild-differences.md}, or empty where none is known
   */
  Plant(String role, String place, String cause, Patch patch) {
    this.role = role;
    this.place = place;
    this.cause = cause;
    this.patch = patch;
  }

  String step() {
    return patch.service();
  }

  String role() {
    return role;
  }

  String place() {
    return place;
  }

  Optional<String> cause() {
    return Optional.of(cause).filter(id -> !id.isEmpty());
  }

  Patch patch() {
    return patch;
  }
}
