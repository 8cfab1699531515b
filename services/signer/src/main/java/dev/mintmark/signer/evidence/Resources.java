package dev.mintmark.signer.evidence;

import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.verify.evidence.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;

/**
 * Everything that an event names by digest, in the order of its fields, under the names that the
 * ledger's lineage has. It looks at the event's form alone, so a field that is added later is not
 * forgotten. Where a record has a purl, what it names comes from there.
 */
final class Resources {
  private static final List<String> NAMING = List.of("target", "platform", "of", "name");
  private static final String PURL = "purl";

  private final List<Resource> found = new ArrayList<>();

  private Resources() {}

  static List<Resource> of(IndexedRecord event) {
    Resources resources = new Resources();
    resources.record("", event);
    return List.copyOf(resources.found);
  }

  private void record(String path, IndexedRecord record) {
    Optional<String> origin =
        field(record, PURL).filter(String.class::isInstance).map(String.class::cast);
    for (Schema.Field field : record.getSchema().getFields()) {
      String name = path.isEmpty() ? field.name() : path + "." + field.name();
      value(name, record.get(field.pos()), origin);
    }
  }

  private void value(String path, Object value, Optional<String> origin) {
    switch (value) {
      case ArtifactReference reference -> add(path, reference, origin);
      case IndexedRecord record -> record(path, record);
      case List<?> list -> list(path, list);
      case null, default -> {}
    }
  }

  private void add(String path, ArtifactReference reference, Optional<String> origin) {
    Resource resource =
        Resource.of(
            path,
            Digest.parse(reference.getDigest()).hex(),
            reference.getMediaType(),
            Map.of("size", Long.toString(reference.getSize())));
    found.add(origin.map(resource::from).orElse(resource));
  }

  private void list(String path, List<?> list) {
    Optional<String> naming = naming(list);
    for (int i = 0; i < list.size(); i++) {
      Object element = list.get(i);
      String key = naming.map(f -> text(element, f)).orElse(Integer.toString(i));
      value(path + "[" + key + "]", element, Optional.empty());
    }
  }

  private static Optional<String> naming(List<?> list) {
    return NAMING.stream()
        .filter(name ->
            list.stream().allMatch(e -> e instanceof IndexedRecord r && field(r, name).isPresent()))
        .findFirst()
        .filter(name -> tellsApart(list, name));
  }

  private static boolean tellsApart(List<?> list, String name) {
    Set<String> seen = new HashSet<>();
    return list.stream().allMatch(element -> seen.add(text(element, name)));
  }

  private static String text(Object element, String name) {
    return field((IndexedRecord) element, name).map(String::valueOf).orElse("");
  }

  private static Optional<Object> field(IndexedRecord record, String name) {
    return Optional.ofNullable(record.getSchema().getField(name))
        .map(field -> record.get(field.pos()));
  }
}
