package dev.mintmark.ingest.request;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Gate;
import dev.mintmark.events.build.v1.TrainedModel;
import dev.mintmark.events.common.v1.NameValue;
import dev.mintmark.kit.refusal.Refusal;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The trained model and the gate its variants must pass. */
final class ModelRules {
  private static final Pattern METRIC = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

  private ModelRules() {}

  static Stream<Refusal> check(BuildRequested request) {
    return Stream.concat(model(request.getModel()), gate(request.getQuantize().getGate()));
  }

  private static Stream<Refusal> model(TrainedModel model) {
    String dataset = model.getDataset().getDigest();
    return Stream.of(
            Licenses.unlessExpression(model.getLicense(), "the model's licence"),
            Fault.unlessLine(
                model.getDataset().getName(), Codes.TEXT, "the training dataset's name"),
            Fault.unless(
                Digest.isDigest(dataset),
                Codes.REFERENCE,
                "the training dataset",
                "found digest " + Shown.of(dataset),
                "give the data folder's tree digest, sha256: and 64 lower-case hex digits"))
        .flatMap(faults -> faults);
  }

  private static Stream<Refusal> gate(Gate gate) {
    // Written so that NaN, which is neither above nor below, is refused.
    boolean right = gate.getMinimum() > 0 && gate.getMinimum() <= 1;
    return Stream.of(
            Fault.unlessMatches(
                METRIC,
                64,
                gate.getMetric(),
                Codes.GATE,
                "the gate's metric",
                "name a metric in lower-case words with -, e.g. detection-agreement"),
            Fault.unless(
                right,
                Codes.GATE,
                "the gate's minimum",
                "found " + gate.getMinimum(),
                "use a number above 0 and at most 1: a gate that passes everything is no gate"),
            gate.getParameters().stream()
                .flatMap(parameter ->
                    Fault.unlessLine(
                        parameter.getName(), Codes.GATE, "the name of a gate parameter")),
            gate.getParameters().stream()
                .flatMap(parameter ->
                    Fault.unlessLine(
                        parameter.getValue(),
                        Codes.GATE,
                        "the gate parameter " + Shown.of(parameter.getName()))),
            Fault.unlessSorted(
                gate.getParameters(), NameValue::getName, Codes.GATE, "the gate's parameters"))
        .flatMap(faults -> faults);
  }
}
