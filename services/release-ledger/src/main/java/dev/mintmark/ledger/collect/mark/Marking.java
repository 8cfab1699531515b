package dev.mintmark.ledger.collect.mark;

import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.ledger.projection.WholeLog;
import java.util.List;
import java.util.function.LongConsumer;

/** Marks all that is named, and then what is named since. */
public final class Marking implements AutoCloseable {
  private final WholeLog log;
  private final ArtifactStore store;
  private final Marked marked = new Marked();
  private final WholeLog.Reading reading;
  private final LogMarks records;
  private final PointerMarks links;
  private long read;

  /**
   * Nothing is marked yet.
   *
   * @throws dev.mintmark.kit.refusal.RefusedException LDG-050, LDG-051
   */
  public Marking(WholeLog log, Pointers pointers, ArtifactStore store) {
    this.log = log;
    this.store = store;
    Contents contents = new Contents(store);
    this.reading = log.open();
    this.records = new LogMarks(log.topics(), contents, marked);
    this.links = new PointerMarks(pointers, contents, marked);
  }

  public Marked marked() {
    return marked;
  }

  /**
   * Everything, from the log's first record to its last, and every pointer.
   *
   * @param progress told how many records are read
   * @throws dev.mintmark.kit.refusal.RefusedException LDG-050 when the log lacks a request
   */
  public void all(LongConsumer progress) {
    reading.toEnd(message -> {
      records.mark(message);
      progress.accept(++read);
    });
    requireRequests();
    links.mark();
  }

  /**
   * Every request that has claimed its release stands in the log; where one does not, the log is
   * not the one that the store belongs to, or not whole.
   */
  private void requireRequests() {
    List<PointerMarks.Claim> beside = links.claimsBeside(marked);
    // Claims come after their requests: those of a moment ago are in the log by now.
    records();
    beside.stream()
        .filter(claim -> !marked.isRequest(claim.request()))
        .findFirst()
        .ifPresent(claim -> {
          throw new Refusal(
                  "LDG-050",
                  "the log",
                  "the build request "
                      + claim.request()
                      + ", which holds "
                      + claim.key()
                      + ", is not in it",
                  "restore the log; without it nobody can tell what is still named")
              .asException();
        });
  }

  /** What pointers name now. */
  public void pointers() {
    links.mark();
  }

  /** What the log has since. */
  public void records() {
    reading.toEnd(records::mark);
  }

  /** What is missing so that nobody can tell what else is named; empty when nothing is. */
  public List<Missing> missing() {
    if (!marked.lacks()) {
      return List.of();
    }
    Explanation explanation = new Explanation(marked);
    LogMarks again = new LogMarks(log.topics(), new Contents(store), explanation);
    try (WholeLog.Reading whole = log.open()) {
      whole.toEnd(again::mark);
    }
    return explanation.missing();
  }

  @Override
  public void close() {
    reading.close();
  }
}
