package dev.mintmark.ledger.rebuild.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.kit.Run;
import dev.mintmark.kit.store.MemoryPointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class RunNumbersTest {
  @Test
  void countsWithoutAHole() {
    RunNumbers numbers = new RunNumbers(new MemoryPointers());

    List<String> taken = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      taken.add(numbers.take(new byte[0]).id());
    }

    assertThat(taken).startsWith("rebuild-1", "rebuild-2", "rebuild-3").endsWith("rebuild-40");
    assertThat(taken).doesNotHaveDuplicates();
  }

  @Test
  void givesNobodyTheNumberOfAnother() throws Exception {
    MemoryPointers pointers = new MemoryPointers();
    Set<Run> taken = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int j = 0; j < 25; j++) {
                  taken.add(new RunNumbers(pointers).take(new byte[0]));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(taken).hasSize(200).contains(new Run("rebuild-1"), new Run("rebuild-200"));
  }
}
