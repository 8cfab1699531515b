package dev.mintmark.contract.fault;

import dev.mintmark.contract.fault.proxy.Window;
import java.util.Optional;

/**
 * One fault of a plan.
 *
 * @param number from 1
 * @param service whom it strikes
 * @param window where it strikes; empty for what takes longer than a moment
 * @param passing at which passing of the window, from 1
 * @param times how often in a row; more than once only for answers of S3
 * @param draw a number for whatever else is to be drawn, 0 or more
 */
record Fault(
    int number,
    Kind kind,
    String service,
    Optional<Window> window,
    int passing,
    int times,
    int draw) {

  /** What happens. */
  enum Kind {
    /** {@code kill -9} of the service. */
    KILL_SERVICE,
    /** {@code kill -9} of the broker, which is started again. */
    KILL_BROKER,
    /** {@code kill -9} of PostgreSQL, which is started again. */
    KILL_DATABASE,
    /** A connection is cut. */
    CUT,
    /** S3 answers 500 or 503. */
    STORE_ERROR,
    /** S3's disk is full. */
    STORE_FULL,
    /** S3's answer breaks off. */
    STORE_TRUNCATES,
    /** One bit of S3's answer is another. */
    STORE_CORRUPTS,
    /** S3 takes its time. */
    STORE_STALLS,
    /** Nobody can connect to S3 for a while. */
    STORE_REFUSES,
    /** The group's committed offsets are deleted, and restored once the service has refused. */
    OFFSETS_DELETED,
    /** A second instance comes, takes partitions, and dies. */
    SECOND_INSTANCE,
    /** The service is stopped and started in its turn, as all others, with releases in flight. */
    UPGRADE
  }

  @Override
  public String toString() {
    return "%s of %s%s"
        .formatted(
            kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
            kind == Kind.UPGRADE ? "every service" : service,
            window.map(w -> " at " + w).orElse(""));
  }
}
