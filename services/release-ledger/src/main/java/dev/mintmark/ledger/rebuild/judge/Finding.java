package dev.mintmark.ledger.rebuild.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.events.release.v1.ReproductionOutcome;
import java.util.Optional;

/** What was found of one artifact. */
sealed interface Finding {
  ReproductionOutcome outcome();

  /** Where and why it differs, or what is missing; one line. */
  Optional<String> detail();

  /** The rule by which it counts as equivalent. */
  default Optional<String> rule() {
    return Optional.empty();
  }

  /** Every difference, for the report. */
  default Optional<ObjectNode> comparison() {
    return Optional.empty();
  }

  /** The same with more in front of its detail. */
  Finding at(String place);

  /** The same bytes: there is none without the proof. */
  record Identical(Match match) implements Finding {
    @Override
    public ReproductionOutcome outcome() {
      return ReproductionOutcome.IDENTICAL;
    }

    @Override
    public Optional<String> detail() {
      return match.recordedWasRead()
          ? Optional.empty()
          : Optional.of("the recorded bytes are gone: compared with the digest in the log");
    }

    @Override
    public Finding at(String place) {
      return this;
    }
  }

  /** Other bytes that a rule lets pass. */
  record Equivalent(String name, Explanation why) implements Finding {
    @Override
    public ReproductionOutcome outcome() {
      return ReproductionOutcome.EQUIVALENT;
    }

    @Override
    public Optional<String> rule() {
      return Optional.of(name);
    }

    @Override
    public Optional<String> detail() {
      return Optional.of(why.summary());
    }

    @Override
    public Optional<ObjectNode> comparison() {
      return why.json();
    }

    @Override
    public Finding at(String place) {
      return new Equivalent(name, why.at(place));
    }
  }

  /** Other bytes, or none on one side. */
  record Different(Explanation why) implements Finding {
    static Different of(String why) {
      return new Different(Explanation.of(why));
    }

    @Override
    public ReproductionOutcome outcome() {
      return ReproductionOutcome.DIFFERENT;
    }

    @Override
    public Optional<String> detail() {
      return Optional.of(why.summary());
    }

    @Override
    public Optional<ObjectNode> comparison() {
      return why.json();
    }

    @Override
    public Finding at(String place) {
      return new Different(why.at(place));
    }
  }

  /** An input is gone, so it was not made. */
  record MissingInput(String why) implements Finding {
    @Override
    public ReproductionOutcome outcome() {
      return ReproductionOutcome.MISSING_INPUT;
    }

    @Override
    public Optional<String> detail() {
      return Optional.of(why);
    }

    @Override
    public Finding at(String place) {
      return new MissingInput(place + ": " + why);
    }
  }

  /** Another program made it, and it differs; or the program itself. */
  record ToolchainChanged(String from, String to, Explanation why) implements Finding {
    @Override
    public ReproductionOutcome outcome() {
      return ReproductionOutcome.TOOLCHAIN_CHANGED;
    }

    @Override
    public Optional<String> detail() {
      return Optional.of("from " + from + " to " + to + "; " + why.summary());
    }

    @Override
    public Optional<ObjectNode> comparison() {
      return why.json();
    }

    @Override
    public Finding at(String place) {
      return new ToolchainChanged(from, to, why.at(place));
    }
  }

  /** It cannot be told: never taken for the same. */
  record Undecided(String why) implements Finding {
    @Override
    public ReproductionOutcome outcome() {
      return ReproductionOutcome.UNDECIDED;
    }

    @Override
    public Optional<String> detail() {
      return Optional.of(why);
    }

    @Override
    public Finding at(String place) {
      return new Undecided(place + ": " + why);
    }
  }
}
