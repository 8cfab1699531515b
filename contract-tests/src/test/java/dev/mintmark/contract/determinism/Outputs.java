package dev.mintmark.contract.determinism;

import dev.mintmark.content.Digest;
import dev.mintmark.contract.line.Log;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a line made.
 *
 * @param events every hand-off, in the order of the steps, those of a step by release
 * @param objects what is in the bucket, by key: artifacts, claims, tags, links
 */
record Outputs(List<Event> events, SortedMap<String, Path> objects) {
  /** A release's second event on a topic comes after its first. */
  private static final Comparator<Event> ORDER =
      Comparator.<Event>comparingInt(event -> step(event.topic())).thenComparing(Event::key);

  /**
   * Reads them.
   *
   * @param bucket as a folder
   */
  static Outputs read(String bootstrapServers, Path bucket) throws IOException {
    List<Event> events = new ArrayList<>();
    Log.read(bootstrapServers).forEach(message -> events.add(Event.of(message)));
    events.sort(ORDER);
    SortedMap<String, Path> objects = new TreeMap<>();
    try (Stream<Path> files = Files.walk(bucket)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> objects.put(bucket.relativize(file).toString(), file));
    }
    return new Outputs(List.copyOf(events), objects);
  }

  /**
   * An artifact's file.
   *
   * @param digest {@code sha256:<hex>}
   * @return null where there is none
   */
  @Nullable Path artifact(String digest) {
    if (!Digest.isDigest(digest)) {
      return null;
    }
    String hex = Digest.parse(digest).hex();
    return objects.get("sha256/" + hex.substring(0, 2) + "/" + hex);
  }

  private static int step(String topic) {
    List<String> names = TopicCatalogue.releases().stream().map(Topic::name).toList();
    int step = names.indexOf(topic);
    return step < 0 ? names.size() : step;
  }
}
