package dev.mintmark.ledger.rebuild.http;

import dev.mintmark.kit.Run;
import dev.mintmark.kit.handoff.ReleaseId;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import jakarta.ws.rs.WebApplicationException;
import java.util.OptionalInt;

/** Reads what a caller asks for; an answer 400, 404 or 503 says what is wrong. */
final class Answers {
  private Answers() {}

  static Run run(String text) {
    if (!Run.isRebuild(text)) {
      throw problem(400, "LDG-002", "run " + text, "it is not a rebuild", "use rebuild-<n>");
    }
    return new Run(text);
  }

  /** The number of a run. */
  static OptionalInt number(String text) {
    return OptionalInt.of(Integer.parseInt(run(text).id().substring("rebuild-".length())));
  }

  static ReleaseId release(String name, String version) {
    try {
      return new ReleaseId(name, version);
    } catch (IllegalArgumentException e) {
      throw problem(
          400, "LDG-002", "release " + name + ":" + version, "it is no release id", "check it");
    }
  }

  static WebApplicationException noRebuild(Run run) {
    return problem(
        404, "LDG-039", run.id(), "nobody ordered it", "see GET /v1/rebuilds for those that were");
  }

  static WebApplicationException notJudged(Run run, ReleaseId release) {
    return problem(
        404,
        "LDG-040",
        run + " of " + release,
        "it is not judged yet, or was not ordered",
        "see GET /v1/rebuilds/" + run);
  }

  static WebApplicationException problem(
      int status, String code, String subject, String found, String advice) {
    return new WebApplicationException(
        Problem.response(status, new Refusal(code, subject, found, advice)));
  }

  static WebApplicationException unavailable(String what) {
    return problem(503, "LDG-003", "the ledger", what, "try again in a moment");
  }
}
