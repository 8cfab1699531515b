package dev.mintmark.quantizer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InOrderTest {
  private static final List<Integer> ITEMS = IntStream.range(0, 20).boxed().toList();

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 3, 32})
  void handsResultsOverInTheOrderOfTheItems(int threads) {
    List<Integer> results = new ArrayList<>();

    new InOrder(threads).forEach(ITEMS, item -> item * item, results::add);

    assertThat(results).isEqualTo(ITEMS.stream().map(item -> item * item).toList());
  }

  @Test
  void handsTheFirstOverFirstThoughTheSecondIsReadyBefore() {
    CountDownLatch secondIsReady = new CountDownLatch(1);
    List<Integer> results = new ArrayList<>();

    new InOrder(2)
        .forEach(
            List.of(1, 2),
            item -> {
              if (item == 1) {
                await(secondIsReady);
              } else {
                secondIsReady.countDown();
              }
              return item;
            },
            results::add);

    assertThat(results).containsExactly(1, 2);
  }

  @Test
  void worksOnSeveralAtOnce() {
    CyclicBarrier both = new CyclicBarrier(2);

    new InOrder(2)
        .forEach(
            List.of(1, 2),
            item -> {
              try {
                return both.await();
              } catch (InterruptedException | BrokenBarrierException e) {
                throw new AssertionError(e);
              }
            },
            result -> {});

    assertThat(both.getNumberWaiting()).isZero();
  }

  @ParameterizedTest(name = "{0} threads")
  @ValueSource(ints = {1, 2, 8})
  void throwsTheFirstFailureInOrderAfterAllThatCameBefore(int threads) {
    List<Integer> results = new ArrayList<>();
    AtomicInteger running = new AtomicInteger();

    assertThatThrownBy(() ->
            new InOrder(threads)
                .forEach(
                    ITEMS,
                    item -> {
                      running.incrementAndGet();
                      try {
                        if (item >= 5) {
                          throw new IllegalStateException("item " + item);
                        }
                        return item;
                      } finally {
                        running.decrementAndGet();
                      }
                    },
                    results::add))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("item 5");

    assertThat(results).containsExactly(0, 1, 2, 3, 4);
    assertThat(running).hasValue(0);
  }

  @Test
  void refusesToWorkWithoutAThread() {
    assertThatThrownBy(() -> new InOrder(0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void takesFewerAtOnceWhereTheyAreLarge() {
    long heap = Runtime.getRuntime().maxMemory();

    assertThat(InOrder.fitting(heap).threads()).isEqualTo(1);
    assertThat(InOrder.fitting(0)).isEqualTo(InOrder.onThisMachine());
  }
}
