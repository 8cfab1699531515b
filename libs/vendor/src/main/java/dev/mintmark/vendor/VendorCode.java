package dev.mintmark.vendor;

/** Why an input was not vendored. The code is stable; the README has the table. */
public enum VendorCode {
  /** A client that is not on this machine. */
  NO_CLIENT("VND-001"),
  /** A client that failed for a reason of its own: network, disk, its settings. */
  CLIENT_FAILED("VND-002"),
  /** Bytes that are not what was pinned. */
  DIGEST("VND-003"),
  /** An archive that is not the package that was pinned. */
  OTHER_PACKAGE("VND-004"),
  /** A lock that does not fit the release: a platform, a Python or a libc that it does not have. */
  UNFIT_LOCK("VND-005"),
  /** A lock that is not there, or not whole. */
  FAULTY_LOCK("VND-006"),
  /** A word that a client could take for something else. */
  UNSAFE_WORD("VND-007"),
  /** A package version that the mirror does not have any more. */
  MIRROR_MOVED("VND-010"),
  /** A source of packages whose signature nobody would check. */
  UNSIGNED_SOURCE("VND-011"),
  /** A wish that the mirror cannot fulfil. */
  UNRESOLVED("VND-012"),
  /** A requirement without a wheel for a platform. */
  NO_WHEEL("VND-020"),
  /** A marker of a requirement that cannot be read, or not be decided for the image. */
  MARKER("VND-021"),
  /** A base image that is not what its reference says, or that an image cannot stand on. */
  BASE("VND-030"),
  /** Docker's file of credentials that cannot be understood. */
  CREDENTIALS("VND-031"),
  /** A bundle that is damaged, or has what does not belong there. */
  BUNDLE("VND-040"),
  /** Something of the release that is not vendored. */
  MISSING("VND-041"),
  /** A locked Python package that comes from elsewhere than an index. */
  LOCK_SOURCE("VND-050"),
  /** A lock of another tool in a form that is not read here. */
  LOCK_FORM("VND-051"),
  /** A lock that its own tool makes anew, not this one. */
  FOREIGN_LOCK("VND-052"),
  /** A bundle without the signature that was asked for. */
  UNSIGNED_BUNDLE("VND-053"),
  /** A bundle whose signature is not that of the key over its manifest. */
  BUNDLE_SIGNATURE("VND-054"),
  /** A file from outside whose digest nobody wrote down. */
  NO_DIGEST("VND-070"),
  /** An address that may not be asked, or does not give the file. */
  ADDRESS("VND-071");

  private final String code;

  VendorCode(String code) {
    this.code = code;
  }

  /** For example {@code VND-003}. */
  public String code() {
    return code;
  }
}
