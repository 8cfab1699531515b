package dev.mintmark.device.refusal;

/** Why a device does not run a release, with stable codes. */
public enum DeviceCode {
  /** The registry cannot be reached now, or breaks off: worth another try. */
  UNREACHABLE("DEV-001"),
  /** The public key that the device was given cannot be used. */
  KEY("DEV-002"),
  /** The registry has no such release, or names it by something that is no index. */
  NO_RELEASE("DEV-003"),
  /** The release has no statement at all. */
  NO_STATEMENT("DEV-010"),
  /** The statement's signature or form is not accepted. */
  STATEMENT("DEV-011"),
  /** The release is not for this device's target. */
  OTHER_TARGET("DEV-012"),
  /** A statement for another platform, repository, version or index. */
  OTHER_RELEASE("DEV-013"),
  /** The image has no accepted release signature. */
  SIGNATURE("DEV-014"),
  /** The release lies below the security floor that this device has reached. */
  FLOOR("DEV-015"),
  /** The index is not as the statement says. */
  INDEX("DEV-020"),
  /** The image's manifest or config is not as the statement says. */
  IMAGE("DEV-021"),
  /** A layer is missing or has other bytes. */
  LAYER("DEV-022"),
  /** A layer's tar is not the one that the statement says. */
  DIFF_ID("DEV-023"),
  /** The model or its manifest is missing or another one. */
  MODEL("DEV-024"),
  /** A bill of materials is missing or has other bytes. */
  SBOM("DEV-025"),
  /** A smoke sample or a recorded output is missing or has other bytes. */
  SAMPLE("DEV-026"),
  /** The model's outputs are not the recorded ones. */
  OUTPUT("DEV-030"),
  /** The model cannot be tried. */
  TRIAL("DEV-031"),
  /** What the device knows of its current release cannot be read. */
  STATE("DEV-040");

  private final String code;

  DeviceCode(String code) {
    this.code = code;
  }

  /** The stable code, e.g. {@code DEV-011}. */
  public String code() {
    return code;
  }
}
