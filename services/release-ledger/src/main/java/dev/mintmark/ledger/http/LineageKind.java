package dev.mintmark.ledger.http;

import dev.mintmark.ledger.entry.Origin.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What lineage can be asked for. */
enum LineageKind {
  DATASET(Kind.DATASET),
  BASE(Kind.BASE),
  ENVIRONMENT(Kind.ENVIRONMENT),
  MODEL(Kind.MODEL),
  COMMIT(Kind.COMMIT),
  TARGET(Kind.TARGET),
  /** Any artifact that a request names. */
  ARTIFACT(Kind.INPUT, Kind.MODEL, Kind.ENVIRONMENT, Kind.PROFILE, Kind.BASE),
  /** Stands in target profiles, and in what devices say of themselves. */
  FIRMWARE;

  private final List<Kind> kinds;

  LineageKind(Kind... kinds) {
    this.kinds = List.of(kinds);
  }

  /** What it is in the log; nothing for what only stands in artifacts. */
  List<Kind> kinds() {
    return kinds;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static String words() {
    return Arrays.stream(values()).map(LineageKind::word).collect(Collectors.joining(", "));
  }
}
