package dev.mintmark.packages;

/** Why a package is refused. Codes are stable and never used again; the README lists them. */
public enum RefusalCode {
  /** Not a Debian package: not an ar archive, or not the members in the order that deb(5) wants. */
  DEB_FORM("PKG-001"),
  /** A compression that is not read here. */
  COMPRESSION("PKG-002"),
  /** Compressed data that are damaged, cut off, or followed by something. */
  CORRUPT("PKG-003"),
  /** A tar header that is malformed or has two readings. */
  TAR_FORM("PKG-004"),
  /** A zip whose directory and local headers do not say the same, or that hides bytes. */
  ZIP_FORM("PKG-005"),
  /** Encryption, zip64 and what else of zip is not read here. */
  ZIP_FEATURE("PKG-006"),
  /** More entries, bytes or text than the limit. */
  TOO_LARGE("PKG-007"),
  /** Expands to more than any honest package does. */
  RATIO("PKG-008"),
  /** Decompression that needs more memory than the limit. */
  DICTIONARY("PKG-009"),
  /** A path that is absolute, leaves the root, is too long, or is no plain UTF-8 text. */
  PATH("PKG-010"),
  /** Two entries claim one path. */
  DUPLICATE("PKG-011"),
  /** A device node, FIFO, sparse file or another thing that no image gets. */
  ENTRY_KIND("PKG-012"),
  /** A link whose target leaves the root, or a hard link to what is no file of the package. */
  LINK("PKG-013"),
  /** An entry below what the same package says is a file or a link. */
  BELOW_FILE("PKG-014"),

  /** Not one paragraph of Debian control fields. */
  CONTROL_FORM("PKG-020"),
  /** A control field that is missing or has no such value. */
  CONTROL_FIELD("PKG-021"),
  /** A control archive without a control file, or with something that does not belong there. */
  CONTROL_MEMBER("PKG-022"),
  /** A package for another architecture. */
  ARCHITECTURE("PKG-023"),
  /** An md5sums file that is malformed or does not fit the package's files. */
  MD5SUMS("PKG-024"),
  /** A conffiles file that is malformed or names what the package does not bring. */
  CONFFILES("PKG-025"),

  /** Not a wheel's file name. */
  WHEEL_NAME("PKG-030"),
  /** A source distribution: it would have to be built. */
  SDIST("PKG-031"),
  /** A wheel without its one dist-info directory. */
  DIST_INFO("PKG-032"),
  /** A WHEEL file that is malformed, of another version, or says something else than the name. */
  WHEEL_FILE("PKG-033"),
  /** A METADATA file that is malformed or says something else than the name. */
  METADATA("PKG-034"),
  /** A RECORD that is malformed. */
  RECORD_FORM("PKG-035"),
  /** A RECORD that does not fit the wheel's files. */
  RECORD_MISMATCH("PKG-036"),
  /** A wheel for another Python, libc or architecture. */
  INCOMPATIBLE("PKG-037"),
  /** A file in the data directory that has no place in an installation. */
  DATA_SCHEME("PKG-038"),
  /** An entry point from which no script can be made. */
  ENTRY_POINT("PKG-039"),

  /** Two inputs bring one path. */
  CONFLICT("PKG-050"),
  /** A path whose way leads through a file, or through links that never end. */
  NO_DIRECTORY("PKG-051"),

  /** Not an export of Nix or Guix, or not in its one form. */
  NAR_FORM("PKG-060"),
  /** A store path that has not the form of one. */
  STORE_PATH("PKG-061"),
  /** A reference to a store path that the closure does not have. */
  OPEN_CLOSURE("PKG-062");

  private final String code;

  RefusalCode(String code) {
    this.code = code;
  }

  /** {@code PKG-} and three digits. */
  public String code() {
    return code;
  }
}
