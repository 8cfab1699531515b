package dev.mintmark.elf.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.elf.ElfFixture;
import dev.mintmark.elf.resolve.Finding.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs and libraries of a Nix store, whose glibc lies in the store, too. */
class StoreLoadersTest {
  private static final String LIBC = "/nix/store/0123456789abcdfghijklmnpqrsvwxyz-glibc-2.38-44";
  private static final String APP = "/nix/store/zyxwvsrqpnmlkjihgfdcba9876543210-hello-2.12";
  private static final String LOADER = LIBC + "/lib/ld-linux-x86-64.so.2";

  private static ElfFixture program() {
    return ElfFixture.program(LOADER).needs("libc.so.6", "GLIBC_2.38");
  }

  /** glibc's own libraries have no RUNPATH: its loader knows the folder. */
  private static ImageFixture nix(ImageFixture image) {
    return image
        .elf(
            LOADER,
            ElfFixture.library("ld-linux-x86-64.so.2").defines("ld-linux-x86-64.so.2", "GLIBC_2.3"))
        .elf(
            LIBC + "/lib/libc.so.6",
            ElfFixture.library("libc.so.6")
                .needs("ld-linux-x86-64.so.2", "GLIBC_2.3")
                .defines("libc.so.6", "GLIBC_2.2.5", "GLIBC_2.38"))
        .elf(
            LIBC + "/lib/libm.so.6",
            ElfFixture.library("libm.so.6").needs("libc.so.6", "GLIBC_2.38"));
  }

  @Test
  void findsWhatIsInTheStoreByRunpathsAndTheLoadersOwnFolder() throws IOException {
    assertThat(
            nix(new ImageFixture())
                .elf(APP + "/bin/hello", program().needs("libm.so.6").runpath(LIBC + "/lib"))
                .elf(APP + "/bin/plain", program())
                .check())
        .isEmpty();
  }

  @Test
  void twoLibcsInOneImageDoNotMeet() throws IOException {
    assertThat(
            nix(ImageFixture.debian())
                .elf(APP + "/bin/hello", program())
                .elf(
                    "/usr/bin/own",
                    ElfFixture.program(ImageFixture.GLIBC_LOADER).needs("libc.so.6", "GLIBC_2.36"))
                .check())
        .isEmpty();
    assertThat(nix(ImageFixture.alpine()).elf(APP + "/bin/hello", program()).check()).isEmpty();
  }

  @Test
  void aFileElsewhereIsNotLoadedByTheStore() throws IOException {
    List<Finding> findings =
        nix(ImageFixture.debian())
            .elf("/app/libx.so", ElfFixture.library("libx.so").needs("libc.so.6", "GLIBC_2.38"))
            .elf("/app/liby.so", ElfFixture.library("liby.so").needs("libm.so.6"))
            .check();

    assertThat(findings)
        .extracting(finding -> finding.kind() + " " + finding.path())
        .containsExactly("GLIBC /app/libx.so", "LIBRARY /app/liby.so");
  }

  @Test
  void reportsARunpathThatLeadsNowhere() throws IOException {
    List<Finding> findings =
        nix(new ImageFixture())
            .elf(APP + "/bin/hello", program().needs("libz.so.1").runpath("/nix/store/none/lib"))
            .check();

    assertThat(findings).singleElement().extracting(Finding::kind).isEqualTo(Kind.LIBRARY);
    assertThat(findings.getFirst().lookedAt())
        .containsExactly("/nix/store/none/lib/libz.so.1", LIBC + "/lib/libz.so.1");
  }

  @Test
  void reportsAnInterpreterThatTheClosureDoesNotHave() throws IOException {
    List<Finding> findings = new ImageFixture().elf(APP + "/bin/hello", program()).check();

    assertThat(findings).singleElement().extracting(Finding::kind).isEqualTo(Kind.INTERPRETER);
  }
}
