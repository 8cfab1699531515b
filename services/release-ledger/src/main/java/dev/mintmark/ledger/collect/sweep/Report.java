package dev.mintmark.ledger.collect.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import java.util.ArrayList;
import java.util.List;

/**
 * What a collection removes, written down before it goes: an artifact for each batch, a line {@code
 * <hex> <size> <kind>} for each artifact in it, and a pointer {@code collections/<id>/<batch>} to
 * it. Of a collection that died the last batch may still be there.
 */
final class Report {
  private static final String TYPE = "text/plain";

  private final ArtifactStore store;
  private final Pointers pointers;
  private final String id;
  private final List<String> batches = new ArrayList<>();

  Report(ArtifactStore store, Pointers pointers, String id) {
    this.store = store;
    this.pointers = pointers;
    this.id = id;
  }

  void write(List<Candidate> batch) {
    StringBuilder lines = new StringBuilder();
    for (Candidate candidate : batch) {
      lines
          .append(candidate.digest().hex())
          .append(' ')
          .append(candidate.size())
          .append(' ')
          .append(candidate.kind().word())
          .append('\n');
    }
    Artifact list = store.put(lines.toString().getBytes(UTF_8), TYPE);
    String name = list.digest().toString();
    pointers.write(
        "collections/" + id + "/%06d".formatted(batches.size() + 1), name.getBytes(UTF_8));
    batches.add(name);
  }

  /** Digests of the lists, {@code sha256:<hex>} each. */
  List<String> batches() {
    return List.copyOf(batches);
  }
}
