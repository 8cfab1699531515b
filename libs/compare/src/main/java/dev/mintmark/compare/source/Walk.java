package dev.mintmark.compare.source;

import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;

/** How a look at one artifact leads into another that it holds or refers to. */
public interface Walk {
  /** Where what is found goes to. */
  Findings findings();

  /**
   * Compares something further in; equal bytes are no finding.
   *
   * @param mediaType {@code application/octet-stream} when it has to be told from the bytes
   */
  void into(Place place, Pair pair, String mediaType);
}
