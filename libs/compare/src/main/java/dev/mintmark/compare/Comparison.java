package dev.mintmark.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.compare.difference.Cause;
import dev.mintmark.compare.difference.Difference;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Side;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a comparison of a recorded artifact with a rebuilt one says. */
public sealed interface Comparison {
  /**
   * Both sides are these bytes: hashed here, not taken from anyone's word.
   *
   * @param digest of the bytes
   */
  record Same(Digest digest) implements Comparison {
    @Override
    public List<String> lines() {
      return List.of("same bytes: " + digest);
    }

    @Override
    public ObjectNode json() {
      return CanonicalJson.object().put("result", "same").put("digest", digest.toString());
    }
  }

  /**
   * The sides differ.
   *
   * @param recorded what the recorded side is called
   * @param rebuilt what the rebuilt side is called
   * @param differences at least one, at most {@link Findings#MAX}, from the outside in
   * @param more number of those that were found and are not listed
   */
  record Different(Digest recorded, Digest rebuilt, List<Difference> differences, long more)
      implements Comparison {
    public Different {
      differences = List.copyOf(differences);
      if (differences.isEmpty()) {
        throw new IllegalArgumentException("different without a difference: " + recorded);
      }
    }

    /** All causes that were told, in the enum's order. */
    public Set<Cause> causes() {
      EnumSet<Cause> causes = EnumSet.noneOf(Cause.class);
      differences.forEach(difference -> difference.likelyCause().ifPresent(causes::add));
      return Collections.unmodifiableSet(causes);
    }

    @Override
    public List<String> lines() {
      List<String> lines = new ArrayList<>(differences.stream().map(Difference::line).toList());
      if (more > 0) {
        lines.add("and " + more + " more");
      }
      return List.copyOf(lines);
    }

    @Override
    public ObjectNode json() {
      ObjectNode node = CanonicalJson.object().put("result", "different");
      node.put("recorded", recorded.toString()).put("rebuilt", rebuilt.toString());
      ArrayNode list = node.putArray("differences");
      differences.forEach(difference -> list.add(difference.json()));
      return node.put("more", more);
    }
  }

  /** For people, one line each. */
  List<String> lines();

  /** For programs; {@link CanonicalJson#write} gives its one form. */
  ObjectNode json();

  /**
   * Compares two artifacts and, where they refer to others, these. The result is a function of the
   * two sides and the type only. Streams: a layer of any size takes the memory of its table of
   * entries.
   *
   * @param mediaType of both, e.g. {@code application/vnd.oci.image.index.v1+json}; an unknown one
   *     is told from the bytes
   * @throws IOException when a side's source fails; bytes that are not there are a difference
   */
  static Comparison of(Side recorded, Side rebuilt, String mediaType) throws IOException {
    Comparer comparer = new Comparer();
    try {
      comparer.into(Place.ROOT, new Pair(recorded, rebuilt, 0, 0), mediaType);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    Findings findings = comparer.findings();
    if (findings.count() == 0) {
      return new Same(recorded.digest());
    }
    List<Difference> kept = findings.kept();
    return new Different(recorded.digest(), rebuilt.digest(), kept, findings.count() - kept.size());
  }
}
