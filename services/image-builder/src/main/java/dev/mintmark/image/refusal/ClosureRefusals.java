package dev.mintmark.image.refusal;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.packages.nar.StorePath;

/** What is refused of closures, besides what their reader refuses. */
public final class ClosureRefusals {
  private ClosureRefusals() {}

  /** IMG-050. */
  public static RefusedException unlike(StorePath path, Digest first, Digest second) {
    return new Refusal(
            "IMG-050",
            "store path " + path,
            "the closures " + first + " and " + second + " have it with different contents",
            "export both from one store, where a path has one content")
        .asException();
  }
}
