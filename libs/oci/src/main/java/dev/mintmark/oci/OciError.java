package dev.mintmark.oci;

/** Why something was refused. The code is stable: metric tag, log key and word in the message. */
public enum OciError {
  /** This JDK's deflate makes other bytes than the pinned ones. */
  COMPRESSOR("OCI-001"),
  /** A path, link or mode that a layer must not hold. */
  LAYER_ENTRY("OCI-002"),
  /** Two entries claim one path, or one entry lies below a file or a link. */
  LAYER_CONFLICT("OCI-003"),
  /** A file's bytes are not the ones that were announced. */
  LAYER_CONTENT("OCI-004"),
  /** Not one well-formed JSON document in UTF-8, or a key twice. */
  JSON("OCI-005"),
  /** More bytes than the limit. */
  TOO_LARGE("OCI-006"),
  /** Another media type than expected. */
  MEDIA_TYPE("OCI-007"),
  /** A field that is missing, of the wrong kind or out of its range. */
  FIELD("OCI-008"),
  // OCI-009 was an ELF file that is none, or for another platform; now ELF-001 to ELF-003.
  /** Fetched bytes have another digest than asked for. */
  DIGEST("OCI-010"),
  /** Fetched bytes have another size than announced. */
  SIZE("OCI-011"),
  /** The registry does not have it. */
  NOT_FOUND("OCI-012"),
  /** The registry wants other credentials, or they must not be sent there. */
  DENIED("OCI-013"),
  /** The registry answered with something that the specification does not allow here. */
  PROTOCOL("OCI-014"),
  /** An index without the platform. */
  PLATFORM("OCI-015"),
  /** A host that is not the named one, is not public and was not listed. */
  HOST("OCI-016");

  private final String code;

  OciError(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
