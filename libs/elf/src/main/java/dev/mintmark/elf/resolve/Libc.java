package dev.mintmark.elf.resolve;

import dev.mintmark.elf.ElfFile;
import java.util.List;
import java.util.Optional;

/** The C libraries whose loaders are known here. */
public enum Libc {
  GLIBC("glibc", List.of("/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1")),
  MUSL("musl", List.of("/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1"));

  private final String word;
  private final List<String> loaders;

  Libc(String word, List<String> loaders) {
    this.word = word;
    this.loaders = loaders;
  }

  /** As target profiles name it. */
  public String word() {
    return word;
  }

  /** Where its loader lies, first for amd64, then for arm64. */
  String loader(String platform) {
    return loaders.get(platform.equals("linux/amd64") ? 0 : 1);
  }

  /** By the name of the loader; empty for one that is not known. */
  static Optional<Libc> ofInterpreter(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.startsWith("ld-linux")) {
      return Optional.of(GLIBC);
    }
    return name.startsWith("ld-musl-") ? Optional.of(MUSL) : Optional.empty();
  }

  /** What a file was linked against, as far as it says. */
  static Optional<Libc> of(ElfFile file) {
    Optional<Libc> byInterpreter = file.interpreter().flatMap(Libc::ofInterpreter);
    return byInterpreter.isPresent()
        ? byInterpreter
        : file.needed().stream().flatMap(name -> ofNeeded(name).stream()).findFirst();
  }

  private static Optional<Libc> ofNeeded(String name) {
    if (name.equals("libc.so.6") || name.startsWith("ld-linux")) {
      return Optional.of(GLIBC);
    }
    return name.equals("libc.so") || name.startsWith("libc.musl-") || name.startsWith("ld-musl-")
        ? Optional.of(MUSL)
        : Optional.empty();
  }
}
