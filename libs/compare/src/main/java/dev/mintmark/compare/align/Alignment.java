package dev.mintmark.compare.align;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/**
 * Which element of one list belongs to which of the other.
 *
 * @param matches in the order of the recorded list, then what only the rebuilt one has
 * @param sameOrder whether those in both come in the same order
 */
public record Alignment(List<Match> matches, boolean sameOrder) {
  /** No element on that side. */
  public static final int NONE = -1;

  /**
   * Indexes of elements that belong together; at most one is {@link #NONE}.
   *
   * @param recorded index
   * @param rebuilt index
   */
  public record Match(int recorded, int rebuilt) {
    public boolean isBoth() {
      return recorded != NONE && rebuilt != NONE;
    }
  }

  public Alignment {
    matches = List.copyOf(matches);
  }

  /**
   * By name.
   *
   * @return empty when a name is empty or doubled, or no name is in both lists
   */
  public static Optional<Alignment> byKey(List<String> recorded, List<String> rebuilt) {
    if (recorded.isEmpty() || rebuilt.isEmpty() || !isUnique(recorded) || !isUnique(rebuilt)) {
      return Optional.empty();
    }
    Map<String, Integer> there = new HashMap<>();
    for (int i = 0; i < rebuilt.size(); i++) {
      there.put(rebuilt.get(i), i);
    }
    List<Match> matches = new ArrayList<>();
    boolean[] used = new boolean[rebuilt.size()];
    boolean sameOrder = true;
    int last = NONE;
    for (int i = 0; i < recorded.size(); i++) {
      int j = there.getOrDefault(recorded.get(i), NONE);
      matches.add(new Match(i, j));
      if (j != NONE) {
        used[j] = true;
        sameOrder &= j > last;
        last = j;
      }
    }
    if (last == NONE) {
      return Optional.empty();
    }
    addUnused(matches, used);
    return Optional.of(new Alignment(matches, sameOrder));
  }

  private static void addUnused(List<Match> matches, boolean[] used) {
    for (int j = 0; j < used.length; j++) {
      if (!used[j]) {
        matches.add(new Match(NONE, j));
      }
    }
  }

  private static boolean isUnique(List<String> keys) {
    return !keys.contains("") && new HashSet<>(keys).size() == keys.size();
  }

  /** By position, with an equal beginning and an equal end kept together. */
  public static <T> Alignment byPosition(
      List<T> recorded, List<T> rebuilt, BiPredicate<T, T> equal) {
    int n = recorded.size();
    int m = rebuilt.size();
    int shorter = Math.min(n, m);
    int head = count(shorter, i -> equal.test(recorded.get(i), rebuilt.get(i)));
    int tail =
        count(shorter - head, i -> equal.test(recorded.get(n - 1 - i), rebuilt.get(m - 1 - i)));
    List<Match> matches = new ArrayList<>();
    for (int i = 0; i < head; i++) {
      matches.add(new Match(i, i));
    }
    for (int i = head; i < Math.max(n, m) - tail; i++) {
      matches.add(new Match(i < n - tail ? i : NONE, i < m - tail ? i : NONE));
    }
    for (int i = tail; i > 0; i--) {
      matches.add(new Match(n - i, m - i));
    }
    return new Alignment(matches, true);
  }

  private static int count(int limit, IntPredicate equal) {
    int at = 0;
    while (at < limit && equal.test(at)) {
      at++;
    }
    return at;
  }
}
