package dev.mintmark.compare.difference;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects differences: the first {@link #MAX} in full, the others by number. */
public final class Findings {
  public static final int MAX = 50;

  private final List<Difference> kept = new ArrayList<>();
  private long count;

  public void add(Place place, String recorded, String rebuilt, @Nullable Cause cause) {
    count++;
    if (kept.size() < MAX) {
      kept.add(new Difference(place, recorded, rebuilt, cause));
    }
  }

  public void onlyRecorded(Place place, String recorded) {
    add(place, recorded, Difference.NOTHING, null);
  }

  public void onlyRebuilt(Place place, String rebuilt) {
    add(place, Difference.NOTHING, rebuilt, null);
  }

  /** Whether further ones are only counted. */
  public boolean isFull() {
    return kept.size() == MAX;
  }

  public long count() {
    return count;
  }

  public List<Difference> kept() {
    return List.copyOf(kept);
  }
}
