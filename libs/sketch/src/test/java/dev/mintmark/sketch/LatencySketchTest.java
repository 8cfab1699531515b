package dev.mintmark.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatencySketchTest {
  private static final double[] QUANTILES = {0, 0.01, 0.5, 0.9, 0.99, 0.999, 1};

  /** Latencies around some milliseconds; a few near both ends of the range. */
  private static double[] latencies(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      double middle = 5_000 * Math.exp(0.5 * random.nextGaussian());
      micros[i] = i % 200 == 7 ? Math.pow(3.6e9, random.nextDouble()) : middle;
    }
    return micros;
  }

  private static LatencySketch sketch(double... micros) {
    LatencySketch sketch = LatencySketch.empty();
    for (double value : micros) {
      sketch.add(value);
    }
    return sketch;
  }

  private static DDSketch library(double... micros) {
    DDSketch sketch = DDSketches.unboundedDense(0.01);
    for (double value : micros) {
      sketch.accept(value);
    }
    return sketch;
  }

  private static byte[] encoded(DDSketch sketch) throws IOException {
    GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
    sketch.encode(out, true);
    return out.trimmedCopy();
  }

  @ParameterizedTest(name = "{0} latencies")
  @ValueSource(ints = {0, 1, 2, 10, 100, 1_000, 100_000})
  void writesTheBytesOfTheLibrary(int count) throws IOException {
    double[] micros = latencies(count, count);

    assertThat(sketch(micros).encode()).isEqualTo(encoded(library(micros)));
  }

  @ParameterizedTest(name = "{0} latencies")
  @ValueSource(ints = {1, 3, 1_000, 20_000})
  void theLibraryReadsItAndSeesTheSame(int count) throws IOException {
    LatencySketch sketch = sketch(latencies(count, count));

    DDSketch read =
        DDSketch.decode(
            ByteArrayInput.wrap(sketch.encode()),
            UnboundedSizeDenseStore::new,
            DDSketches.unboundedDense(0.01).getIndexMapping());

    assertThat(read.getCount()).isEqualTo(sketch.count());
    for (double q : QUANTILES) {
      assertThat(sketch.quantile(q)).isCloseTo(read.getValueAtQuantile(q), withinPercentage(1e-9));
    }
    assertThat(sketch.mean()).isCloseTo(read.getSum() / count, withinPercentage(1e-9));
  }

  @Test
  void isNeverMoreThanOnePercentOff() {
    double[] micros = latencies(3, 50_000);
    LatencySketch sketch = sketch(micros);
    Arrays.sort(micros);

    for (double q : QUANTILES) {
      double exact = micros[(int) (q * (micros.length - 1))];
      assertThat(sketch.quantile(q)).as("quantile " + q).isCloseTo(exact, withinPercentage(1.0001));
    }
    assertThat(sketch.mean())
        .isCloseTo(Arrays.stream(micros).average().orElseThrow(), withinPercentage(1.0001));
  }

  @Test
  void theOrderOfMergingLeavesNoTrace() {
    List<LatencySketch> parts = new ArrayList<>();
    LatencySketch whole = LatencySketch.empty();
    for (int i = 0; i < 200; i++) {
      double[] micros = latencies(i, 20 + i);
      parts.add(sketch(micros));
      whole.merge(sketch(micros));
    }
    byte[] expected = whole.encode();

    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(parts, new Random(seed));
      assertThat(chain(parts)).isEqualTo(expected);
      assertThat(tree(parts).encode()).isEqualTo(expected);
    }
  }

  private static byte[] chain(List<LatencySketch> parts) {
    LatencySketch sum = LatencySketch.empty();
    parts.forEach(part -> sum.mergeEncoded(part.encode()));
    return sum.encode();
  }

  private static LatencySketch tree(List<LatencySketch> parts) {
    if (parts.size() == 1) {
      return LatencySketch.decode(parts.getFirst().encode());
    }
    LatencySketch sum = tree(parts.subList(0, parts.size() / 2));
    sum.merge(tree(parts.subList(parts.size() / 2, parts.size())));
    return LatencySketch.decode(sum.encode());
  }

  @Test
  void theOrderOfAddingLeavesNoTrace() {
    double[] micros = latencies(1, 5_000);
    byte[] expected = sketch(micros).encode();
    Arrays.sort(micros);

    assertThat(sketch(micros).encode()).isEqualTo(expected);
  }

  @Test
  void aFullBucketStaysFullAndTheSumCanBeReadAgain() {
    LatencySketch full = LatencySketch.empty();
    for (int index = Buckets.MIN + 1; index < Buckets.MAX; index++) {
      full.add(Buckets.value(index), LatencySketch.MAX_COUNT);
    }
    byte[] bytes = full.encode();
    full.merge(LatencySketch.decode(bytes));

    assertThat(bytes).hasSizeLessThanOrEqualTo(LatencySketch.MAX_BYTES);
    assertThat(full.encode()).isEqualTo(bytes);
    assertThat(full.count()).isEqualTo((Buckets.COUNT - 2L) * LatencySketch.MAX_COUNT);
  }

  /** Counts of one and two bytes are read from a table, longer ones by the library. */
  @Test
  void readsEveryCountInHoweverManyBytes() {
    LongStream powers = LongStream.iterate(1, n -> n <= LatencySketch.MAX_COUNT / 2, n -> 2 * n);
    LongStream around = powers.flatMap(n -> LongStream.of(2 * n - 1, 2 * n, n + n / 2));
    LongStream.concat(LongStream.rangeClosed(1, 5_000), around)
        .forEach(count -> {
          LatencySketch neighbours = LatencySketch.empty();
          for (int index = 100; index < 103; index++) {
            neighbours.add(Buckets.value(index), count);
          }
          byte[] bytes = neighbours.encode();
          LatencySketch read = LatencySketch.decode(bytes);
          assertThat(bytes[0]).as("a dense one").isEqualTo((byte) 13);
          assertThat(read.count()).isEqualTo(3 * count);
          assertThat(read.encode()).isEqualTo(bytes);
        });
  }

  @ParameterizedTest(name = "{0} is counted as {1}")
  @CsvSource({"0, 1", "-5, 1", "1e300, 3.6e9", "Infinity, 3.6e9", "-Infinity, 1"})
  void countsWhatIsOutsideOfTheRangeAtItsEnds(double micros, double counted) {
    assertThat(sketch(micros).quantile(0.5)).isCloseTo(counted, withinPercentage(1));
  }

  @Test
  void everyBucketKeepsItsValue() {
    for (int index = Buckets.MIN; index <= Buckets.MAX; index++) {
      assertThat(Buckets.index(Buckets.value(index))).isEqualTo(index);
    }
    assertThat(Buckets.value(0)).isCloseTo(1.01, within(1e-12));
  }

  @Test
  void anEmptySketchHasNoBytesAndNoQuantile() {
    LatencySketch empty = LatencySketch.decode(new byte[0]);

    assertThat(empty.encode()).isEmpty();
    assertThat(empty.count()).isZero();
    assertThatIllegalStateException().isThrownBy(() -> empty.quantile(0.5));
    assertThatIllegalStateException().isThrownBy(empty::mean);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void refusesWhatIsNoQuantile(double q) {
    assertThatIllegalArgumentException().isThrownBy(() -> sketch(1).quantile(q));
  }

  @Test
  void refusesWhatIsNoLatency() {
    LatencySketch sketch = LatencySketch.empty();
    assertThatIllegalArgumentException().isThrownBy(() -> sketch.add(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> sketch.add(1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sketch.add(1, LatencySketch.MAX_COUNT + 1));
    assertThat(sketch.count()).isZero();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a mapping, 02",
    "a count of zeros, 0402",
    "the mapping first, 0ae17a14ae47e1f43f0000000000000000",
    "negative latencies, 070102020102",
    "indexes without counts, 090104",
    "an unknown flag, ff",
    "no bins, 0d00",
    "no bins at all indexes, 0500",
    "more bins than there are, 0dffffffff0f0202",
    "as many bins as a long can say, 0dffffffffffffffffff0202",
    "a step of 2, 0d01020402",
    "a step of 0, 0d02020002",
    "a step of -1, 0d0202010202",
    "a first index far below, 0d01ffffffffffffffffff0202",
    "a first index far above, 0d01feffffffffffffffff0202",
    "a last index too far, 0d10b2110202",
    "a sparse index below, 050109020202",
    "a sparse index far above, 0501feffffffffffffffff02",
    "a sparse index again, 050202020002",
    "descending sparse indexes, 050208020102",
    "no number, 050102ffffffffffffffffff",
    "no counts, 0d040202",
    "cut off before the step, 0d0402",
    "the end missing, 05020202",
    "bytes after it, 0501020200",
    "two stores, 0501020205010202"
  })
  void refuses(String what, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatencySketch.decode(bytes))
        .withMessageStartingWith("cannot read a latency sketch: ")
        .withMessageEndingWith("(SKT-001)");
  }

  @Test
  void refusesMoreBytesThanAnySketchHas() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LatencySketch.decode(new byte[LatencySketch.MAX_BYTES + 1]))
        .withMessageContaining("8193 bytes");
  }

  @Test
  void refusesCountsThatTheLibraryWouldTake() throws IOException {
    for (double count : new double[] {0.5, 1.5, 1e13, LatencySketch.MAX_COUNT + 1.0}) {
      DDSketch sketch = DDSketches.unboundedDense(0.01);
      sketch.accept(1_000, count);
      byte[] bytes = encoded(sketch);
      assertThatIllegalArgumentException()
          .as("count " + count)
          .isThrownBy(() -> LatencySketch.decode(bytes));
    }
  }

  @ParameterizedTest(name = "{0} microseconds")
  @ValueSource(doubles = {0, -1_000, 0.9, 1e-300, 3.8e9, 1e300})
  void refusesLatenciesOutsideOfTheRange(double micros) throws IOException {
    byte[] bytes = encoded(library(micros));

    assertThatIllegalArgumentException().isThrownBy(() -> LatencySketch.decode(bytes));
  }

  /** The library would allocate 17 GB for these 20 bytes. */
  @Test
  void twoBinsFarApartAllocateNothing() {
    byte[] bytes = HexFormat.of().parseHex("0502ffffffff0f02feffffff1f02");

    assertThatIllegalArgumentException().isThrownBy(() -> LatencySketch.decode(bytes));
  }

  @Test
  void everyPrefixIsRefused() {
    for (byte[] whole : List.of(sketch(latencies(4, 40)).encode(), denseBytes())) {
      for (int length = 1; length < whole.length; length++) {
        byte[] prefix = Arrays.copyOf(whole, length);
        assertThatIllegalArgumentException()
            .as("prefix of " + length)
            .isThrownBy(() -> LatencySketch.decode(prefix));
      }
    }
  }

  private static byte[] denseBytes() {
    byte[] bytes = sketch(latencies(5, 3_000)).encode();
    LatencySketch narrow = LatencySketch.empty();
    for (int index = 100; index < 200; index++) {
      narrow.add(Buckets.value(index), index);
    }
    assertThat(bytes[0]).as("a sparse one").isEqualTo((byte) 5);
    assertThat(narrow.encode()[0]).as("a dense one").isEqualTo((byte) 13);
    return narrow.encode();
  }

  @Test
  void mutatedBytesAreReadInBoundsOrRefused() {
    byte[] valid = denseBytes();
    byte[] sparse = sketch(latencies(4, 40)).encode();
    SplittableRandom random = new SplittableRandom(11);
    int refused = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] mutated = mutated(round % 2 == 0 ? valid : sparse, random);
      LatencySketch read = readOrNull(() -> LatencySketch.decode(mutated));
      if (read == null) {
        refused++;
      } else {
        assertThat(LatencySketch.decode(read.encode()).encode()).isEqualTo(read.encode());
      }
    }
    assertThat(refused).isBetween(5_000, 49_999);
  }

  private static byte[] mutated(byte[] valid, SplittableRandom random) {
    byte[] bytes = Arrays.copyOf(valid, valid.length - random.nextInt(2) * random.nextInt(9));
    for (int i = 0; i <= random.nextInt(4); i++) {
      // Half of the mutations hit the head, where numbers and indexes stand.
      int at = random.nextInt(random.nextBoolean() ? 8 : bytes.length);
      bytes[at] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @SuppressWarnings("NullAway") // a test's shorthand
  private static LatencySketch readOrNull(Supplier<LatencySketch> decode) {
    try {
      return decode.get();
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageEndingWith("(SKT-001)");
      return null;
    }
  }
}
