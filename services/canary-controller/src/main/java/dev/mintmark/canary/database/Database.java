package dev.mintmark.canary.database;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Runs work in one transaction each. */
@Singleton
public class Database {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Mutiny.SessionFactory sessions;
  private final Vertx vertx;

  Database(Mutiny.SessionFactory sessions, Vertx vertx) {
    this.sessions = sessions;
    this.vertx = vertx;
  }

  /**
   * Work in a transaction of its own, started when subscribed to, on an event loop: a session must
   * not leave the one that it was opened on, and two transactions must not share a context.
   */
  public <T> Uni<T> inTransaction(Function<Mutiny.Session, Uni<T>> work) {
    // An emitter, because whoever stops listening must not break a transaction off half-way.
    return Uni.createFrom()
        .emitter(
            result -> started(work).subscribe().with(item -> result.complete(item), result::fail));
  }

  private <T> Uni<T> started(Function<Mutiny.Session, Uni<T>> work) {
    return Uni.createFrom()
        .<T>deferred(() -> sessions.withTransaction((session, transaction) -> work.apply(session)))
        .runSubscriptionOn(command -> {
          Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
          VertxContextSafetyToggle.setContextSafe(own, true);
          own.runOnContext(ignored -> command.run());
        });
  }

  /** The same for a thread that may block; waits for the commit. */
  public <T> T run(Function<Mutiny.Session, Uni<T>> work) {
    return inTransaction(work).await().atMost(LIMIT);
  }
}
