package dev.mintmark.sbom.bom;

/** Names of the properties that say what CycloneDX has no field for. */
public final class PropertyNames {
  private static final String PREFIX = "mintmark:";

  /** Digest of the {@code build.requested} value that the release answers. */
  public static final String REQUEST = PREFIX + "request";

  public static final String SOURCE_COMMIT = PREFIX + "source:commit";

  /** Target that a component is for. */
  public static final String TARGET = PREFIX + "target";

  /** Digest of the input that a file was taken from. */
  public static final String INPUT = PREFIX + "input:digest";

  /** Path inside that input, when it is an archive or a folder. */
  public static final String INPUT_MEMBER = PREFIX + "input:member";

  /** Permission bits in octal, e.g. {@code 0755}. */
  public static final String FILE_MODE = PREFIX + "file:mode";

  /** In bytes. */
  public static final String FILE_SIZE = PREFIX + "file:size";

  public static final String FILE_LAYER = PREFIX + "file:layer";

  /** Source package and version, with a blank between. */
  public static final String SOURCE_PACKAGE = PREFIX + "package:source";

  /** One digest of an input that brought files of the package: a layer of the base, an archive. */
  public static final String PACKAGE_INPUT = PREFIX + "package:input";

  /** Package URL of the package whose files hold this one. */
  public static final String PART_OF = PREFIX + "package:part-of";

  /** A file that may hold packages, and why it could not be looked into. */
  public static final String UNREAD = PREFIX + "unread";

  /** Identity of the deflater that made the layers. */
  public static final String COMPRESSOR = PREFIX + "image:compressor";

  /** {@code host}: the device's own system must have it; it is not part of the release. */
  public static final String REQUIREMENT = PREFIX + "requirement";

  /** Kind as target profiles have it, e.g. {@code libc}. */
  public static final String REQUIREMENT_KIND = PREFIX + "requirement:kind";

  /** Lowest version that will do. */
  public static final String REQUIREMENT_MINIMUM = PREFIX + "requirement:minimum";

  /** Lowest version that will not do any more. */
  public static final String REQUIREMENT_BELOW = PREFIX + "requirement:below";

  /** Who ran a release on a target's hardware, and when; {@code untested} when nobody did. */
  public static final String TESTED = PREFIX + "target:tested";

  /** One device of the host that the container is given: way and value with = between. */
  public static final String EXPOSURE = PREFIX + "target:exposure";

  /** One hash of several that a requirement may have; which file was installed is not known. */
  public static final String REQUIREMENT_HASH = PREFIX + "requirement:hash";

  /** {@code training}, {@code calibration} or {@code validation}. */
  public static final String DATASET_USE = PREFIX + "dataset:use";

  /** Starts what the ONNX file says of itself. */
  public static final String MODEL = PREFIX + "model:";

  /** Rung of the ladder that passed the gate. */
  public static final String RUNG = PREFIX + "quantization:rung";

  /** One try: rung and the value that it reached. */
  public static final String TRIED = PREFIX + "quantization:tried";

  /** How alike two runs of the toolchain are. */
  public static final String DETERMINISM = PREFIX + "quantization:determinism";

  /** What the gate asked for. */
  public static final String GATE_MINIMUM = PREFIX + "gate:minimum";

  /** Starts a setting of the gate. */
  public static final String GATE_PARAMETER = PREFIX + "gate:parameter:";

  public static final String TRAINING_SEED = PREFIX + "training:seed";

  private PropertyNames() {}
}
