package dev.mintmark.telemetry.door;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.telemetry.batch.Code;
import dev.mintmark.telemetry.batch.RefusedBatchException;

/**
 * An answer of the door.
 *
 * @param body JSON
 */
record Reply(int status, String code, String body) {
  static final String NO_CODE = "none";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 202: the batch is in the log. */
  static Reply accepted(long lastSequence) {
    return new Reply(202, NO_CODE, "{\"lastSequence\":" + lastSequence + "}");
  }

  static Reply refused(RefusedBatchException e) {
    // Numbers that no device may use at all are not a conflict that it can skip.
    int status = e.code() == Code.SEQUENCE ? 400 : e.code().status();
    return new Reply(status, e.code().text(), problem(e.refusal()).toString());
  }

  /** 409: some of it is in the log already; the device skips to what comes after. */
  static Reply counted(long firstSequence, long lastSequence) {
    Refusal refusal =
        new Refusal(
            Code.SEQUENCE.text(),
            "the batch",
            "it begins with heartbeat " + firstSequence + ", counted up to " + lastSequence,
            "go on with heartbeat " + (lastSequence + 1));
    ObjectNode body = problem(refusal).put("lastSequence", lastSequence);
    return new Reply(Code.SEQUENCE.status(), Code.SEQUENCE.text(), body.toString());
  }

  /** 503: the same batch may be taken later. */
  static Reply busy(String found) {
    Refusal refusal =
        new Refusal(
            Code.BUSY.text(), "the batch", found, "send the same batch again in a few seconds");
    return new Reply(Code.BUSY.status(), Code.BUSY.text(), problem(refusal).toString());
  }

  static Reply of(Code code, int status, String subject, String found, String advice) {
    return new Reply(
        status, code.text(), problem(new Refusal(code.text(), subject, found, advice)).toString());
  }

  private static ObjectNode problem(Refusal refusal) {
    return JSON.valueToTree(Problem.of(refusal));
  }
}
