package dev.mintmark.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElfReaderTest {
  private static ElfFixture full(int bits, boolean little) {
    return new ElfFixture(bits, little, 3, 62)
        .interpreter("/lib64/ld-linux-x86-64.so.2")
        .entry(DynamicTable.SONAME, "libx.so.1")
        .needs("libm.so.6", "GLIBC_2.29", "GLIBC_2.2.5")
        .needs("libc.so.6", "GLIBC_2.4", "weak GLIBC_2.36")
        .needs("libplain.so")
        .runpath("$ORIGIN:/opt/lib")
        .defines("libx.so.1", "X_1", "X_2");
  }

  private static ElfFile read(ElfFixture fixture) throws IOException {
    return ElfReader.read("lib.so", ElfFixture.source(fixture.build()));
  }

  @ParameterizedTest(name = "{0} bit, little-endian {1}")
  @CsvSource({"64, true", "64, false", "32, true", "32, false"})
  void readsBothClassesAndByteOrders(int bits, boolean little) throws IOException {
    ElfFile file = read(full(bits, little));

    assertThat(file.header()).isEqualTo(new ElfHeader(bits, little, 3, 62));
    assertThat(file.interpreter()).contains("/lib64/ld-linux-x86-64.so.2");
    assertThat(file.soname()).contains("libx.so.1");
    assertThat(file.needed()).containsExactly("libm.so.6", "libc.so.6", "libplain.so");
    assertThat(file.runpath()).contains(List.of("$ORIGIN", "/opt/lib"));
    assertThat(file.rpath()).isEmpty();
    assertThat(file.versionNeeds())
        .containsExactly(
            new VersionNeed(
                "libm.so.6",
                List.of(
                    new VersionNeed.Version("GLIBC_2.29", false),
                    new VersionNeed.Version("GLIBC_2.2.5", false))),
            new VersionNeed(
                "libc.so.6",
                List.of(
                    new VersionNeed.Version("GLIBC_2.4", false),
                    new VersionNeed.Version("GLIBC_2.36", true))));
    assertThat(file.definedVersions()).containsExactly("X_1", "X_2");
    assertThat(file.highestGlibcNeeded()).contains(SymbolVersion.of("GLIBC", "2.29"));
  }

  @Test
  void readsTheSameThroughAStreamThatOnlyGoesForward() throws IOException {
    byte[] bytes = full(64, true).build();
    byte[] far = Arrays.copyOf(bytes, 2 << 20);
    try (StreamSource source =
        new StreamSource("lib.so", far.length, () -> new ByteArrayInputStream(far))) {
      assertThat(ElfReader.read("lib.so", source))
          .isEqualTo(ElfReader.read("lib.so", ElfFixture.source(bytes)));
    }
  }

  @Test
  void tellsProgramsFromLibraries() throws IOException {
    assertThat(read(ElfFixture.program("/lib/ld-musl-x86_64.so.1")).isProgram()).isTrue();
    assertThat(read(ElfFixture.library("libx.so")).isProgram()).isFalse();
    assertThat(read(new ElfFixture(64, true, 2, 62)).isProgram()).isTrue();
    assertThat(read(new ElfFixture(64, true, 3, 62).entry(DynamicTable.FLAGS_1, 0x08000001L)))
        .matches(ElfFile::isProgram);
  }

  @Test
  void comparesVersionsByTheirNumbers() {
    assertThat(
            new TreeSet<>(
                List.of(
                    SymbolVersion.of("GLIBC", "2.10"),
                    SymbolVersion.of("GLIBC", "2.4"),
                    SymbolVersion.of("GLIBC", "2.4.1"))))
        .map(SymbolVersion::number)
        .containsExactly("2.4", "2.4.1", "2.10");
    assertThat(SymbolVersion.parse("GLIBC_PRIVATE")).isEqualTo(Optional.empty());
    assertThat(SymbolVersion.parse("CXXABI_TM_1"))
        .hasValueSatisfying(version -> assertThat(version.family()).isEqualTo("CXXABI_TM"));
  }

  @Test
  void readsOnlyTheHeaderOfAnObjectFile() throws IOException {
    assertThat(read(new ElfFixture(64, true, 1, 62).needs("libc.so.6")).needed()).isEmpty();
  }

  @Test
  void needsNothingForSeparateDebugSymbols() throws IOException {
    byte[] bytes = full(64, true).build();
    Arrays.fill(bytes, 64 + 56 + 32, 64 + 56 + 40, (byte) 0);

    assertThat(ElfReader.read("lib.debug", ElfFixture.source(bytes)).needed()).isEmpty();
  }

  private static void refuses(ElfFixture fixture, Consumer<byte[]> damage, ElfError error) {
    byte[] bytes = fixture.build();
    damage.accept(bytes);
    assertThatThrownBy(() -> ElfReader.read("lib.so", ElfFixture.source(bytes)))
        .isInstanceOfSatisfying(ElfException.class, e -> assertThat(e.error()).isEqualTo(error))
        .hasMessageStartingWith("cannot use lib.so: ")
        .hasMessageContaining(error.code());
  }

  @Test
  void refusesWhatHasTwoReadingsOrNone() {
    Consumer<byte[]> nothing = bytes -> {};
    refuses(full(64, true), bytes -> bytes[20] = 2, ElfError.HEADER);
    refuses(full(64, true), bytes -> bytes[54] = 57, ElfError.SEGMENTS);
    refuses(full(64, true), bytes -> bytes[57] = 3, ElfError.TOO_LARGE);
    refuses(full(64, true), bytes -> bytes[64 + 34] = 1, ElfError.SEGMENTS);
    // The loader would read the dynamic segment elsewhere than the program header says.
    refuses(full(64, true), bytes -> bytes[64 + 56 + 8] -= 16, ElfError.DYNAMIC);
    refuses(full(64, true).interpreter("lib/ld.so"), nothing, ElfError.INTERPRETER);
    refuses(full(64, true).entry(DynamicTable.SONAME, "liby.so"), nothing, ElfError.DYNAMIC);
    refuses(full(64, true).entry(DynamicTable.NEEDED, 1 << 20), nothing, ElfError.STRING);
    refuses(full(64, true).needs("lib\u0007.so"), nothing, ElfError.STRING);
    refuses(full(64, true).needs(""), nothing, ElfError.STRING);
    refuses(
        ElfFixture.library("libx.so").entry(DynamicTable.VERNEED, 0x10000),
        nothing,
        ElfError.VERSION_NEEDS);
    refuses(
        ElfFixture.library("libx.so").entry(DynamicTable.VERDEF, 0x10000),
        nothing,
        ElfError.VERSION_DEFINITIONS);
  }

  @Test
  void refusesAContentThatEndsEarly() {
    byte[] bytes = full(64, true).build();
    StreamSource source =
        new StreamSource(
            "lib.so", bytes.length, () -> new ByteArrayInputStream(Arrays.copyOf(bytes, 100)));
    assertThatThrownBy(() -> ElfReader.read("lib.so", source)).hasMessageContaining("ELF-012");
  }
}
