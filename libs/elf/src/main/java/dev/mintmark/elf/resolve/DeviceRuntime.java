package dev.mintmark.elf.resolve;

import dev.mintmark.elf.SymbolVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a device's own system offers to an image that brings no program. With glibc it is that and
 * the C++ runtime that goes with it: such a system has at least the symbol versions which the
 * manylinux policy of that number (PEP 600, as auditwheel 6 lists them; the lesser of x86_64 and
 * aarch64) lets a portable library need. With musl it is musl alone.
 *
 * @param libc which C library
 * @param minimum the least version that a device has, e.g. {@code GLIBC_2.28} or {@code MUSL_1.2}
 */
public record DeviceRuntime(Libc libc, SymbolVersion minimum) {
  private static final String GLIBC = "GLIBC";
  private static final Set<String> LIBRARIES =
      Set.of(
          "libc.so.6",
          "libm.so.6",
          "libmvec.so.1",
          "libdl.so.2",
          "librt.so.1",
          "libpthread.so.0",
          "libutil.so.1",
          "libanl.so.1",
          "libresolv.so.2",
          "ld-linux-x86-64.so.2",
          "ld-linux-aarch64.so.1",
          "libgcc_s.so.1",
          "libstdc++.so.6");

  /** The C++ runtime's versions by the least glibc. */
  private static final TreeMap<SymbolVersion, List<SymbolVersion>> POLICIES =
      new TreeMap<>(
          Map.of(
              glibc("2.17"), runtime("4.7.0", "3.4.19", "1.3.7"),
              glibc("2.24"), runtime("4.7.0", "3.4.22", "1.3.10"),
              glibc("2.27"), runtime("7.0.0", "3.4.24", "1.3.11"),
              glibc("2.31"), runtime("7.0.0", "3.4.28", "1.3.12"),
              glibc("2.34"), runtime("7.0.0", "3.4.29", "1.3.13"),
              glibc("2.35"), runtime("11.0", "3.4.30", "1.3.13"),
              glibc("2.39"), runtime("14.0", "3.4.33", "1.3.15")));

  private static SymbolVersion glibc(String number) {
    return SymbolVersion.of(GLIBC, number);
  }

  private static List<SymbolVersion> runtime(String gcc, String glibcxx, String cxxabi) {
    return List.of(
        SymbolVersion.of("GCC", gcc),
        SymbolVersion.of("GLIBCXX", glibcxx),
        SymbolVersion.of("CXXABI", cxxabi));
  }

  /**
   * @param number of glibc, e.g. {@code 2.28}
   * @throws IllegalArgumentException when it is none
   */
  public static DeviceRuntime ofGlibc(String number) {
    return new DeviceRuntime(Libc.GLIBC, glibc(number));
  }

  /**
   * @param number of musl, e.g. {@code 1.2.3}
   * @throws IllegalArgumentException when it is none
   */
  public static DeviceRuntime ofMusl(String number) {
    return new DeviceRuntime(Libc.MUSL, SymbolVersion.of("MUSL", number));
  }

  boolean provides(String library) {
    return libc == Libc.GLIBC
        ? LIBRARIES.contains(library)
        : library.startsWith("libc.musl-") || SearchOrder.isOwnOfMusl(library);
  }

  /** Whether a provided library surely defines a symbol version. */
  boolean defines(String name) {
    Optional<SymbolVersion> wanted = SymbolVersion.parse(name);
    if (wanted.isEmpty()) {
      return false;
    }
    if (wanted.get().family().equals(GLIBC)) {
      return wanted.get().compareTo(minimum) <= 0;
    }
    Map.Entry<SymbolVersion, List<SymbolVersion>> policy = POLICIES.floorEntry(minimum);
    return policy != null
        && policy.getValue().stream()
            .anyMatch(most ->
                most.family().equals(wanted.get().family()) && wanted.get().compareTo(most) <= 0);
  }
}
