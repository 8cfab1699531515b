package dev.mintmark.compare.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import dev.mintmark.content.MediaTypes;
import java.util.Base64;
import java.util.Optional;

/** The signed document inside a DSSE envelope. */
final class Payload {
  private Payload() {}

  static Optional<Both<String>> ofEnvelopes(ObjectNode recorded, ObjectNode rebuilt) {
    if (!recorded.path("payloadType").isTextual() || !rebuilt.path("payloadType").isTextual()) {
      return Optional.empty();
    }
    String one = recorded.path("payload").asText();
    String two = rebuilt.path("payload").asText();
    return one.equals(two) ? Optional.empty() : Optional.of(new Both<>(one, two));
  }

  static void compare(Place place, Both<String> payloads, Walk walk) {
    byte[] recorded;
    byte[] rebuilt;
    try {
      recorded = Base64.getDecoder().decode(payloads.recorded().getBytes(UTF_8));
      rebuilt = Base64.getDecoder().decode(payloads.rebuilt().getBytes(UTF_8));
    } catch (IllegalArgumentException e) {
      // Not base64 on one side: that the texts differ has been said.
      return;
    }
    walk.into(place.in("$.payload, decoded"), Pair.of(recorded, rebuilt), MediaTypes.OCTET_STREAM);
  }
}
