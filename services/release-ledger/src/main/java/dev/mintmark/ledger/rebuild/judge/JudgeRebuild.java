package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.model.v1.ModelQuantized;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.release.v1.ReleaseRejected;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.handoff.Step;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.refusal.RefusedException;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.kit.store.Pointers;
import dev.mintmark.kit.store.RebuildArea;
import dev.mintmark.kit.store.UnavailableException;
import dev.mintmark.ledger.query.HandOffRow;
import dev.mintmark.ledger.query.RebuildQueries;
import dev.mintmark.ledger.rebuild.chain.Inputs;
import dev.mintmark.ledger.rebuild.chain.Link;
import dev.mintmark.ledger.rebuild.chain.RebuiltRelease;
import dev.mintmark.ledger.rebuild.chain.RebuiltReleases;
import dev.mintmark.ledger.rebuild.chain.RecordedRelease;
import dev.mintmark.ledger.rebuild.chain.RecordedReleases;
import dev.mintmark.ledger.rebuild.chain.Rows;
import dev.mintmark.ledger.rebuild.chain.Steps;
import dev.mintmark.ledger.rebuild.chain.StoreBlobs;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects both sides of a rebuild that has ended, judges it, and says so. */
@Singleton
public class JudgeRebuild {
  private final RecordedReleases releases;
  private final RebuildQueries rebuilds;
  private final ArtifactStore store;
  private final Pointers pointers;
  private final RebuildArea area;
  private final Judge judge;

  JudgeRebuild(
      RecordedReleases releases,
      RebuildQueries rebuilds,
      ArtifactStore store,
      Pointers pointers,
      RebuildArea area,
      Judge judge) {
    this.releases = releases;
    this.rebuilds = rebuilds;
    this.store = store;
    this.pointers = pointers;
    this.area = area;
    this.judge = judge;
  }

  /** Judges a rebuild that came to its end. */
  public Step<RebuildPrepared, ReleaseReproduced> prepared() {
    return in -> {
      Run run = ordered(in);
      // The runner keeps what it reads; the event written again may have other bytes.
      byte[] value = store.read(in.value(), EventCodec.MAX_BYTES);
      return judge(
          in,
          in.event().getHandOff(),
          new RebuiltReleases(area.outputs(run)).prepared(run, in, value));
    };
  }

  /** Judges a rebuild that a step refused to go on with. */
  public Step<ReleaseRejected, ReleaseReproduced> rejected() {
    return in -> {
      Run run = ordered(in);
      return judge(
          in, in.event().getHandOff(), new RebuiltReleases(area.outputs(run)).rejected(run, in));
    };
  }

  /** Nobody may have a release judged by writing to a rebuild's topics alone. */
  private Run ordered(Incoming<?> in) {
    Run run = new Run(in.run());
    if (pointers.read("rebuilds/" + run.id().substring("rebuild-".length())).isEmpty()) {
      throw refused("LDG-033", in, "nobody ordered " + run);
    }
    return run;
  }

  private Outcome<ReleaseReproduced> judge(Incoming<?> in, HandOff place, RebuiltRelease rebuilt) {
    Optional<Digest> holder = releases.holder(in.release());
    if (!holder.map(Digest::toString).equals(Optional.of(place.getRequest()))) {
      throw refused(
          "LDG-034", in, "it answers " + place.getRequest() + ", the release is held by " + holder);
    }
    RecordedRelease recorded = releases.read(in.release(), holder.get());
    Run run = rebuilt.run();
    Inputs inputs = new Inputs(store);
    Sides sides =
        new Sides(
            recorded,
            new StoreBlobs(store),
            rebuilt.with(toolchains(in.release(), rebuilt)),
            new StoreBlobs(area.outputs(run)),
            new StoreBlobs(area.inputs(run)),
            inputs.of(recorded.requested()),
            recorded
                .of(Steps.QUANTIZE)
                .map(link -> inputs.measured((ModelQuantized) link.event()))
                .orElse(List.of()),
            measured(run, in.release()));
    VerdictWriter writer = new VerdictWriter(sides, judge.judge(sides));
    Artifact report = store.put(writer.report(), VerdictWriter.REPORT);
    return new Outcome.Produced<>(writer.event(in.nextLink(place), report));
  }

  /**
   * What each step of the rebuild says that it ran as: a header, so only the projection has it.
   *
   * @throws UnavailableException as long as it is behind
   */
  private Map<Digest, String> toolchains(ReleaseId release, RebuiltRelease rebuilt) {
    Map<Digest, Optional<String>> projected = new HashMap<>();
    for (HandOffRow row : Rows.await(() -> rebuilds.handOffs(rebuilt.run(), release))) {
      projected.put(Digest.parse(row.value()), row.toolchain());
    }
    Map<Digest, String> toolchains = new HashMap<>();
    for (Link link : rebuilt.links().values()) {
      Digest value = link.value().digest();
      Optional<String> toolchain = projected.get(value);
      if (toolchain == null) {
        throw new UnavailableException(
            "the projection has not seen " + link + " of " + rebuilt.run() + " yet",
            new IOException("behind the log"));
      }
      toolchain.ifPresent(document -> toolchains.put(value, document));
    }
    return toolchains;
  }

  private Optional<Measured> measured(Run run, ReleaseId release) {
    String key = run.prefix() + "measured/" + release.name() + "/" + release.version();
    return pointers
        .read(key)
        .map(note -> {
          try {
            return Measured.read(note);
          } catch (IllegalArgumentException malformed) {
            return new Measured(Map.of());
          }
        });
  }

  private static RefusedException refused(String code, Incoming<?> in, String found) {
    return new Refusal(
            code,
            "the end of " + in.run() + " for " + in.release(),
            found,
            "order rebuilds with POST /v1/rebuilds; leave their topics to the line's own steps")
        .asException();
  }
}
