package dev.mintmark.ledger.rebuild.judge;

import dev.mintmark.compare.source.Blobs;
import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.ledger.rebuild.chain.Input;
import dev.mintmark.ledger.rebuild.chain.Link;
import dev.mintmark.ledger.rebuild.chain.RebuiltRelease;
import dev.mintmark.ledger.rebuild.chain.Steps;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges a whole rebuild: every step, every artifact, and what each step ran as. */
public final class Judge {
  private final ReleaseKeys keys;
  private final Explainer explainer = new Explainer();

  public Judge(ReleaseKeys keys) {
    this.keys = keys;
  }

  /**
   * Compares both sides.
   *
   * @throws dev.mintmark.kit.store.UnavailableException when one of them cannot be read now
   */
  public Judgement judge(Sides sides) {
    return new Hearing(sides).judge();
  }

  /** One judgement on its way. */
  private final class Hearing {
    private final Sides sides;
    private final BlobReader recordedBytes;
    private final BlobReader made;
    private final StepJudge steps;
    private final List<Input> missing;

    Hearing(Sides sides) {
      this.sides = sides;
      this.recordedBytes = new BlobReader(withEvents(sides));
      this.made = new BlobReader(sides.made());
      this.steps =
          new StepJudge(
              new ArtifactJudge(recordedBytes, explainer),
              explainer,
              made,
              new BlobReader(withInputs(sides)),
              sides.measured());
      this.missing = sides.rebuilt().rejection().isPresent() ? missing() : List.of();
    }

    Judgement judge() {
      List<Row> rows = new ArrayList<>();
      missing.forEach(input -> rows.add(missing(input)));
      for (Steps step : Steps.values()) {
        rows.addAll(judge(step));
      }
      return new Judgement(rows);
    }

    private List<Row> judge(Steps step) {
      Optional<Link> recorded = sides.recorded().of(step);
      if (recorded.isEmpty()) {
        return List.of(
            new Row(
                step.step(),
                "value",
                Optional.empty(),
                Optional.empty(),
                new Finding.Undecided("the log has no such hand-off of the release")));
      }
      Optional<Link> rebuilt = sides.rebuilt().of(step);
      if (rebuilt.isEmpty()) {
        return notMade(step, recorded.get());
      }
      List<Row> rows = new ArrayList<>(artifacts(step, recorded.get(), rebuilt.get()));
      ImageTools.judge(recorded.get(), rebuilt.get()).ifPresent(tool -> blame(tool, rows));
      new Toolchains(recordedBytes, made)
          .judge(step, recorded.get().toolchain(), rebuilt.get().toolchain())
          .ifPresent(toolchain -> blame(toolchain, rows));
      return rows;
    }

    /** Puts what a step ran as before what it made; where it is another one, that is why. */
    private static void blame(Row program, List<Row> rows) {
      if (program.finding() instanceof Finding.ToolchainChanged changed) {
        rows.replaceAll(row -> blamed(row, changed));
      }
      rows.addFirst(program);
    }

    private List<Row> artifacts(Steps step, Link recorded, Link rebuilt) {
      return recorded.event() instanceof ReleaseSigned signed
              && rebuilt.event() instanceof RebuildPrepared prepared
          ? new PayloadJudge(recordedBytes, made, keys, explainer)
              .judge(signed, prepared, isAttested(signed))
          : steps.judge(step, recorded, rebuilt);
    }

    /** What the signer answered: before there was evidence, it was {@code sbom.published}. */
    private boolean isAttested(ReleaseSigned signed) {
      String answered = signed.getHandOff().getPrevious();
      return sides
          .recorded()
          .of(Steps.DOCUMENT)
          .map(documented -> !documented.value().digest().toString().equals(answered))
          .orElse(false);
    }

    private List<Row> notMade(Steps step, Link recorded) {
      Finding why = whyNotMade(sides.rebuilt());
      if (recorded.event() instanceof ReleaseSigned signed) {
        return new SignedPayloads(recordedBytes)
            .of(signed).stream()
                .map(payload ->
                    new Row(
                        step.step(), payload.role(), payload.reference(), Optional.empty(), why))
                .toList();
      }
      return steps.notMade(step, recorded, why);
    }

    private Finding whyNotMade(RebuiltRelease rebuilt) {
      if (!missing.isEmpty()) {
        return new Finding.MissingInput(
            "not made: the input " + missing.getFirst().role() + " is gone");
      }
      if (rebuilt.broken().isPresent()) {
        return new Finding.Undecided(rebuilt.broken().get());
      }
      return rebuilt
          .rejection()
          .<Finding>map(refused ->
              Finding.Different.of(
                  "not made: %s refused with %s: %s: %s"
                      .formatted(
                          refused.getStep(),
                          refused.getCode(),
                          refused.getSubject(),
                          refused.getFound())))
          .orElseGet(() -> new Finding.Undecided("the rebuild handed nothing off here"));
    }

    /** What was not there to be laid out. */
    private List<Input> missing() {
      BlobReader laidOut = new BlobReader(sides.laidOut());
      Set<Digest> seen = new HashSet<>();
      return sides.inputs().stream()
          .filter(input -> laidOut.read(input.artifact().digest()) instanceof Reading.Absent)
          .filter(input -> seen.add(input.artifact().digest()))
          .toList();
    }

    private Row missing(Input input) {
      Artifact artifact = input.artifact();
      String from = input.origin().map(origin -> "; it was vendored from " + origin).orElse("");
      return new Row(
          "input",
          input.role(),
          Optional.of(artifact),
          Optional.empty(),
          new Finding.MissingInput(
              artifact.digest() + ", " + input.role() + ", is not in the artifact store" + from));
    }
  }

  /** Another program made what differs. */
  private static Row blamed(Row row, Finding.ToolchainChanged changed) {
    return row.finding() instanceof Finding.Different(Explanation why)
        ? row.with(new Finding.ToolchainChanged(changed.from(), changed.to(), why))
        : row;
  }

  /** The values of recorded hand-offs are in the log, whether the store still has them or not. */
  private static Blobs withEvents(Sides sides) {
    Map<Digest, byte[]> events = new HashMap<>();
    sides
        .recorded()
        .links()
        .values()
        .forEach(link -> events.put(link.value().digest(), link.bytes()));
    return digest -> {
      byte[] event = events.get(digest);
      return event == null
          ? sides.recordedBytes().open(digest)
          : Optional.of(new ByteArrayInputStream(event));
    };
  }

  /** What was laid out stands only for what is an input. */
  private static Blobs withInputs(Sides sides) {
    Set<Digest> inputs = new HashSet<>();
    sides.inputs().forEach(input -> inputs.add(input.artifact().digest()));
    sides.measures().forEach(input -> inputs.add(input.artifact().digest()));
    return digest -> {
      var made = sides.made().open(digest);
      return made.isEmpty() && inputs.contains(digest) ? sides.laidOut().open(digest) : made;
    };
  }
}
