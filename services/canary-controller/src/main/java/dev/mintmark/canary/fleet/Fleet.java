package dev.mintmark.canary.fleet;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** The devices, as the rollout engine sees them. Every session is in a transaction. */
public interface Fleet {

  /** The enrolled devices of these classes, by id. */
  Uni<List<Member>> members(Mutiny.Session session, Collection<String> classes);

  /**
   * Orders devices to run something: raises the order sequence of each and sets what it is desired
   * to run. The rollout of the order is {@code desired.rollout()}.
   *
   * @param rollout id of the rollout, as {@link #standing} asks for it
   */
  Uni<Void> order(Mutiny.Session session, String rollout, Desired desired, List<String> devices);

  /** Where every device stands that this rollout has given an order, by id. */
  Uni<List<DeviceStanding>> standing(Mutiny.Session session, String rollout);

  /** Called once orders are committed: they are seen, and whoever waits for them is woken. */
  void ordered(List<String> devices);
}
