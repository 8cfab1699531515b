package dev.mintmark.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.device.smoke.Trial;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.verify.release.ReleaseStatement;
import java.util.Locale;

/** How an installation ended. */
sealed interface Outcome {
  /** The process's exit code. */
  int exitCode();

  /** One line for people. */
  String text();

  /** The same for programs. */
  ObjectNode json();

  /** The release is the current one. */
  record Running(ReleaseStatement statement, int layers, Trial.Passed trial) implements Outcome {
    @Override
    public int exitCode() {
      return 0;
    }

    @Override
    public String text() {
      return String.format(
          Locale.ROOT,
          "running %s on %s: %d layers, %d samples, greatest difference %.4f of %s",
          statement.id(),
          statement.target(),
          layers,
          trial.samples(),
          trial.greatest(),
          trial.tolerance());
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = CanonicalJson.object().put("outcome", "running");
      json.put("release", statement.id()).put("target", statement.target());
      json.put("platform", statement.platform());
      json.put("index", statement.image().index().toString());
      json.put("model", statement.model().file().digest().toString());
      json.put("layers", layers).put("samples", trial.samples());
      return json.put("greatestDifference", trial.greatest()).put("tolerance", trial.tolerance());
    }
  }

  /** The device goes on with what it ran before. */
  record Stopped(DeviceCode code, String message) implements Outcome {
    private boolean isUnreachable() {
      return code == DeviceCode.UNREACHABLE;
    }

    @Override
    public int exitCode() {
      return isUnreachable() ? 4 : 3;
    }

    @Override
    public String text() {
      return (isUnreachable() ? "unreachable: " : "refused: ") + message;
    }

    @Override
    public ObjectNode json() {
      return CanonicalJson.object()
          .put("outcome", isUnreachable() ? "unreachable" : "refused")
          .put("code", code.code())
          .put("message", message);
    }
  }
}
