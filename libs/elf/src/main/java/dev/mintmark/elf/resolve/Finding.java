package dev.mintmark.elf.resolve;

import java.util.List;

/**
 * Something that would go wrong when a file of the image is run or loaded.
 *
 * @param path of the file, absolute
 * @param missing what is missing or wrong: a library, a symbol version, an interpreter
 * @param found what was found, for people
 * @param lookedAt paths at which it was looked for, in the loader's order
 */
public record Finding(Kind kind, String path, String missing, String found, List<String> lookedAt) {
  public Finding {
    lookedAt = List.copyOf(lookedAt);
  }

  /** What kind of trouble. */
  public enum Kind {
    /** The file cannot be read as ELF, so nothing is known of it. */
    UNREADABLE,
    /** For another machine than the image's. */
    OTHER_MACHINE,
    /** The program's interpreter is not in the image, or no loader that is known. */
    INTERPRETER,
    /** Linked against the other C library than the one that is there. */
    OTHER_LIBC,
    /** ONNX Runtime as it is published, where musl is. */
    ONNX_RUNTIME_ON_MUSL,
    /** A needed library that is not found. */
    LIBRARY,
    /** A needed symbol version that the library found does not define. */
    VERSION,
    /** A glibc version above the one that is there. */
    GLIBC
  }
}
