package dev.mintmark.canary.fleet;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** What devices are to run that are enrolled after a rollout has ended. */
public interface Promotions {

  /**
   * What the rollout gives that was promoted last in this class; empty before the first one. Until
   * the session's transaction ends no other is promoted: the next one finds the devices that were
   * enrolled in it. To be asked before any device's row is written.
   */
  Uni<Optional<Desired>> last(Mutiny.Session session, String deviceClass);
}
