package dev.mintmark.sbom.bom;

import dev.mintmark.events.common.v1.Measure;
import dev.mintmark.events.model.v1.TensorFact;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.inputs.TargetProfile;
import dev.mintmark.sbom.release.Release;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cyclonedx.model.component.ModelCard;
import org.cyclonedx.model.component.data.DatasetChoice;
import org.cyclonedx.model.component.modelCard.Considerations;
import org.cyclonedx.model.component.modelCard.InputOutputParameter;
import org.cyclonedx.model.component.modelCard.ModelParameters;
import org.cyclonedx.model.component.modelCard.PerformanceMetric;
import org.cyclonedx.model.component.modelCard.QuantitativeAnalysis;
import org.jspecify.annotations.Nullable;

/** What is known of a model's shape, quality and limits; nothing that nobody measured or said. */
final class ModelCards {
  private ModelCards() {}

  static ModelCard of(Release release, Variant variant) {
    ModelCard card = new ModelCard();
    card.setBomRef("model-card");
    card.setModelParameters(parameters(release));
    QuantitativeAnalysis analysis = new QuantitativeAnalysis();
    analysis.setPerformanceMetrics(metrics(release, variant));
    card.setQuantitativeAnalysis(analysis);
    Considerations considerations = new Considerations();
    considerations.setTechnicalLimitations(limits(release, variant));
    card.setConsiderations(considerations);
    return card;
  }

  private static ModelParameters parameters(Release release) {
    ModelParameters parameters = new ModelParameters();
    parameters.setDatasets(
        Stream.of("training", "calibration", "validation").map(ModelCards::dataset).toList());
    parameters.setInputs(tensors(release.ingested().getFacts().getInputs()));
    parameters.setOutputs(tensors(release.ingested().getFacts().getOutputs()));
    return parameters;
  }

  private static DatasetChoice dataset(String use) {
    DatasetChoice dataset = new DatasetChoice();
    dataset.setRef(Refs.dataset(use));
    return dataset;
  }

  private static List<InputOutputParameter> tensors(List<TensorFact> facts) {
    return facts.stream().map(ModelCards::tensor).toList();
  }

  private static InputOutputParameter tensor(TensorFact fact) {
    InputOutputParameter parameter = new InputOutputParameter();
    parameter.setFormat(
        fact.getName() + ": " + fact.getElementType() + "[" + fact.getShape() + "]");
    return parameter;
  }

  private static List<PerformanceMetric> metrics(Release release, Variant variant) {
    List<PerformanceMetric> metrics = new ArrayList<>();
    metrics.add(
        metric(
            variant.getMetric(),
            variant.getValue(),
            "validation samples " + release.request().getQuantize().getValidation().getDigest()));
    for (Measure measure : variant.getMeasures()) {
      metrics.add(metric(measure.getName(), measure.getValue(), null));
    }
    return metrics;
  }

  private static PerformanceMetric metric(String type, double value, @Nullable String slice) {
    PerformanceMetric metric = new PerformanceMetric();
    metric.setType(type);
    metric.setValue(decimal(value));
    if (slice != null) {
      metric.setSlice(slice);
    }
    return metric;
  }

  /** Without an exponent and without zeros at the end. */
  static String decimal(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static List<String> limits(Release release, Variant variant) {
    TargetProfile profile = release.profile(variant.getTarget());
    return List.of(
        variant.getMetric()
            + " was measured against the float model on the validation samples; quality on other"
            + " data is not known",
        "accepted from " + variant.getMetric() + " " + decimal(variant.getMinimum()) + " on",
        "made for target " + profile.name() + " (" + profile.platform() + ") only");
  }
}
