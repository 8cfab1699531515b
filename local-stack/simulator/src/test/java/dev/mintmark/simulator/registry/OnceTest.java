package dev.mintmark.simulator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnceTest {
  private final AtomicInteger fetches = new AtomicInteger();

  @Test
  void fetchesOnceForAllThatAskAtATime() throws Exception {
    Once<String, Integer> once = new Once<>(Duration.ofDays(1));
    CountDownLatch allThere = new CountDownLatch(100);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> ask =
          () -> {
            allThere.countDown();
            allThere.await();
            return once.get("key", fetches::incrementAndGet);
          };
      List<Callable<Integer>> all = IntStream.range(0, 100).mapToObj(i -> ask).toList();
      assertThat(threads.invokeAll(all)).allSatisfy(answer -> assertThat(answer.get()).isOne());
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  void keepsKeysApart() {
    Once<String, Integer> once = new Once<>(Duration.ofDays(1));
    assertThat(once.get("a", () -> 1)).isOne();
    assertThat(once.get("b", () -> 2)).isEqualTo(2);
  }

  @Test
  void doesNotKeepAFailure() {
    Once<String, Integer> once = new Once<>(Duration.ofDays(1));
    assertThatThrownBy(() -> once.get("key", OnceTest::fail))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(once.get("key", () -> 7)).isEqualTo(7);
  }

  @Test
  void fetchesAgainWhatIsOld() {
    Once<String, Integer> once = new Once<>(Duration.ofNanos(-1));
    once.get("key", fetches::incrementAndGet);
    assertThat(once.get("key", fetches::incrementAndGet)).isEqualTo(2);
  }

  private static Integer fail() {
    throw new UncheckedIOException(new IOException("away"));
  }
}
