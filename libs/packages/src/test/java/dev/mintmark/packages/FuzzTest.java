package dev.mintmark.packages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.deb.DebPackage;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.Mutator;
import dev.mintmark.packages.fixture.TarFixture;
import dev.mintmark.packages.fixture.WheelFixture;
import dev.mintmark.packages.root.Base;
import dev.mintmark.packages.root.Contribution;
import dev.mintmark.packages.root.Root;
import dev.mintmark.packages.wheel.PythonLayout;
import dev.mintmark.packages.wheel.WheelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged packages are read or refused with a code: no other exception, no file, no memory over the
 * bound, for which the JVM of this module's tests is small. {@code -Dmintmark.fuzz=100000} makes as
 * many of each kind; the seed of a failing one is in its message.
 */
class FuzzTest {
  private static final int RUNS = Integer.getInteger("mintmark.fuzz", 3000);
  private static final long SEED = Long.getLong("mintmark.fuzz.seed", 1);
  private static final Limits LIMITS = new Limits(2000, 32 << 20, 100, 512, 1 << 20, 16 << 20);
  private static final PythonLayout LAYOUT =
      PythonLayout.underPrefix("/usr/bin/python3", "usr", 11);

  @TempDir private Path folder;

  private final Map<RefusalCode, Integer> refused = new EnumMap<>(RefusalCode.class);
  private int read;

  @FunctionalInterface
  private interface Reader {
    Contribution read(Path file) throws IOException;
  }

  @Test
  void damagedDebianPackages() throws IOException {
    TarFixture pax = DebFixture.sound().pax().file("./" + "p".repeat(200), 0644, "pax");
    Mutator mutator =
        new Mutator(
            List.of(
                new DebFixture().compression("").build(),
                new DebFixture()
                    .compression("")
                    .data(pax)
                    .control("conffiles", "/etc/hello.conf\n")
                    .build(),
                new DebFixture().compression(".gz").build(),
                new DebFixture().compression(".xz").build(),
                new DebFixture().compression(".zst").build()));

    fuzz(mutator, "hello.deb", this::readDeb);

    assertThat(refused)
        .containsKeys(
            RefusalCode.DEB_FORM,
            RefusalCode.CORRUPT,
            RefusalCode.TAR_FORM,
            RefusalCode.CONTROL_FORM,
            RefusalCode.PATH);
  }

  @Test
  void damagedWheels() throws IOException {
    Mutator mutator =
        new Mutator(
            List.of(
                WheelFixture.sound().build(),
                WheelFixture.sound().stored().build(),
                WheelFixture.sound().stored().unrecorded("a/b/c/d", "x").build()));

    fuzz(mutator, WheelFixture.NAME, this::readWheel);

    assertThat(refused)
        .containsKeys(
            RefusalCode.ZIP_FORM,
            RefusalCode.CORRUPT,
            RefusalCode.RECORD_MISMATCH,
            RefusalCode.ZIP_FEATURE);
  }

  private Contribution readDeb(Path file) throws IOException {
    return DebPackage.open(file, Subject.of(file), LIMITS).contribution();
  }

  private Contribution readWheel(Path file) throws IOException {
    WheelFile wheel = WheelFile.open(file, Subject.of(file), LIMITS);
    return Contribution.of(wheel.subject(), wheel.install(LAYOUT));
  }

  private void fuzz(Mutator mutator, String name, Reader reader) throws IOException {
    Path file = folder.resolve(name);
    for (int run = 0; run < RUNS; run++) {
      long seed = SEED * 1_000_003 + run;
      Files.write(file, mutator.mutate(seed));
      try {
        Contribution contribution = reader.read(file);
        readContents(contribution);
        Root.merge(Base.EMPTY, List.of(contribution), LIMITS);
        read++;
      } catch (PackageException e) {
        refused.merge(e.code(), 1, Integer::sum);
        assertThat(e.getMessage()).hasSizeLessThan(1200).contains(e.code().code());
      } catch (Exception | Error e) {
        throw new AssertionError("seed " + seed + " of " + name + ": " + e, e);
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    System.out.println(name + ": " + RUNS + " inputs, " + read + " read, refused " + refused);
  }

  /** As whoever writes a layer does: each content once, against its size. */
  private static void readContents(Contribution contribution) throws IOException {
    for (PackageEntry entry : contribution.entries()) {
      if (entry instanceof PackageEntry.File file) {
        try (InputStream in = file.content().open()) {
          long size = in.transferTo(OutputStream.nullOutputStream());
          assertThat(size).isEqualTo(file.size());
        }
      }
    }
  }
}
