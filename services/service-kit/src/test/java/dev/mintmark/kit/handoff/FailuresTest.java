package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  private static final int MANY = 10 * Failures.HOPELESS;

  private final Failures failures = new Failures("sbom");

  private void fail(int times, IntFunction<Throwable> error) {
    IntStream.range(0, times).mapToObj(error).forEach(failures::add);
  }

  static Stream<RuntimeException> faultsOfTheCode() {
    return Stream.of(
        new IllegalArgumentException("odd"),
        new IllegalStateException("odd", new ArithmeticException("zero")),
        new ArithmeticException("zero"),
        new IndexOutOfBoundsException(7),
        new NullPointerException(),
        new ClassCastException("odd"),
        new NoSuchElementException());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faultsOfTheCode")
  void givesUpWhenTheSameFaultOfTheCodeComesAgainAndAgain(RuntimeException fault) {
    fail(Failures.HOPELESS - 1, i -> fault);
    assertThat(failures.hopeless()).isEmpty();

    failures.add(fault);

    Refusal refusal = failures.hopeless().orElseThrow();
    assertThat(refusal.code()).isEqualTo("KIT-021");
    assertThat(refusal.subject()).isEqualTo("step sbom");
    assertThat(refusal.found()).contains(fault.getClass().getName() + ": " + fault.getMessage());
  }

  static Stream<Arguments> troubleOfTheWorld() {
    IOException reset = new IOException("reset");
    return Stream.of(
            reset,
            new UncheckedIOException(reset),
            new UnavailableException("store away", reset),
            new IllegalStateException("deep below", new UncheckedIOException(reset)),
            new IllegalStateException("later", new TimeoutException()),
            new KafkaException("broker away"),
            new InterruptedException(),
            new Exception("unknown"),
            new NoClassDefFoundError("Half"),
            new StackOverflowError())
        .map(Arguments::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubleOfTheWorld")
  void neverGivesUpOnWhatMayPass(Throwable trouble) {
    fail(MANY, i -> trouble);

    assertThat(failures.hopeless()).isEmpty();
  }

  @Test
  void doesNotGiveUpOnFailuresThatDiffer() {
    fail(MANY, i -> new IllegalStateException("try " + i));

    assertThat(failures.hopeless()).isEmpty();
  }

  @Test
  void countsAnewAfterAnotherFailure() {
    fail(Failures.HOPELESS - 1, i -> new IllegalStateException("odd"));
    failures.add(new UnavailableException("store away", new IOException("reset")));
    fail(Failures.HOPELESS - 1, i -> new IllegalStateException("odd"));

    assertThat(failures.hopeless()).isEmpty();
  }

  @Test
  void staysHopelessWhenTheRefusalCannotBeStoredNow() {
    fail(Failures.HOPELESS, i -> new IllegalStateException("odd"));
    Refusal refusal = failures.hopeless().orElseThrow();

    fail(MANY, i -> new UnavailableException("store away", new IOException("reset")));

    assertThat(failures.hopeless()).contains(refusal);
  }

  @Test
  void cutsALongTextAndItsControlCharacters() {
    fail(Failures.HOPELESS, i -> new IllegalStateException("a\nb" + "c".repeat(10_000)));

    assertThat(failures.hopeless().orElseThrow().found())
        .contains("IllegalStateException: a bc")
        .hasSizeLessThan(500)
        .doesNotContain("\n");
  }
}
