package dev.mintmark.ledger.http;

import dev.mintmark.ledger.query.ReleaseRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list.
 *
 * @param next what to give as {@code after} for the next page; null on the last one
 */
public record ReleasePage(List<Item> releases, @Nullable String next) {

  /** A release in the list. */
  public record Item(String name, String version, String state, String request) {}

  /**
   * The first {@code limit} rows as a page.
   *
   * @param rows one more than fits, if there are more
   */
  static ReleasePage of(List<ReleaseRow> rows, int limit) {
    List<Item> items =
        rows.stream()
            .limit(limit)
            .map(r -> new Item(r.name(), r.version(), r.state().text(), r.request()))
            .toList();
    String next = null;
    if (rows.size() > limit) {
      next = items.getLast().name() + ":" + items.getLast().version();
    }
    return new ReleasePage(items, next);
  }
}
