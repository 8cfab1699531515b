package dev.mintmark.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Damaged files are read or refused with a code: no other exception, and no memory over the bound,
 * for which the JVM of this module's tests is small. {@code -Dmintmark.fuzz=100000} makes as many;
 * the seed of a failing one is in its message.
 */
class FuzzTest {
  private static final int RUNS = Integer.getInteger("mintmark.fuzz", 3000);
  private static final long SEED = Long.getLong("mintmark.fuzz.seed", 1);
  private static final List<byte[]> SOUND =
      List.of(sound(64, true), sound(64, false), sound(32, true), sound(32, false));

  private static byte[] sound(int bits, boolean little) {
    return new ElfFixture(bits, little, 3, 183)
        .interpreter("/lib/ld-linux-aarch64.so.1")
        .entry(DynamicTable.SONAME, "libx.so.1")
        .needs("libm.so.6", "GLIBC_2.29", "GLIBC_2.2.5")
        .needs("libc.so.6", "GLIBC_2.4", "weak GLIBC_2.36")
        .rpath("$ORIGIN/../lib")
        .defines("libx.so.1", "X_1", "X_2")
        .build();
  }

  @Test
  void damagedFiles() {
    Map<ElfError, Integer> refused = new EnumMap<>(ElfError.class);
    int read = 0;
    for (int run = 0; run < RUNS; run++) {
      long seed = SEED * 1_000_003 + run;
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes = damaged(random);
      boolean cut = random.nextInt(20) == 0;
      byte[] content = cut ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
      try (StreamSource source =
          new StreamSource("x.so", bytes.length, () -> new ByteArrayInputStream(content))) {
        ElfReader.read("x.so", source);
        read++;
      } catch (ElfException e) {
        refused.merge(e.error(), 1, Integer::sum);
        assertThat(e.getMessage()).hasSizeLessThan(900).contains(e.error().code());
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }
    System.out.println(RUNS + " files, " + read + " read, refused " + refused);
    assertThat(read).isPositive();
    assertThat(refused)
        .containsKeys(
            ElfError.HEADER,
            ElfError.SEGMENTS,
            ElfError.DYNAMIC,
            ElfError.STRING,
            ElfError.VERSION_NEEDS,
            ElfError.VERSION_DEFINITIONS,
            ElfError.CUT_OFF);
  }

  private static byte[] damaged(SplittableRandom random) {
    byte[] bytes = SOUND.get(random.nextInt(SOUND.size())).clone();
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times && bytes.length > 1; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 ->
            bytes[at] = (byte) List.of(0, 1, 0x7f, 0x80, 0xff).get(random.nextInt(5)).intValue();
        case 2 -> writeNumber(random, bytes, at);
        case 3 -> writeNumber(random, bytes, at & ~7);
        case 4 -> bytes = Arrays.copyOf(bytes, random.nextInt(2 * bytes.length));
        default -> bytes = moved(random, bytes);
      }
    }
    return bytes;
  }

  private static void writeNumber(SplittableRandom random, byte[] bytes, int at) {
    long value = (1L << random.nextInt(64)) - random.nextInt(3);
    int length = 1 << random.nextInt(4);
    for (int i = 0; i < length && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }

  /** A piece of the file over another. */
  private static byte[] moved(SplittableRandom random, byte[] bytes) {
    int from = random.nextInt(bytes.length);
    int to = random.nextInt(bytes.length);
    int length = random.nextInt(Math.min(64, bytes.length - Math.max(from, to)) + 1);
    System.arraycopy(bytes.clone(), from, bytes, to, length);
    return bytes;
  }
}
