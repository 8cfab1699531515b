package dev.mintmark.kit.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.kit.store.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hand-offs in batches against a real broker. */
class HandOffBatchIT {
  private static final int BATCH = 10;
  private static final long LONG_ENOUGH_SECONDS = 60;

  @TempDir Path folder;
  private EchoLine line;

  @BeforeEach
  void start() throws Exception {
    line = new EchoLine(folder);
  }

  @AfterEach
  void stop() {
    line.close();
  }

  @Test
  void handsEachEventOffOnceWhereverABatchIsKilled() throws Exception {
    List<ReleaseRejected> events = line.send(1, 40);
    for (String moment :
        List.of(
            "",
            EchoProcess.WORKING + " 1",
            EchoProcess.WORKED + " 4",
            EchoProcess.SENDING + " 1",
            EchoProcess.SENDING + " 3",
            EchoProcess.COMMITTING + " 1",
            EchoProcess.COMMITTED + " 1",
            EchoProcess.SENDING + " " + (BATCH + 2))) {
      line.killAt(BATCH, moment);
    }

    Process survivor = line.start(BATCH, 1, "");
    try {
      line.assertHandedOffOnce(events);
    } finally {
      survivor.destroyForcibly().waitFor();
    }
  }

  @Test
  void setsAPoisonRecordAsideInTheTransactionOfTheOthersAndKeepsTheirOrder() throws Exception {
    List<ReleaseRejected> events = new ArrayList<>(line.sendToOne(1, 4));
    line.sendToOne(Events.message(EchoLine.event(5)), new byte[] {1, 2, 3});
    events.addAll(line.sendToOne(6, 9));

    try (var runner = run(incoming -> new Outcome.Produced<>(incoming.event()))) {
      runner.start();
      line.assertHandedOffOnce(events);
      assertThat(line.read(EchoProcess.FROM.deadLetters(), 1))
          .singleElement()
          .satisfies(letter -> assertThat(letter.value()).containsExactly(1, 2, 3));
      assertThat(numbersByPartition())
          .allSatisfy((partition, numbers) -> assertThat(numbers).isSorted());
      assertThat(transactions()).as("in each partition one marker").isOne();
    }
  }

  @Test
  void handsOffWhatIsWorkedWhileALaterRecordFailsAndThenTheRest() throws Exception {
    List<ReleaseRejected> events = line.sendToOne(1, 5);
    AtomicInteger failures = new AtomicInteger();
    List<Integer> handedOffMeanwhile = new ArrayList<>();
    Step<ReleaseRejected, ReleaseRejected> work =
        incoming -> {
          if (incoming.event().equals(events.get(2)) && failures.getAndIncrement() < 3) {
            if (failures.get() == 2) {
              handedOffMeanwhile.add(line.read(EchoProcess.to(), 2).size());
            }
            throw new UnavailableException("not now", new IOException("reset"));
          }
          return new Outcome.Produced<>(incoming.event());
        };

    try (var runner = run(work)) {
      runner.start();
      line.assertHandedOffOnce(events);
      assertThat(handedOffMeanwhile).containsExactly(2);
      assertThat(failures.get()).isEqualTo(4);
      assertThat(numbersByPartition())
          .allSatisfy((partition, numbers) -> assertThat(numbers).isSorted());
    }
  }

  @Test
  void rejectsWhatFailsTheSameWayAgainAndAgainAndHandsTheOthersOff() throws Exception {
    List<ReleaseRejected> events = line.sendToOne(1, 3);
    Step<ReleaseRejected, ReleaseRejected> work =
        incoming -> {
          if (incoming.event().getStep().equals("echo")) {
            return new Outcome.Dropped<>("it is the rejection");
          }
          if (incoming.event().equals(events.get(1))) {
            throw new IndexOutOfBoundsException("index 7 of 3");
          }
          return new Outcome.Produced<>(incoming.event());
        };

    try (var runner = run(work)) {
      runner.start();
      line.assertHandedOffOnce(List.of(events.get(0), events.get(2)));
      List<ConsumerRecord<byte[], byte[]>> all = line.read(EchoProcess.FROM, 4);
      assertThat(all).hasSize(4);
      List<String> codes = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> message : all) {
        codes.add(EventCodec.read(message.value(), ReleaseRejected.class).getCode());
      }
      assertThat(codes).containsOnlyOnce("KIT-021");
    }
  }

  @Test
  void doesNotHoldUpAnswersBehindLongWork() throws Exception {
    List<ReleaseRejected> events = line.sendToOne(1, 4);
    CountDownLatch seen = new CountDownLatch(1);
    Step<ReleaseRejected, ReleaseRejected> work =
        incoming -> {
          if (incoming.event().equals(events.get(2))) {
            await(seen);
          }
          return new Outcome.Produced<>(incoming.event());
        };

    try (var runner = run(work)) {
      runner.start();
      assertThat(line.read(EchoProcess.to(), 2)).hasSize(2);
      seen.countDown();
      line.assertHandedOffOnce(events);
    }
  }

  /**
   * The first instance holds records of all partitions in hand, and stays in the work on the first
   * of them until the second instance got partitions and works.
   */
  @Test
  void leavesWhatAnotherInstanceTookOverToIt() throws Exception {
    List<ReleaseRejected> events = line.send(1, 60);
    CountDownLatch firstWorks = new CountDownLatch(1);
    CountDownLatch secondWorks = new CountDownLatch(1);
    Set<String> bySecond = ConcurrentHashMap.newKeySet();
    Step<ReleaseRejected, ReleaseRejected> first =
        incoming -> {
          firstWorks.countDown();
          await(secondWorks);
          return new Outcome.Produced<>(incoming.event());
        };
    Step<ReleaseRejected, ReleaseRejected> second =
        incoming -> {
          bySecond.add(incoming.release().toString());
          secondWorks.countDown();
          return new Outcome.Produced<>(incoming.event());
        };

    try (var one = EchoProcess.runner(line.place(100, "0"), EchoProcess.handOff(first));
        var two = EchoProcess.runner(line.place(100, "1"), EchoProcess.handOff(second))) {
      one.start();
      await(firstWorks);
      two.start();
      line.assertHandedOffOnce(events);
      assertThat(bySecond).hasSizeBetween(1, events.size() - 1);
    }
  }

  private HandOffRunner<ReleaseRejected, ReleaseRejected> run(
      Step<ReleaseRejected, ReleaseRejected> work) {
    return EchoProcess.runner(line.place(BATCH), EchoProcess.handOff(work));
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  private Map<Integer, List<Integer>> numbersByPartition() {
    return line.read(EchoProcess.to(), 1).stream()
        .collect(
            Collectors.groupingBy(
                ConsumerRecord::partition,
                Collectors.mapping(HandOffBatchIT::number, Collectors.toList())));
  }

  private static int number(ConsumerRecord<byte[], byte[]> answer) {
    String release = new String(answer.key(), java.nio.charset.StandardCharsets.UTF_8);
    return Integer.parseInt(release.substring("release-".length(), release.indexOf(':')));
  }

  /** The most transactions in any one partition of the answers: each ends in one marker. */
  private long transactions() throws Exception {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    Map<Integer, List<Integer>> numbers = numbersByPartition();
    numbers
        .keySet()
        .forEach(partition ->
            wanted.put(
                new TopicPartition(EchoProcess.to().name(), partition), OffsetSpec.latest()));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", line.bootstrapServers()))) {
      return admin.listOffsets(wanted).all().get().entrySet().stream()
          .mapToLong(end ->
              end.getValue().offset()
                  - numbers.getOrDefault(end.getKey().partition(), List.of()).size())
          .max()
          .orElseThrow();
    }
  }
}
