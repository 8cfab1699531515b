package dev.mintmark.canary.rollout;

import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.fleet.Fleet;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Takes steps, each in one transaction, and tells of them after the commit. Blocks. */
@Singleton
class Steps {
  private final Database database;
  private final Rollouts rollouts;
  private final Orders orders;
  private final Fleet fleet;
  private final ChangeNews news;

  Steps(Database database, Rollouts rollouts, Orders orders, Fleet fleet, ChangeNews news) {
    this.database = database;
    this.rollouts = rollouts;
    this.orders = orders;
    this.fleet = fleet;
    this.news = news;
  }

  /** What a step adds to its transaction. */
  @FunctionalInterface
  interface Also {
    Uni<Void> write(Mutiny.Session session, RolloutRow row);
  }

  /**
   * Locks the rollout and takes the step that is decided then.
   *
   * @param decide empty for no step; what it throws ends the transaction
   * @return whether a step was taken
   * @throws NoSuchElementException when there is no such rollout
   */
  boolean take(String id, Function<RolloutRow, Optional<Change>> decide) {
    return take(id, decide, (session, row) -> Uni.createFrom().voidItem());
  }

  /** As above. */
  boolean take(String id, Function<RolloutRow, Optional<Change>> decide, Also also) {
    @Nullable List<String> ordered =
        database.run(session ->
            rollouts
                .lock(session, id)
                .chain(row -> {
                  RolloutRow found = row.orElseThrow(() -> new NoSuchElementException(id));
                  return decide
                      .apply(found)
                      .map(change ->
                          also.write(session, found)
                              .chain(() -> orders.take(session, found, change)))
                      .orElseGet(() -> Uni.createFrom().nullItem());
                }));
    if (ordered == null) {
      return false;
    }
    if (!ordered.isEmpty()) {
      fleet.ordered(ordered);
    }
    news.changed(id);
    return true;
  }
}
