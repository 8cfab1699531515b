package dev.mintmark.converter;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.content.Tree;
import dev.mintmark.convert.Conversion;
import dev.mintmark.convert.Converter;
import dev.mintmark.convert.Material;
import dev.mintmark.convert.profile.TargetSettings;
import dev.mintmark.convert.report.MeasureReport;
import dev.mintmark.kit.store.ArtifactStore;
import dev.mintmark.quantizer.calibrate.CalibrationTable;
import dev.mintmark.quantizer.run.RecordedOutputs;
import dev.mintmark.quantizer.sample.SampleSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes and keeps the models of one release, once for each different settings. */
final class ModelMaker {
  private final Material material;
  private final SampleSet smoke;
  private final ArtifactStore store;
  private final Converter converter;
  private final Artifact storedTable;
  private final Map<TargetSettings, MadeModel> made = new HashMap<>();

  /**
   * Calibrates.
   *
   * @param targets whose rungs may be tried
   */
  ModelMaker(
      Material material, SampleSet smoke, ArtifactStore store, Collection<TargetSettings> targets) {
    this.material = material;
    this.smoke = smoke;
    this.store = store;
    this.converter = Converter.calibrate(material, targets);
    this.storedTable = store.put(converter.table().bytes(), MediaTypes.CALIBRATION_TABLE);
  }

  /** What was measured; no rung has been tried for it yet. */
  CalibrationTable table() {
    return converter.table();
  }

  /**
   * The model for these settings.
   *
   * @param target for the error
   * @throws dev.mintmark.quantizer.QuantizerException QNT-032 when the gate cannot decide, QNT-033
   *     when no rung reaches its minimum
   */
  MadeModel make(String target, TargetSettings settings) {
    MadeModel before = made.get(settings);
    if (before != null) {
      return before;
    }
    MadeModel model = keep(converter.convert(target, settings));
    made.put(settings, model);
    return model;
  }

  private MadeModel keep(Conversion conversion) {
    Optional<Artifact> table = conversion.table().map(used -> storedTable);
    byte[] bytes = conversion.model().bytes();
    Artifact model = store.put(bytes, MediaTypes.ONNX);
    byte[] report = new MeasureReport(material, table, model, conversion).bytes();
    return new MadeModel(
        model,
        table,
        conversion.attempts(),
        store.put(report, MediaTypes.QUANTIZATION_REPORT),
        expected(bytes));
  }

  private Artifact expected(byte[] model) {
    List<Tree.Entry> entries = new ArrayList<>();
    RecordedOutputs.record(material.model(), model, smoke)
        .files()
        .forEach((path, bytes) -> {
          String mediaType = path.endsWith(".npy") ? MediaTypes.NPY : "text/plain";
          entries.add(new Tree.Entry(path, bytes.length, store.put(bytes, mediaType).digest()));
        });
    return store.put(new Tree(entries).bytes(), MediaTypes.TREE);
  }
}
