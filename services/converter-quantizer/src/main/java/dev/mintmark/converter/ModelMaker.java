package dev.mintmark.converter;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.quantizer.QuantizerException;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.apply.QuantizedModel;
import dev.mintmark.quantizer.apply.Quantizer;
import dev.mintmark.quantizer.calibrate.Calibration;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.calibrate.Calibrator;
import dev.mintmark.quantizer.ladder.Ladder;
import dev.mintmark.quantizer.ladder.LadderResult;
import dev.mintmark.quantizer.noise.TensorNoise;
import dev.mintmark.quantizer.run.RecordedOutputs;
import dev.mintmark.quantizer.scheme.Scheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the models of one release: calibrates once, and climbs the ladder once for each different
 * settings.
 */
final class ModelMaker {
  /** How many tensors a refusal names. */
  private static final int NOISIEST = 3;

  private static final int LONGEST_NAME = 60;

  private final Material material;
  private final ArtifactStore store;
  private final CalibrationTable table;
  private final Artifact storedTable;
  private final Map<TargetSettings, MadeModel> made = new HashMap<>();

  /**
   * @param wanted ranges that the targets' rungs need
   */
  ModelMaker(Material material, ArtifactStore store, Set<Calibrator> wanted) {
    this.material = material;
    this.store = store;
    this.table = Calibration.measure(material.model(), material.calibration(), wanted);
    this.storedTable = store.put(table.bytes(), MediaTypes.CALIBRATION_TABLE);
  }

  /** What was measured; no rung has been tried for it yet. */
  CalibrationTable table() {
    return table;
  }

  /**
   * The model for these settings.
   *
   * @param target for the error
   * @throws QuantizerException QNT-032 when the gate cannot decide, QNT-033 when no rung reaches
   *     its minimum
   */
  MadeModel make(String target, TargetSettings settings) {
    MadeModel before = made.get(settings);
    if (before != null) {
      return before;
    }
    Ladder ladder = new Ladder(material.model(), table, material.validation(), material.gate());
    MadeModel model =
        switch (ladder.climb(settings.rungs())) {
          case LadderResult.Passed passed -> keep(passed);
          case LadderResult.Failed failed -> throw refused(target, failed, settings);
        };
    made.put(settings, model);
    return model;
  }

  private MadeModel keep(LadderResult.Passed passed) {
    Optional<Artifact> usedTable =
        passed.config().needsTable() ? Optional.of(storedTable) : Optional.empty();
    byte[] bytes = passed.model().bytes();
    Artifact model = store.put(bytes, MediaTypes.ONNX);
    byte[] report =
        new Report(material, usedTable, model, passed.attempts(), passed.impossible()).bytes();
    return new MadeModel(
        model,
        usedTable,
        passed.attempts(),
        store.put(report, MediaTypes.QUANTIZATION_REPORT),
        expected(bytes));
  }

  private Artifact expected(byte[] model) {
    List<Tree.Entry> entries = new ArrayList<>();
    RecordedOutputs.record(material.model(), model, material.smoke())
        .files()
        .forEach((path, bytes) -> {
          String mediaType = path.endsWith(".npy") ? MediaTypes.NPY : "text/plain";
          entries.add(new Tree.Entry(path, bytes.length, store.put(bytes, mediaType).digest()));
        });
    return store.put(new Tree(entries).bytes(), MediaTypes.TREE);
  }

  /** Where the first rung with integer activations hurts most; empty when there is none. */
  private String noisiest(TargetSettings settings) {
    Optional<Scheme> rung = settings.rungs().stream().filter(Scheme::needsTable).findFirst();
    if (rung.isEmpty()) {
      return "";
    }
    QuantizedModel quantized = Quantizer.apply(material.model(), table, rung.get());
    return TensorNoise.measure(material.model(), quantized, material.calibration()).stream()
        .limit(NOISIEST)
        .map(noise -> shortened(noise.tensor()) + " " + noise.decibels() + " dB")
        .collect(Collectors.joining(", ", "; noisiest by " + rung.get().rung() + ": ", ""));
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
  }

  private QuantizerException refused(
      String target, LadderResult.Failed failed, TargetSettings settings) {
    Stream<String> measured =
        failed.attempts().stream()
            .map(attempt ->
                attempt.rung()
                    + " "
                    + attempt.measured().value()
                    + (attempt.finite() ? "" : " (not finite)"));
    Stream<String> impossible =
        failed.impossible().stream()
            .map(rung -> rung.rung() + " (not possible: " + rung.code() + ")");
    String tried = Stream.concat(measured, impossible).collect(Collectors.joining(", "));
    return new QuantizerException(
        RefusalCode.GATE_NOT_REACHED,
        "target " + target,
        material.gate().metric().name()
            + " needs "
            + material.gate().minimum()
            + ", tried "
            + tried
            + noisiest(settings),
        "train for quantization, give better calibration samples, or lower the gate");
  }
}
