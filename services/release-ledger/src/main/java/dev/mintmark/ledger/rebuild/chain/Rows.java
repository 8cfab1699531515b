package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.kit.store.UnavailableException;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.util.function.Supplier;

/** Asks the projection from a thread that may wait. */
public final class Rows {
  private Rows() {}

  /**
   * The answer.
   *
   * @throws UnavailableException when the database does not give one
   */
  public static <T> T await(Supplier<Uni<T>> question) {
    try {
      return VertxContextSupport.subscribeAndAwait(question);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw new UnavailableException("the ledger's database gives no answer", new IOException(e));
    }
  }
}
