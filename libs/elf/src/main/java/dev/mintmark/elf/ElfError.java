package dev.mintmark.elf;

/** Why an ELF file is refused. Codes are stable and never used again; the README lists them. */
public enum ElfError {
  /** No ELF file, or a class, byte order or version that does not exist. */
  HEADER("ELF-001"),
  /** For another platform than it is to be loaded on, or one whose files are not known here. */
  PLATFORM("ELF-002"),
  /** Neither an executable nor a shared object. */
  TYPE("ELF-003"),
  /** Program headers that are malformed, or point out of the file. */
  SEGMENTS("ELF-004"),
  /** More of anything than the bounds. */
  TOO_LARGE("ELF-005"),
  /** An interpreter that is no absolute path. */
  INTERPRETER("ELF-006"),
  /** A dynamic segment that is malformed, has no end, or says one thing twice. */
  DYNAMIC("ELF-007"),
  /** A string that lies outside of the string table, does not end, or is no plain text. */
  STRING("ELF-008"),
  /** Needed symbol versions that are malformed. */
  VERSION_NEEDS("ELF-009"),
  /** Defined symbol versions that are malformed. */
  VERSION_DEFINITIONS("ELF-010"),
  /** A cache of the loader ({@code ld.so.cache}) that is malformed. */
  LOADER_CACHE("ELF-011"),
  /** Content that ends before its announced size. */
  CUT_OFF("ELF-012");

  private final String code;

  ElfError(String code) {
    this.code = code;
  }

  /** {@code ELF-} and three digits. */
  public String code() {
    return code;
  }
}
