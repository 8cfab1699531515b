package dev.mintmark.ledger.collect.mark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DigestSetTest {
  private static final int MANY = 1_000_000;
  private static final long SIXTY_FOUR_MEGABYTES = 64L << 20;

  @Test
  void keepsFlagsTogether() {
    DigestSet set = new DigestSet();
    Digest digest = Digest.of(new byte[] {1});

    assertThat(set.flags(digest)).isZero();
    assertThat(set.add(digest, 1)).isZero();
    assertThat(set.add(digest, 128)).isEqualTo(1);
    assertThat(set.flags(digest)).isEqualTo(129);
    assertThat(set.size()).isEqualTo(1);
    assertThat(set.count(1, 2)).isEqualTo(1);
    assertThat(set.count(1, 128)).isZero();
  }

  @Test
  void tellsApartDigestsThatBeginAlike() {
    DigestSet set = new DigestSet();
    set.add(new Digest("0".repeat(32) + "f".repeat(32)), 1);

    assertThat(set.flags(new Digest("0".repeat(31) + "1" + "f".repeat(32)))).isZero();
  }

  @Test
  void holdsAMillionDigestsInLessThan64Megabytes() {
    DigestSet set = new DigestSet();
    SplittableRandom random = new SplittableRandom(7);
    long most = 0;
    for (int i = 0; i < MANY; i++) {
      set.add(digest(random), 1 + i % 255);
      most = Math.max(most, set.tableBytes());
    }

    assertThat(set.size()).isEqualTo(MANY);
    // While it grows, the table before, of half the size, is there as well.
    assertThat(most * 3 / 2).isLessThan(SIXTY_FOUR_MEGABYTES);
    SplittableRandom again = new SplittableRandom(7);
    for (int i = 0; i < MANY; i++) {
      if (set.flags(digest(again)) != 1 + i % 255) {
        throw new AssertionError("digest " + i + " has other flags");
      }
    }
  }

  private static Digest digest(SplittableRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return new Digest(HexFormat.of().formatHex(bytes));
  }
}
