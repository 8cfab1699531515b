package dev.mintmark.compare.testing;

import dev.mintmark.compare.Comparison;
import dev.mintmark.compare.difference.Difference;
import dev.mintmark.compare.source.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Shorthands: compare, and what was found. */
public final class Found {
  private Found() {}

  public static Comparison compare(byte[] recorded, byte[] rebuilt, String mediaType) {
    return compare(Side.of(recorded), Side.of(rebuilt), mediaType);
  }

  public static Comparison compare(Side recorded, Side rebuilt, String mediaType) {
    try {
      return Comparison.of(recorded, rebuilt, mediaType);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Difference> differences(byte[] recorded, byte[] rebuilt, String mediaType) {
    return differences(compare(recorded, rebuilt, mediaType));
  }

  public static List<Difference> differences(Comparison comparison) {
    return switch (comparison) {
      case Comparison.Same same -> List.of();
      case Comparison.Different different -> different.differences();
    };
  }

  /** {@code place | cause}, a dash for none. */
  public static List<String> places(byte[] recorded, byte[] rebuilt, String mediaType) {
    return places(compare(recorded, rebuilt, mediaType));
  }

  public static List<String> places(Comparison comparison) {
    return differences(comparison).stream()
        .map(d -> d.place().text() + " | " + d.likelyCause().map(c -> c.id()).orElse("-"))
        .toList();
  }
}
