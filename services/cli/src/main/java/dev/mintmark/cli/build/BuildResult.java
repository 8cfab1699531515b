package dev.mintmark.cli.build;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.ingest.Uploader.Sent;
import dev.mintmark.cli.ledger.HandOff;
import dev.mintmark.cli.ledger.Release;
import java.time.Duration;
import java.util.Optional;

/**
 * How a build ended.
 *
 * @param request {@code sha256:<hex>}
 * @param isNew false when the same request was made before: nothing was built again
 * @param release as the ledger tells it at the end; empty when the command did not wait
 * @param waited from sending the request to hearing of its end
 */
public record BuildResult(
    String id,
    String request,
    boolean isNew,
    Sent sent,
    Optional<Release> release,
    Duration waited) {

  /** Why it was refused, if it was. */
  public Optional<HandOff.Rejection> rejection() {
    return release.flatMap(Release::rejection);
  }

  /** For {@code --json}. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("release", id);
    json.put("request", request);
    json.put("state", release.map(Release::state).orElse("requested"));
    json.put("new", isNew);
    json.putObject("inputs")
        .put("total", sent.inputs())
        .put("uploaded", sent.sent())
        .put("uploadedBytes", sent.bytes());
    json.put("millis", waited.toMillis());
    release.ifPresent(end -> {
      json.put("repository", end.repository().orElse(null));
      json.put("index", end.index().orElse(null));
      json.set("rejection", end.json().path("rejection").deepCopy());
      json.set("handOffs", end.json().path("handOffs").deepCopy());
    });
    return json;
  }
}
