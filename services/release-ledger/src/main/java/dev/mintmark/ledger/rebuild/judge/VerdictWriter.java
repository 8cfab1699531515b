package dev.mintmark.ledger.rebuild.judge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Artifact;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.HandOff;
import dev.mintmark.events.image.v1.ImageBuilt;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReproducedArtifact;
import dev.mintmark.events.release.v1.UsedToolchain;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.kit.handoff.ArtifactReferences;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.ledger.rebuild.chain.Link;
import dev.mintmark.ledger.rebuild.chain.RecordedRelease;
import dev.mintmark.ledger.rebuild.chain.Steps;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a judgement down: the report with everything, and the event. */
public final class VerdictWriter {
  public static final String REPORT = "application/vnd.mintmark.reproduction-report.v1+json";

  /** Under what a producer sends in one request, headers included. */
  private static final int MOST_BYTES = EventCodec.MAX_BYTES - (64 << 10);

  private static final int[] DETAILS = {500, 120, 40};

  private final Sides sides;
  private final Judgement judgement;

  public VerdictWriter(Sides sides, Judgement judgement) {
    this.sides = sides;
    this.judgement = judgement;
  }

  /** Every row with every difference, JSON in its one form. */
  public byte[] report() {
    RecordedRelease recorded = sides.recorded();
    ObjectNode json = CanonicalJson.object();
    json.putObject("release")
        .put("name", recorded.release().name())
        .put("version", recorded.release().version())
        .put("request", recorded.request().toString());
    json.put("run", sides.rebuilt().run().id());
    json.put("outcome", judgement.outcome().toString());
    sides
        .rebuilt()
        .rejection()
        .ifPresent(refused ->
            json.putObject("rejection")
                .put("step", refused.getStep())
                .put("code", refused.getCode())
                .put("subject", refused.getSubject())
                .put("found", refused.getFound())
                .put("advice", refused.getAdvice()));
    ArrayNode rows = json.putArray("rows");
    judgement.rows().forEach(row -> rows.add(json(row)));
    ArrayNode toolchains = json.putArray("toolchains");
    for (UsedToolchain toolchain : toolchains()) {
      toolchains
          .addObject()
          .put("step", toolchain.getStep())
          .put("recorded", toolchain.getRecorded())
          .put("used", toolchain.getUsed());
    }
    return CanonicalJson.write(json);
  }

  /**
   * The event.
   *
   * @param link its place in the chain
   * @throws dev.mintmark.kit.refusal.RefusedException LDG-036 when no event can hold so many rows
   */
  public ReleaseReproduced event(HandOff link, Artifact report) {
    for (int longest : DETAILS) {
      ReleaseReproduced event = event(link, report, longest);
      if (EventCodec.write(event).length <= MOST_BYTES) {
        return event;
      }
    }
    throw new Refusal(
            "LDG-036",
            "the verdict on " + sides.recorded().release(),
            judgement.rows().size() + " rows are more than an event can hold",
            "read the report " + report.digest())
        .asException();
  }

  private ReleaseReproduced event(HandOff link, Artifact report, int longest) {
    RecordedRelease recorded = sides.recorded();
    return new ReleaseReproduced(
        link,
        sides.rebuilt().run().id(),
        judgement.outcome(),
        recorded
            .of(Steps.BUILD)
            .map(Link::event)
            .map(event -> ((ImageBuilt) event).getIndex().getDigest())
            .orElse(null),
        recorded.requested().getRepository(),
        judgement.rows().stream().map(row -> artifact(row, longest)).toList(),
        toolchains(),
        ArtifactReferences.toReference(report));
  }

  private static ReproducedArtifact artifact(Row row, int longest) {
    return new ReproducedArtifact(
        row.step(),
        row.role(),
        reference(row.recorded()),
        reference(row.rebuilt()),
        row.finding().outcome(),
        row.finding().rule().orElse(null),
        row.finding().detail().map(detail -> shortened(detail, longest)).orElse(null));
  }

  private static String shortened(String detail, int longest) {
    if (detail.length() <= longest) {
      return detail;
    }
    int end = Character.isHighSurrogate(detail.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return detail.substring(0, end) + "…";
  }

  private static @Nullable ArtifactReference reference(Optional<Artifact> artifact) {
    return artifact.map(ArtifactReferences::toReference).orElse(null);
  }

  private List<UsedToolchain> toolchains() {
    return Arrays.stream(Steps.values())
        .sorted(Comparator.comparing(Steps::step))
        .map(step ->
            new UsedToolchain(
                step.step(),
                sides.recorded().of(step).flatMap(Link::toolchain).orElse(null),
                sides.rebuilt().of(step).flatMap(Link::toolchain).orElse(null)))
        .toList();
  }

  private static ObjectNode json(Row row) {
    ObjectNode json = CanonicalJson.object();
    json.put("step", row.step());
    json.put("role", row.role());
    json.set("recorded", json(row.recorded()));
    json.set("rebuilt", json(row.rebuilt()));
    json.put("verdict", row.finding().outcome().toString());
    json.put("rule", row.finding().rule().orElse(null));
    json.put("detail", row.finding().detail().orElse(null));
    row.finding().comparison().ifPresent(comparison -> json.set("comparison", comparison));
    return json;
  }

  private static @Nullable ObjectNode json(Optional<Artifact> artifact) {
    return artifact
        .map(a ->
            CanonicalJson.object()
                .put("digest", a.digest().toString())
                .put("mediaType", a.mediaType())
                .put("size", a.size()))
        .orElse(null);
  }
}
