package dev.mintmark.content;

/** Media types of Mintmark's own artifacts and of the formats that it stores. */
public final class MediaTypes {
  /** A {@link Tree}. */
  public static final String TREE = "application/vnd.mintmark.tree.v1";

  /**
   * The Avro binary of an event's value, kept so that the chain of hand-offs can be followed by
   * digest.
   */
  public static final String EVENT = "application/vnd.mintmark.event.v1+avro";

  public static final String ONNX = "application/onnx";

  /** A NumPy array, format version 1.0. */
  public static final String NPY = "application/vnd.numpy.npy";

  /** Ranges that calibration measured: sorted lines with hex floats. */
  public static final String CALIBRATION_TABLE = "application/vnd.mintmark.calibration-table.v1";

  public static final String TARGET_PROFILE = "application/vnd.mintmark.target-profile.v1+yaml";
  public static final String QUANTIZATION_REPORT =
      "application/vnd.mintmark.quantization-report.v1+json";

  /** Which input each file of an image came from. */
  public static final String FILE_TABLE = "application/vnd.mintmark.file-table.v1+json";

  public static final String CYCLONEDX = "application/vnd.cyclonedx+json";

  /** The flat statement that a device acts on. */
  public static final String RELEASE_ENV = "application/vnd.mintmark.release.v1";

  /** Base64 of a DER ECDSA signature over the release statement's bytes. */
  public static final String RELEASE_ENV_SIGNATURE =
      "application/vnd.mintmark.release.signature.v1";

  /** A model's files, signed: the sigstore bundle that OpenSSF's {@code model_signing} reads. */
  public static final String MODEL_SIGNATURE = "application/vnd.mintmark.model.signature.v1+json";

  /** What a step ran as: its distribution, by tree digest, and its JDK. */
  public static final String TOOLCHAIN = "application/vnd.mintmark.toolchain.v1+json";

  /** A Dockerfile, as its author wrote it. */
  public static final String DOCKERFILE = "text/x-dockerfile";

  public static final String OCTET_STREAM = "application/octet-stream";

  private MediaTypes() {}
}
