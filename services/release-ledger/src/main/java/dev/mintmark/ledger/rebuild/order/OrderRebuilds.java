package dev.mintmark.ledger.rebuild.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.rebuild.v1.RebuildOrdered;
import dev.mintmark.events.rebuild.v1.StepToolchain;
import dev.mintmark.events.rebuild.v1.ToolchainChoice;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.ledger.decision.DecisionLog;
import dev.mintmark.ledger.decision.DecisionLog.Decision;
import dev.mintmark.ledger.entry.Stage;
import dev.mintmark.ledger.query.HandOffRow;
import dev.mintmark.ledger.rebuild.chain.RecordedReleases;
import dev.mintmark.ledger.rebuild.chain.Steps;
import dev.mintmark.topics.TopicCatalogue;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns an order into runs. All releases of a run were made by the same steps, so that one set of
 * processes can make them again. Everything is checked before the first number is taken.
 */
@Singleton
public class OrderRebuilds {
  private final RecordedReleases releases;
  private final ArtifactStore store;
  private final RunNumbers numbers;
  private final DecisionLog log;
  private final Clock clock = Clock.systemUTC();

  OrderRebuilds(
      RecordedReleases releases, ArtifactStore store, Pointers pointers, DecisionLog log) {
    this.releases = releases;
    this.store = store;
    this.numbers = new RunNumbers(pointers);
    this.log = log;
  }

  /** A release that may be rebuilt. */
  private record Known(ReleaseId release, Digest request, Map<Steps, String> toolchains) {}

  /**
   * Writes the order down.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException LDG-030 to LDG-032, naming the first release
   *     that cannot be rebuilt
   * @throws dev.mintmark.kit.store.UnavailableException when the log or the database is away
   */
  public List<OrderedRun> order(Order order) {
    Map<Map<Steps, String>, List<Known>> groups = new LinkedHashMap<>();
    for (ReleaseId release : order.releases()) {
      Known known = known(release);
      boolean recorded = order.toolchain() == ToolchainChoice.RECORDED;
      if (recorded) {
        requireToolchains(known);
      }
      groups
          .computeIfAbsent(recorded ? known.toolchains() : Map.of(), k -> new ArrayList<>())
          .add(known);
    }
    List<OrderedRun> runs = new ArrayList<>();
    groups.values().forEach(group -> runs.add(order(group, order.toolchain())));
    return runs;
  }

  private Known known(ReleaseId release) {
    Digest request = releases.holder(release).orElseThrow(() -> OrderRefusals.unknown(release));
    List<HandOffRow> rows = releases.handOffs(release, request);
    if (rows.stream().noneMatch(row -> row.stage() == Stage.PUBLISHED)) {
      int stages = rows.stream().mapToInt(row -> row.stage().bit()).reduce(0, (a, b) -> a | b);
      throw OrderRefusals.notPublished(release, Stage.state(stages).text());
    }
    Map<Steps, String> toolchains = new EnumMap<>(Steps.class);
    for (Steps step : Steps.values()) {
      rows.stream()
          .filter(row -> row.stage() == step.recorded())
          .findFirst()
          .flatMap(HandOffRow::toolchain)
          .ifPresent(toolchain -> toolchains.put(step, toolchain));
    }
    return new Known(release, request, toolchains);
  }

  private void requireToolchains(Known known) {
    known
        .toolchains()
        .forEach((step, toolchain) -> {
          if (store.size(Digest.parse(toolchain)).isEmpty()) {
            throw OrderRefusals.toolchainGone(known.release(), step, toolchain);
          }
        });
  }

  private OrderedRun order(List<Known> group, ToolchainChoice toolchain) {
    Instant since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Run run = numbers.take(since.toString().getBytes(UTF_8));
    log.write(group.stream().map(known -> decision(run, event(run, toolchain, known))).toList());
    return new OrderedRun(
        run,
        since,
        toolchain,
        group.getFirst().toolchains(),
        group.stream().map(Known::release).toList());
  }

  private static Decision decision(Run run, RebuildOrdered order) {
    ReleaseId release = ReleaseId.of(order.getHandOff());
    String id = Digest.of((run + "\n" + release).getBytes(UTF_8)).hex();
    return new Decision(TopicCatalogue.REBUILD_ORDERED, release, id, order);
  }

  private static RebuildOrdered event(Run run, ToolchainChoice toolchain, Known known) {
    String request = known.request().toString();
    return new RebuildOrdered(
        new HandOff(known.release().name(), known.release().version(), request, request),
        run.id(),
        toolchain,
        known.toolchains().entrySet().stream()
            .map(entry -> new StepToolchain(entry.getKey().step(), entry.getValue()))
            .sorted(Comparator.comparing(StepToolchain::getStep))
            .toList());
  }
}
