package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.ledger.entry.ArtifactUse;
import dev.mintmark.ledger.entry.ArtifactWalk;
import dev.mintmark.ledger.rebuild.chain.Inputs;
import dev.mintmark.ledger.rebuild.chain.Link;
import dev.mintmark.ledger.rebuild.chain.Steps;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges what one step handed off: the event itself, and every artifact that it names. */
final class StepJudge {
  private final ArtifactJudge artifacts;
  private final Explainer explainer;
  private final BlobReader made;
  private final BlobReader available;
  private final Optional<Measured> measured;

  /**
   * @param made what the rebuild's steps stored
   * @param available the same, and the inputs that a step may only pass on
   */
  StepJudge(
      ArtifactJudge artifacts,
      Explainer explainer,
      BlobReader made,
      BlobReader available,
      Optional<Measured> measured) {
    this.artifacts = artifacts;
    this.explainer = explainer;
    this.made = made;
    this.available = available;
    this.measured = measured;
  }

  /** Rows of a step that made something. */
  List<Row> judge(Steps step, Link recorded, Link rebuilt) {
    List<Row> rows = new ArrayList<>();
    rows.add(value(step, recorded, rebuilt));
    Map<String, Artifact> named = named(rebuilt);
    named(recorded)
        .forEach((role, before) -> {
          Optional<Artifact> own = Optional.ofNullable(named.remove(role));
          rows.add(row(step, role, before, own));
        });
    named.forEach((role, extra) ->
        rows.add(
            new Row(
                step.step(),
                role,
                Optional.empty(),
                Optional.of(extra),
                Finding.Different.of("the release has none"))));
    return rows;
  }

  /** Rows of a step that made nothing. */
  List<Row> notMade(Steps step, Link recorded, Finding why) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(step.step(), "value", Optional.of(recorded.value()), Optional.empty(), why));
    named(recorded)
        .forEach((role, before) ->
            rows.add(new Row(step.step(), role, Optional.of(before), Optional.empty(), why)));
    return rows;
  }

  private Row value(Steps step, Link recorded, Link rebuilt) {
    Finding finding = artifacts.judge(recorded.value(), rebuilt.value(), made);
    if (finding instanceof Finding.Different) {
      finding =
          new Finding.Different(
              explainer.explain(json(recorded), json(rebuilt), "application/json"));
    }
    return new Row(
        step.step(), "value", Optional.of(recorded.value()), Optional.of(rebuilt.value()), finding);
  }

  private static byte[] json(Link link) {
    return link.event().toString().getBytes(StandardCharsets.UTF_8);
  }

  private Row row(Steps step, String role, Artifact before, Optional<Artifact> own) {
    boolean measurement = step == Steps.QUANTIZE && isMeasured(role, before);
    Optional<Artifact> rebuilt =
        measurement && measured.isPresent() ? again(measured.get(), role, before) : own;
    Finding finding =
        rebuilt
            .map(artifact -> artifacts.judge(before, artifact, measurement ? made : available))
            .orElseGet(() ->
                Finding.Different.of(
                    measurement ? "it was not measured again" : "the rebuild made none"));
    return new Row(step.step(), role, Optional.of(before), rebuilt, finding);
  }

  private static boolean isMeasured(String role, Artifact artifact) {
    return Inputs.isMeasured(
        new ArtifactUse(role, artifact.digest().toString(), artifact.mediaType(), artifact.size()));
  }

  /** Its size is the one that is stored: the note has none. */
  private Optional<Artifact> again(Measured measured, String role, Artifact before) {
    return measured
        .digests()
        .getOrDefault(role, Optional.empty())
        .map(digest -> new Artifact(digest, before.mediaType(), size(digest, before)));
  }

  private long size(Digest digest, Artifact before) {
    return made.read(digest) instanceof Reading.Whole(Computed computed)
        ? computed.size()
        : before.size();
  }

  private static Map<String, Artifact> named(Link link) {
    Map<String, Artifact> named = new LinkedHashMap<>();
    for (ArtifactUse use : ArtifactWalk.of(link.event())) {
      named.put(use.role(), new Artifact(Digest.parse(use.digest()), use.mediaType(), use.size()));
    }
    return named;
  }
}
