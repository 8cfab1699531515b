package dev.mintmark.ledger.collect.mark;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.kit.store.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the store's pointers name: links of the registry, claims, toolchains in use, reports. */
final class PointerMarks {
  private static final int PAGE = 1000;
  private static final int MOST_CLAIMS = 10_000;
  private static final String CLAIMS = "claims/";
  private static final List<String> OTHERS =
      List.of("trainings/", "registry/", "pushed/", "rebuilds/", "consumers/", "collections/");

  private final Pointers pointers;
  private final Contents contents;
  private final Marks marks;

  PointerMarks(Pointers pointers, Contents contents, Marks marks) {
    this.pointers = pointers;
    this.contents = contents;
    this.marks = marks;
  }

  /** Everything but claims, which {@link #claimsBeside} looks at. */
  void mark() {
    OTHERS.forEach(area -> each(area, this::mark));
  }

  private void mark(String key) {
    List<Digest> named = new ArrayList<>();
    HexScan.scan(key, (digest, startsLine) -> named.add(digest));
    if (!endsInDigest(key)) {
      pointers
          .read(key)
          .ifPresent(value -> HexScan.scan(value, (digest, startsLine) -> named.add(digest)));
    }
    named.forEach(digest -> marks.mentioned(digest, true));
    if (key.startsWith("consumers/") && key.contains("/toolchain-")) {
      Naming by = new Naming(key, "toolchain", "", false);
      named.forEach(digest -> contents.mark(digest, MediaTypes.TOOLCHAIN, 0, by, marks));
    }
  }

  /** A link's value tells of its key's digest, and names nothing else. */
  private static boolean endsInDigest(String key) {
    return Digest.isDigest("sha256:" + key.substring(key.lastIndexOf('/') + 1));
  }

  /** Requests that have claimed their release and that the log, as far as it is read, has not. */
  List<Claim> claimsBeside(Marked log) {
    List<Claim> beside = new ArrayList<>();
    each(
        CLAIMS,
        key ->
            pointers
                .read(key)
                .ifPresent(value ->
                    HexScan.scan(
                        value,
                        (request, startsLine) -> {
                          if (!log.isRequest(request) && beside.size() < MOST_CLAIMS) {
                            beside.add(new Claim(key, request));
                          }
                        })));
    return beside;
  }

  /** A request that holds a release. */
  record Claim(String key, Digest request) {}

  private void each(String area, Consumer<String> each) {
    List<String> keys = pointers.list(area, null, PAGE);
    while (!keys.isEmpty()) {
      keys.forEach(each);
      keys = keys.size() < PAGE ? List.of() : pointers.list(area, keys.getLast(), PAGE);
    }
  }
}
