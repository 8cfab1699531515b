package dev.mintmark.image.cache;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.layer.Layer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that was written for one build's images but their configs and manifests, which name the
 * release; the gates have passed it.
 *
 * @param files the file table
 * @param layers above the base by platform, lowest first; they do not list their files
 */
public record KnownImages(Artifact files, SortedMap<Platform, List<Written>> layers) {
  /**
   * A layer that was written.
   *
   * @param createdBy its line in the image's history
   */
  public record Written(String createdBy, Layer layer) {}

  public KnownImages {
    SortedMap<Platform, List<Written>> copy = new TreeMap<>();
    layers.forEach((platform, stack) -> copy.put(platform, List.copyOf(stack)));
    layers = Collections.unmodifiableSortedMap(copy);
  }

  /** Every artifact that it names, once. */
  List<Artifact> artifacts() {
    Map<Digest, Artifact> artifacts = new LinkedHashMap<>();
    Stream.concat(
            Stream.of(files),
            layers.values().stream().flatMap(List::stream).map(each -> each.layer().blob()))
        .forEach(artifact -> artifacts.put(artifact.digest(), artifact));
    return List.copyOf(artifacts.values());
  }

  byte[] value() {
    List<String> lines = new ArrayList<>();
    lines.add(files.digest().hex() + " " + files.size());
    layers.forEach((platform, stack) ->
        stack.forEach(
            each -> lines.add(platform + " " + Lines.blob(each.layer()) + " " + each.createdBy())));
    return Lines.bytes(lines);
  }

  static KnownImages parse(byte[] value) throws BrokenEntryException {
    List<String> lines = Lines.of(value);
    if (lines.isEmpty()) {
      throw new BrokenEntryException(CacheFault.MALFORMED);
    }
    try {
      List<String> table = Lines.fields(lines.getFirst(), 2);
      SortedMap<Platform, List<Written>> layers = new TreeMap<>();
      for (String line : lines.subList(1, lines.size())) {
        List<String> layer = Lines.fields(line, 5);
        layers
            .computeIfAbsent(Platform.parse(layer.get(0)), platform -> new ArrayList<>())
            .add(new Written(layer.get(4), Lines.layer(layer.get(1), layer.get(2), layer.get(3))));
      }
      Artifact files =
          new Artifact(
              new Digest(table.get(0)), MediaTypes.FILE_TABLE, Long.parseLong(table.get(1)));
      return new KnownImages(files, layers);
    } catch (IllegalArgumentException e) {
      throw new BrokenEntryException(CacheFault.MALFORMED, e);
    }
  }
}
