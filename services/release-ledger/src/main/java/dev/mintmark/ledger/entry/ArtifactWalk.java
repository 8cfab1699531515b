package dev.mintmark.ledger.entry;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Collects every artifact reference of an event, in the order of its fields. An element of an array
 * is named by the first of {@code target}, {@code platform}, {@code of} and {@code name} that its
 * record has, if that tells all elements apart, otherwise by its position.
 */
public final class ArtifactWalk {
  private static final String REFERENCE = ArtifactReference.getClassSchema().getFullName();
  private static final List<String> NAMING = List.of("target", "platform", "of", "name");

  private final List<ArtifactUse> found = new ArrayList<>();

  private ArtifactWalk() {}

  /**
   * All references of the event.
   *
   * @throws IllegalArgumentException when a reference is not one: bad digest, blank type, negative
   *     size
   */
  public static List<ArtifactUse> of(IndexedRecord event) {
    ArtifactWalk walk = new ArtifactWalk();
    walk.record("", event);
    return List.copyOf(walk.found);
  }

  private void record(String path, IndexedRecord record) {
    for (Schema.Field field : record.getSchema().getFields()) {
      String name = path.isEmpty() ? field.name() : path + "." + field.name();
      value(name, record.get(field.pos()));
    }
  }

  private void value(String path, Object value) {
    switch (value) {
      case IndexedRecord reference when REFERENCE.equals(reference.getSchema().getFullName()) ->
          found.add(use(path, reference));
      case IndexedRecord record -> record(path, record);
      case List<?> list -> list(path, list);
      case null, default -> {}
    }
  }

  private void list(String path, List<?> list) {
    Optional<String> naming = naming(list);
    for (int i = 0; i < list.size(); i++) {
      Object element = list.get(i);
      String key = naming.map(f -> text(element, f)).orElse(Integer.toString(i));
      value(path + "[" + key + "]", element);
    }
  }

  private static Optional<String> naming(List<?> list) {
    if (list.isEmpty() || !(list.getFirst() instanceof IndexedRecord first)) {
      return Optional.empty();
    }
    return NAMING.stream()
        .filter(f -> first.getSchema().getField(f) != null)
        .findFirst()
        .filter(f -> tellsApart(list, f));
  }

  private static boolean tellsApart(List<?> list, String field) {
    Set<String> seen = new HashSet<>();
    return list.stream().allMatch(e -> seen.add(text(e, field)));
  }

  private static String text(Object element, String field) {
    IndexedRecord record = (IndexedRecord) element;
    return String.valueOf(record.get(record.getSchema().getField(field).pos()));
  }

  private static ArtifactUse use(String path, IndexedRecord reference) {
    ArtifactReference r = (ArtifactReference) reference;
    var artifact = new Artifact(Digest.parse(r.getDigest()), r.getMediaType(), r.getSize());
    return new ArtifactUse(
        Storable.text(path),
        artifact.digest().toString(),
        Storable.text(artifact.mediaType()),
        artifact.size());
  }
}
