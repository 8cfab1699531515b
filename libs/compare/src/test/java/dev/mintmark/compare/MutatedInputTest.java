package dev.mintmark.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.compare.testing.Found;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** Bytes that anyone may have stored: whatever they are, the outcome is a result of one screen. */
class MutatedInputTest {
  private static final int INPUTS = 20_000;

  private record Seed(byte[] bytes, String mediaType) {}

  @Test
  void twentyThousandMutatedInputsGiveAnAnswer() {
    List<Seed> seeds = FlippedBitTest.artifacts().map(MutatedInputTest::seed).toList();
    Random random = new Random(4);
    for (int i = 0; i < INPUTS; i++) {
      Seed seed = seeds.get(i % seeds.size());
      byte[] rebuilt = mutated(seed.bytes(), random);
      // Now and then with the type of another artifact.
      String type =
          i % 11 == 0 ? seeds.get(random.nextInt(seeds.size())).mediaType() : seed.mediaType();
      byte[] recorded = i % 7 == 0 ? mutated(seed.bytes(), random) : seed.bytes();

      Comparison found = Found.compare(recorded, rebuilt, type);

      assertThat(found instanceof Comparison.Same)
          .as("input %d", i)
          .isEqualTo(Arrays.equals(recorded, rebuilt));
      assertThat(found.lines()).hasSizeLessThanOrEqualTo(51).noneMatch(l -> l.contains("\n"));
    }
  }

  private static Seed seed(Arguments arguments) {
    return new Seed((byte[]) arguments.get()[1], (String) arguments.get()[2]);
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    for (int n = random.nextInt(6); n >= 0; n--) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(6)) {
        case 0 -> changed[at] = (byte) random.nextInt(256);
        case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> changed[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        case 3 -> changed = Arrays.copyOf(changed, Math.max(1, at));
        case 4 -> changed = Arrays.copyOf(changed, changed.length + random.nextInt(64));
        default -> {
          int from = random.nextInt(changed.length);
          int count = Math.min(random.nextInt(32), changed.length - Math.max(at, from));
          System.arraycopy(
              bytes,
              Math.min(from, Math.max(0, bytes.length - count)),
              changed,
              at,
              Math.min(count, bytes.length));
        }
      }
    }
    return changed;
  }
}
