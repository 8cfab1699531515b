package dev.mintmark.compare.difference;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.json.CanonicalJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One difference, in words. Every text is one line without control characters.
 *
 * @param place where, from the outside in
 * @param recorded what the recorded side has there, shortened
 * @param rebuilt what the rebuilt side has there, shortened
 * @param cause null where the evidence fits none
 */
public record Difference(Place place, String recorded, String rebuilt, @Nullable Cause cause) {
  /** How a side is shown that has nothing at a place. */
  public static final String NOTHING = "nothing";

  /** Shortens the values to where they begin to differ. */
  public Difference {
    String first = recorded;
    recorded = Shown.of(recorded, rebuilt);
    rebuilt = Shown.of(rebuilt, first);
  }

  /** The cause, where there is one. */
  public Optional<Cause> likelyCause() {
    return Optional.ofNullable(cause);
  }

  /** For people: {@code layer 1 > app.py > mode: recorded 0644, rebuilt 0600 (mode)}. */
  public String line() {
    String why = cause == null ? "" : " (" + cause.id() + ")";
    return place + ": recorded " + recorded + ", rebuilt " + rebuilt + why;
  }

  /**
   * For programs: keys {@code place}, {@code recorded}, {@code rebuilt} and, if any, {@code cause}.
   */
  public ObjectNode json() {
    ObjectNode node = CanonicalJson.object();
    node.put("place", place.text());
    node.put("recorded", recorded);
    node.put("rebuilt", rebuilt);
    likelyCause().ifPresent(known -> node.put("cause", known.id()));
    return node;
  }
}
