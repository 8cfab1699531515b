package dev.mintmark.packages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.packages.deb.DebPackage;
import dev.mintmark.packages.entry.PackageEntry;
import dev.mintmark.packages.fixture.DebFixture;
import dev.mintmark.packages.fixture.Mutator;
import dev.mintmark.packages.fixture.NarFixture;
import dev.mintmark.packages.fixture.TarFixture;
import dev.mintmark.packages.fixture.WheelFixture;
import dev.mintmark.packages.fixture.WheelFixture.Member;
import dev.mintmark.packages.nar.StoreClosure;
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
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
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

  private static final List<String> FORMS = List.of("", ".gz", ".xz", ".zst");

  private final Map<RefusalCode, Integer> refused = new EnumMap<>(RefusalCode.class);
  private int read;

  @FunctionalInterface
  private interface Reader {
    Contribution read(Path file) throws IOException;
  }

  @Test
  void damagedDebianPackages() throws IOException {
    DebFixture sound = new DebFixture().control("conffiles", "/etc/hello.conf\n");
    TarFixture pax = DebFixture.sound().pax().file("./" + "p".repeat(200), 0644, "pax");
    Mutator whole =
        new Mutator(
            FORMS.stream().map(form -> new DebFixture().compression(form).build()).toList());
    Mutator control = new Mutator(List.of(sound.controlTar()));
    Mutator data = new Mutator(List.of(DebFixture.sound().build(), pax.build()));

    fuzz(
        "hello.deb",
        this::readDeb,
        random ->
            switch (random.nextInt(3)) {
              case 0 -> whole.mutate(random);
              case 1 -> DebFixture.build(form(random), sound.controlTar(), data.mutate(random));
              default -> DebFixture.build(form(random), control.mutate(random), pax.build());
            });

    assertThat(refused)
        .containsKeys(
            RefusalCode.DEB_FORM,
            RefusalCode.CORRUPT,
            RefusalCode.TAR_FORM,
            RefusalCode.CONTROL_FORM,
            RefusalCode.PATH,
            RefusalCode.ENTRY_KIND);
  }

  @Test
  void damagedClosures() throws IOException {
    byte[] guix =
        new NarFixture()
            .signed(
                NarFixture.APP.replace("nix", "gnu"), NarFixture.program("x".repeat(3000)), "sig")
            .build();
    Mutator whole = new Mutator(List.of(NarFixture.sound().build(), guix));

    fuzz(
        "closure.nar",
        this::readClosure,
        random -> random.nextInt(4) == 0 ? words(random) : whole.mutate(random));

    assertThat(refused)
        .containsKeys(
            RefusalCode.NAR_FORM,
            RefusalCode.STORE_PATH,
            RefusalCode.OPEN_CLOSURE,
            RefusalCode.TOO_LARGE,
            RefusalCode.PATH);
  }

  /** A sound export one of whose words of 8 bytes is another number, or another word of it. */
  private static byte[] words(SplittableRandom random) {
    byte[] bytes = NarFixture.sound().build();
    int words = bytes.length / 8;
    int at = 8 * random.nextInt(words);
    if (random.nextBoolean()) {
      System.arraycopy(bytes, 8 * random.nextInt(words), bytes, at, 8);
      return bytes;
    }
    long number = (1L << random.nextInt(64)) - random.nextInt(2);
    for (int i = 0; i < 8; i++) {
      bytes[at + i] = (byte) (number >>> (8 * i));
    }
    return bytes;
  }

  private Contribution readClosure(Path file) throws IOException {
    StoreClosure closure = StoreClosure.open(file, Subject.of(file), LIMITS);
    List<PackageEntry> entries = new ArrayList<>();
    closure.items().forEach(item -> entries.addAll(item.entries()));
    return Contribution.of(closure.subject(), entries);
  }

  private static String form(SplittableRandom random) {
    return FORMS.get(random.nextInt(FORMS.size()));
  }

  @Test
  void damagedWheels() throws IOException {
    List<Member> sound = WheelFixture.sound().all();
    Mutator whole =
        new Mutator(
            List.of(
                WheelFixture.sound().build(),
                WheelFixture.sound().stored().build(),
                WheelFixture.sound().stored().unrecorded("a/b/c/d", "x").build()));

    fuzz(
        WheelFixture.NAME,
        this::readWheel,
        random -> random.nextBoolean() ? whole.mutate(random) : rebuilt(sound, random));

    assertThat(refused)
        .containsKeys(
            RefusalCode.ZIP_FORM,
            RefusalCode.CORRUPT,
            RefusalCode.RECORD_FORM,
            RefusalCode.RECORD_MISMATCH,
            RefusalCode.METADATA,
            RefusalCode.WHEEL_FILE);
  }

  /** A sound zip of a wheel one of whose files is damaged; RECORD knows of it or does not. */
  private static byte[] rebuilt(List<Member> sound, SplittableRandom random) {
    Member damaged = sound.get(random.nextInt(sound.size()));
    byte[] content = new Mutator(List.of(damaged.content())).mutate(random);
    boolean known = random.nextBoolean();
    List<Member> members = new ArrayList<>();
    for (Member member : sound) {
      byte[] bytes = member == damaged ? content : member.content();
      if (known && member != damaged && member.path().endsWith("/RECORD")) {
        String old = WheelFixture.hash(damaged.content());
        bytes = new String(bytes, UTF_8).replace(old, WheelFixture.hash(content)).getBytes(UTF_8);
      }
      members.add(new Member(member.path(), member.mode(), bytes, true));
    }
    return WheelFixture.zip(members, random.nextBoolean());
  }

  private Contribution readDeb(Path file) throws IOException {
    return DebPackage.open(file, Subject.of(file), LIMITS).contribution();
  }

  private Contribution readWheel(Path file) throws IOException {
    WheelFile wheel = WheelFile.open(file, Subject.of(file), LIMITS);
    return Contribution.of(wheel.subject(), wheel.install(LAYOUT));
  }

  private void fuzz(String name, Reader reader, Function<SplittableRandom, byte[]> inputs)
      throws IOException {
    Path file = folder.resolve(name);
    for (int run = 0; run < RUNS; run++) {
      long seed = SEED * 1_000_003 + run;
      Files.write(file, inputs.apply(new SplittableRandom(seed)));
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
