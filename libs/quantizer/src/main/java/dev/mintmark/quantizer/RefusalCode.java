package dev.mintmark.quantizer;

/** Why the quantizer refuses; {@link #code} is stable and goes into events, metrics and logs. */
public enum RefusalCode {
  NOT_ONNX("QNT-001"),
  UNSUPPORTED_VERSION("QNT-002"),
  UNSUPPORTED_OPERATOR("QNT-003"),
  SUBGRAPH("QNT-004"),
  EXTERNAL_DATA("QNT-005"),
  MALFORMED_GRAPH("QNT-006"),
  UNSUPPORTED_SIGNATURE("QNT-007"),
  BAD_WEIGHTS("QNT-008"),
  ALREADY_QUANTIZED("QNT-009"),
  NO_SAMPLES("QNT-010"),
  BAD_SAMPLE("QNT-011"),
  OVERLAPPING_SAMPLES("QNT-012"),
  NOT_NPY("QNT-013"),
  BAD_ACTIVATION("QNT-020"),
  BAD_TABLE("QNT-021"),
  UNKNOWN_METRIC("QNT-030"),
  BAD_METRIC_PARAMETERS("QNT-031"),
  GATE_UNDECIDED("QNT-032"),
  GATE_NOT_REACHED("QNT-033"),
  CANNOT_RUN("QNT-040"),
  BAD_RECORDED_RUN("QNT-041"),
  BAD_PROFILE("QNT-050"),
  UNKNOWN_TOOLCHAIN("QNT-051"),
  FOREIGN_RECORD("QNT-052"),
  BAD_CROP_LIST("QNT-060"),
  BAD_PHOTO("QNT-061"),
  UNKNOWN_SELECTION("QNT-070"),
  NOT_IN_FLOAT16("QNT-071"),
  NOTHING_TO_QUANTIZE("QNT-074"),
  UNKNOWN_RUNG("QNT-075"),
  TOO_LARGE("QNT-080"),
  NEWER_OPSET("QNT-081"),
  OPEN_SHAPE("QNT-082"),
  OPERATOR_NOT_ON_TARGET("QNT-083");

  private final String code;

  RefusalCode(String code) {
    this.code = code;
  }

  /** {@code QNT-} and three digits. */
  public String code() {
    return code;
  }
}
