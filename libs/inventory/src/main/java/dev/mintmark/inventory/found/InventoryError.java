package dev.mintmark.inventory.found;

/** Why an image's contents cannot be told; stable codes. */
public enum InventoryError {
  /** A list of dpkg that is malformed. */
  DPKG("SBM-010"),
  /** The database of apk that is malformed. */
  APK("SBM-011"),
  /** Metadata of a Python distribution that are malformed. */
  PYTHON("SBM-012"),
  /** A {@code package.json} in node_modules that is malformed. */
  NPM("SBM-013"),
  /** A database that is larger than any honest one. */
  TOO_LARGE("SBM-014"),
  /** A file that is not what the file table says. */
  OTHER_CONTENT("SBM-015");

  private final String code;

  InventoryError(String code) {
    this.code = code;
  }

  /** {@code SBM-} and three digits. */
  public String code() {
    return code;
  }
}
