package dev.mintmark.registry.mirror;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a mirror is, since the start of the service. Safe for use by many threads. */
final class MirrorState {
  private static final int SHOWN = 50;

  private long behind;
  private long mirrored;
  private @Nullable String last;
  private @Nullable String waiting;
  private int attempts;
  private final Deque<String> aside = new ArrayDeque<>();

  /**
   * What is seen of it.
   *
   * @param behind records of the log that were not looked at
   * @param mirrored records that were dealt with
   * @param last release that came there; null for none
   * @param waitsFor what has to pass; null where nothing is waited for
   * @param attempts that failed in a row
   * @param setAside releases that the mirror refused, the newest last
   */
  record Seen(
      long behind,
      long mirrored,
      @Nullable String last,
      @Nullable String waitsFor,
      int attempts,
      List<String> setAside) {}

  synchronized Seen seen() {
    return new Seen(behind, mirrored, last, waiting, attempts, List.copyOf(aside));
  }

  synchronized void behind(long records) {
    behind = records;
  }

  synchronized void done(Published release) {
    mirrored++;
    last = release.id().toString();
    waiting = null;
    attempts = 0;
  }

  synchronized void waits(Published release, Trouble trouble) {
    waiting = release.id() + ": " + trouble;
    attempts++;
  }

  synchronized void setAside(Published release, Trouble trouble) {
    waiting = null;
    attempts = 0;
    if (aside.size() == SHOWN) {
      aside.removeFirst();
    }
    aside.addLast(release.id() + ": " + trouble);
  }
}
