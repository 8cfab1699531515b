package dev.mintmark.canary.rollout;

import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.fleet.Fleet;
import dev.mintmark.content.Digest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Questions about rollouts. */
@Singleton
public class RolloutQueries {
  /** Another instance's changes are seen this late, at most. */
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final String PAGE = "from RolloutRow r where r.id > :after order by r.id";

  private final Database database;
  private final Rollouts rollouts;
  private final Fleet fleet;
  private final ChangeNews news;

  RolloutQueries(Database database, Rollouts rollouts, Fleet fleet, ChangeNews news) {
    this.database = database;
    this.rollouts = rollouts;
    this.fleet = fleet;
    this.news = news;
  }

  /**
   * One rollout.
   *
   * @throws RolloutRefused 404 CAN-046
   */
  public Uni<RolloutView> one(String id) {
    return database.inTransaction(session ->
        rollouts
            .find(session, id)
            .map(row -> row.orElseThrow(() -> RolloutRefused.unknown(id)))
            .chain(row ->
                rollouts
                    .changes(session, id, 0)
                    .chain(changes ->
                        fleet
                            .standing(session, id)
                            .map(standing -> RolloutView.of(row, changes, standing)))));
  }

  /**
   * Ids of rollouts in the order of their bytes.
   *
   * @param after the last one of the page before; empty for the first page
   */
  public Uni<List<String>> page(String after, int limit) {
    return database.inTransaction(session ->
        session
            .createQuery(PAGE, RolloutRow.class)
            .setParameter("after", after)
            .setMaxResults(limit)
            .getResultList()
            .map(rows -> rows.stream().map(row -> row.id).toList()));
  }

  /** Every step behind that one, then every step to come; does not end. */
  public Multi<ChangeView> follow(String id, int after) {
    AtomicInteger last = new AtomicInteger(after);
    return one(id)
        .onItem()
        .transformToMulti(there -> wakeUps(id))
        .onItem()
        .transformToMultiAndConcatenate(wakeUp ->
            changes(id, last.get())
                .invoke(changes -> changes.forEach(c -> last.set(c.sequence())))
                .onItem()
                .<ChangeView>disjoint());
  }

  private Multi<Boolean> wakeUps(String id) {
    return Multi.createBy()
        .merging()
        .streams(
            Multi.createFrom().item(true),
            news.stream().filter(id::equals).map(any -> true),
            Multi.createFrom().ticks().every(TICK).onOverflow().drop().map(any -> true))
        .onOverflow()
        .dropPreviousItems();
  }

  private Uni<List<ChangeView>> changes(String id, int after) {
    return database.inTransaction(session ->
        rollouts
            .changes(session, id, after)
            .map(rows -> rows.stream().map(ChangeView::of).toList()));
  }

  /** What a judgement was made of. */
  public enum Piece {
    POLICY,
    EVIDENCE,
    VERDICT
  }

  /** The digest of a piece of the judgement that change has; empty when it has none. */
  public Uni<Optional<Digest>> judgement(String id, int sequence, Piece piece) {
    return one(id)
        .map(rollout ->
            rollout.changes().stream()
                .filter(c -> c.sequence() == sequence)
                .map(ChangeView::judgement)
                .flatMap(java.util.stream.Stream::ofNullable)
                .findFirst()
                .map(judgement ->
                    Digest.parse(
                        switch (piece) {
                          case POLICY -> rollout.policy();
                          case EVIDENCE -> judgement.evidence();
                          case VERDICT -> judgement.verdict();
                        })));
  }
}
