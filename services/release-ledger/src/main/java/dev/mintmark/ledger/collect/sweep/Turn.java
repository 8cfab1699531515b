package dev.mintmark.ledger.collect.sweep;

import java.util.Optional;

/** Of all ledgers one collects at a time. */
public interface Turn {
  /** Empty while another one has it. */
  Optional<Taken> take();

  /** The turn, until it is given back or this process dies. */
  interface Taken extends AutoCloseable {
    /**
     * @throws dev.mintmark.kit.store.UnavailableException when it may be another's by now
     */
    void check();

    @Override
    void close();
  }
}
