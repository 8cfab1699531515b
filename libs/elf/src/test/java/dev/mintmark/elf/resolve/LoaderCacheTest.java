package dev.mintmark.elf.resolve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mintmark.elf.ElfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LoaderCacheTest {
  /** A cache of one entry, as glibc 2.32 and newer write it. */
  static byte[] cache(String name, String path, long hwcap) {
    ByteBuffer bytes = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("glibc-ld.so.cache1.1".getBytes(US_ASCII)).putInt(1);
    bytes.position(48);
    bytes.putInt(0x303).putInt(72).putInt(72 + name.length() + 1).putInt(0).putLong(hwcap);
    bytes.put((name + "\0" + path + "\0").getBytes(US_ASCII));
    return bytes.array();
  }

  private static LoaderCache read(byte[] bytes) throws IOException {
    return LoaderCache.read(new ImageFixture().file("/etc/ld.so.cache", bytes).tree());
  }

  @Test
  void readsNamesAndPathsAndLeavesOutSpecialProcessors() throws IOException {
    assertThat(read(cache("libx.so", "/x/libx.so", 0)).paths("libx.so"))
        .containsExactly("/x/libx.so");
    assertThat(read(cache("libx.so", "/x/libx.so", 1L << 62)).paths("libx.so")).isEmpty();
    assertThat(LoaderCache.read(new ImageFixture().tree()).paths("libx.so")).isEmpty();
  }

  @Test
  void readsTheOlderFormThatHoldsBoth() throws IOException {
    byte[] newer = cache("libx.so", "/x/libx.so", 0);
    ByteBuffer both = ByteBuffer.allocate(48 + newer.length).order(ByteOrder.LITTLE_ENDIAN);
    both.put("ld.so-1.7.0".getBytes(US_ASCII)).position(12);
    both.putInt(2).position(40);
    assertThat(read(both.put(newer).array()).paths("libx.so")).containsExactly("/x/libx.so");
  }

  @Test
  void readsThisMachinesOwn() throws IOException {
    Path path = Path.of("/etc/ld.so.cache");
    Assumptions.assumeTrue(Files.isReadable(path), "skipped: no " + path + " here");
    assertThat(read(Files.readAllBytes(path)).paths("libc.so.6")).isNotEmpty();
  }

  @Test
  void refusesDamagedOnes() throws IOException {
    byte[] sound = cache("libx.so", "/x/libx.so", 0);
    assertThatThrownBy(() -> read("text".getBytes(US_ASCII))).hasMessageContaining("ELF-011");
    assertThatThrownBy(() -> read(Arrays.copyOf(sound, 60))).hasMessageContaining("ELF-011");
    int runs = Integer.getInteger("mintmark.fuzz", 3000);
    for (int run = 0; run < runs; run++) {
      SplittableRandom random = new SplittableRandom(run);
      byte[] bytes = sound.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(120)] = (byte) random.nextInt();
      }
      try {
        read(bytes);
      } catch (ElfException e) {
        assertThat(e).hasMessageContaining("ELF-011");
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + run, e);
      }
    }
  }
}
