package dev.mintmark.contract.determinism;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is not the same in two worlds, a line each. The first line about an event is nearest to the
 * cause: whatever follows in the chain names what came before by its digest.
 */
final class Differences {
  private static final int MOST_FIELDS = 6;
  private static final int EXCERPT = 24;

  private final Outputs here;
  private final Outputs elsewhere;
  private final List<String> found = new ArrayList<>();

  private Differences(Outputs here, Outputs elsewhere) {
    this.here = here;
    this.elsewhere = elsewhere;
  }

  static List<String> of(Outputs here, Outputs elsewhere) throws IOException {
    Differences differences = new Differences(here, elsewhere);
    differences.events();
    differences.objects();
    return List.copyOf(differences.found);
  }

  private void events() throws IOException {
    Map<String, Event> one = byName(here);
    Map<String, Event> two = byName(elsewhere);
    for (String name : both(one.keySet(), two.keySet())) {
      Event first = one.get(name);
      Event second = two.get(name);
      if (first == null || second == null) {
        Event only = first == null ? Objects.requireNonNull(second) : first;
        found.add(name + " is only " + where(first != null) + ", at " + only.place());
      } else {
        compare(first, second);
      }
    }
  }

  /** The n-th event of a release on a topic is the same in both worlds, whatever its offset. */
  private static Map<String, Event> byName(Outputs outputs) {
    Map<String, Event> events = new LinkedHashMap<>();
    for (Event event : outputs.events()) {
      int number = 1;
      while (events.putIfAbsent(name(event, number), event) != null) {
        number++;
      }
    }
    return events;
  }

  private static String name(Event event, int number) {
    return "event " + number + " of " + event.key() + " on " + event.topic();
  }

  private void compare(Event first, Event second) throws IOException {
    String what = first.key() + " on " + places(first, second);
    if (first.partition() != second.partition()) {
      found.add(what + " is in another partition");
    }
    if (!first.headers().equals(second.headers())) {
      found.add(what + " has other headers: " + fields(first.headers(), second.headers()));
    }
    int at = Arrays.mismatch(first.value(), second.value());
    if (at >= 0) {
      String fields = fields(first.fields(), second.fields());
      found.add(
          "%s has another value from byte %d on: %s"
              .formatted(what, at, fields.isEmpty() ? "the same fields" : fields));
    }
  }

  private static String places(Event first, Event second) {
    return first.place().equals(second.place())
        ? first.place()
        : first.place() + " (elsewhere " + second.place() + ")";
  }

  private String fields(Map<String, String> first, Map<String, String> second) throws IOException {
    List<String> different = new ArrayList<>();
    for (String path : both(first.keySet(), second.keySet())) {
      String one = first.getOrDefault(path, "nothing");
      String two = second.getOrDefault(path, "nothing");
      if (!one.equals(two)) {
        different.add(
            "%s is %s here and %s elsewhere%s".formatted(path, one, two, contents(one, two)));
      }
    }
    int more = different.size() - MOST_FIELDS;
    return String.join("; ", different.subList(0, Math.min(MOST_FIELDS, different.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  /** Of two digests: where what they name begins to differ. */
  private String contents(String one, String two) throws IOException {
    Path first = here.artifact(one);
    Path second = elsewhere.artifact(two);
    if (first == null || second == null) {
      return "";
    }
    long at = Files.mismatch(first, second);
    return " (from byte %d on: %s, %s)".formatted(at, excerpt(first, at), excerpt(second, at));
  }

  private static String excerpt(Path file, long at) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(Math.min(Files.size(file), Math.max(0, at - EXCERPT)));
      String text = new String(in.readNBytes(2 * EXCERPT), StandardCharsets.ISO_8859_1);
      return "'" + text.replaceAll("[^ -~]", ".") + "'";
    }
  }

  private void objects() throws IOException {
    Set<String> keys = new TreeSet<>(here.objects().keySet());
    keys.addAll(elsewhere.objects().keySet());
    for (String key : keys) {
      Path first = here.objects().get(key);
      Path second = elsewhere.objects().get(key);
      if (first == null || second == null) {
        found.add(
            "%s, %s, is only %s".formatted(key, named(key, first != null), where(first != null)));
      } else {
        long at = Files.mismatch(first, second);
        if (at >= 0) {
          found.add("%s, %s, has other bytes from %d on".formatted(key, named(key, true), at));
        }
      }
    }
  }

  /** Where an event names an object, which says who made it. */
  private String named(String key, boolean isHere) {
    String digest = "sha256:" + key.substring(key.lastIndexOf('/') + 1);
    for (Event event : (isHere ? here : elsewhere).events()) {
      for (Map.Entry<String, String> field : event.fields().entrySet()) {
        if (field.getValue().equals(digest)) {
          return field.getKey() + " of " + event.key() + " on " + event.place();
        }
      }
    }
    return "which no event names";
  }

  private static String where(boolean isHere) {
    return isHere ? "here" : "elsewhere";
  }

  private static Set<String> both(Set<String> one, Set<String> two) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(two);
    return all;
  }
}
