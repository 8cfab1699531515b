package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.model.v1.ModelIngested;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.EventVersions;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.handoff.UnreadableException;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.ledger.entry.Stage;
import dev.mintmark.ledger.query.HandOffRow;
import dev.mintmark.ledger.query.ReleaseQueries;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Releases as the log has them: which hand-offs there are is in the projection, what they say is an
 * artifact, or else still in the log.
 */
@Singleton
public class RecordedReleases {
  private final ReleaseQueries queries;
  private final ArtifactStore store;
  private final LogValues log;

  RecordedReleases(ReleaseQueries queries, ArtifactStore store, LogValues log) {
    this.queries = queries;
    this.store = store;
    this.log = log;
  }

  /** The request that holds the release; empty for an unknown release. */
  public Optional<Digest> holder(ReleaseId release) {
    return Rows.await(() -> queries.holder(release)).map(Digest::parse);
  }

  /** All hand-offs of one request, in the order of the line. */
  public List<HandOffRow> handOffs(ReleaseId release, Digest request) {
    return Rows.await(() -> queries.handOffs(release, request.toString()));
  }

  /**
   * The release as that request made it.
   *
   * @throws RefusedException LDG-035 when an event is neither in the store nor in the log
   */
  public RecordedRelease read(ReleaseId release, Digest request) {
    List<HandOffRow> rows = handOffs(release, request);
    Map<Steps, Link> links = new EnumMap<>(Steps.class);
    for (Steps step : Steps.values()) {
      first(rows, step.recorded()).ifPresent(row -> links.put(step, link(row, type(step))));
    }
    BuildRequested requested =
        first(rows, Stage.REQUESTED)
            .map(row -> link(row, BuildRequested.class))
            .map(link -> (BuildRequested) link.event())
            .orElseThrow(() -> gone("the request " + request, "the log has none"));
    return new RecordedRelease(release, request, requested, links);
  }

  private static Optional<HandOffRow> first(List<HandOffRow> rows, Stage stage) {
    return rows.stream().filter(row -> row.stage() == stage).findFirst();
  }

  /** What a step hands off on the line. */
  static Class<? extends SpecificRecord> type(Steps step) {
    return switch (step) {
      case INGEST -> ModelIngested.class;
      case QUANTIZE -> ModelQuantized.class;
      case BUILD -> ImageBuilt.class;
      case DOCUMENT -> SbomPublished.class;
      case SIGN -> ReleaseSigned.class;
    };
  }

  private Link link(HandOffRow row, Class<? extends SpecificRecord> type) {
    Digest digest = Digest.parse(row.value());
    byte[] bytes = value(row, digest);
    try {
      return new Link(row.stage(), new EventVersions<>(type).read(bytes), bytes, row.toolchain());
    } catch (UnreadableException e) {
      throw gone(name(row), "it is not what it was: " + e.getMessage());
    }
  }

  private byte[] value(HandOffRow row, Digest digest) {
    try {
      return store.read(digest, EventCodec.MAX_BYTES);
    } catch (RefusedException lost) {
      byte[] value =
          log.at(row.position())
              .orElseThrow(() -> gone(name(row), "neither the store nor the log has it any more"));
      if (!Arrays.equals(Digest.of(value).bytes(), digest.bytes())) {
        throw gone(name(row), "the log has another value at its place");
      }
      // Whoever follows the chain by digest finds it again.
      store.put(value, MediaTypes.EVENT);
      return value;
    }
  }

  private static String name(HandOffRow row) {
    return "the recorded event " + row.value() + " at " + row.position();
  }

  private static RefusedException gone(String what, String found) {
    return new Refusal("LDG-035", what, found, "restore the log, then redrive this record")
        .asException();
  }
}
