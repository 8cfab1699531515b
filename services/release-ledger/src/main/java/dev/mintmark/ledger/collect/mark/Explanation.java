package dev.mintmark.ledger.collect.mark;

import dev.mintmark.content.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks once more for who names what is missing, and leaves out what only refused releases name: a
 * release may have been refused just because it was not there.
 */
final class Explanation implements Marks {
  private static final int MOST = 1000;
  private static final int REFUSED = 1;
  private static final int PUBLISHED = 1 << 1;

  private final Marked marked;
  private final DigestSet followed = new DigestSet();
  private final DigestSet requests = new DigestSet();
  private final List<Use> uses = new ArrayList<>();

  private record Use(Digest digest, Naming by) {}

  Explanation(Marked marked) {
    this.marked = marked;
  }

  @Override
  public void mentioned(Digest digest, boolean byPointer) {}

  /** Of every use: the first one may be a refused release's. */
  @Override
  public boolean named(Digest digest, Naming by) {
    if (by.required() && marked.isMissing(digest) && uses.size() < MOST) {
      uses.add(new Use(digest, by));
    }
    return followed.add(digest, 1) == 0;
  }

  @Override
  public void unread(Digest digest, Naming by) {}

  @Override
  public void requested(Digest request) {}

  @Override
  public void rejected(Digest request) {
    requests.add(request, REFUSED);
  }

  @Override
  public void published(Digest request) {
    requests.add(request, PUBLISHED);
  }

  /** What holds a collection, each artifact once; empty when nothing does. */
  List<Missing> missing() {
    List<Missing> missing = new ArrayList<>();
    Set<Digest> told = new HashSet<>();
    for (Use use : uses) {
      if (!isRefused(use) && told.add(use.digest())) {
        missing.add(new Missing(use.digest().toString(), use.by().by(), use.by().role()));
      }
    }
    return List.copyOf(missing);
  }

  /** Of more uses than are kept nobody can tell whether all are refused releases'. */
  private boolean isRefused(Use use) {
    return uses.size() < MOST && requests.flags(Digest.parse(use.by().request())) == REFUSED;
  }
}
