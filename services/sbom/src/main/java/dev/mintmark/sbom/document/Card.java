package dev.mintmark.sbom.document;

import dev.mintmark.events.common.v1.Measure;
import dev.mintmark.events.model.v1.ModelFacts;
import dev.mintmark.events.model.v1.Rung;
import dev.mintmark.events.model.v1.TensorFact;
import dev.mintmark.events.model.v1.Variant;
import dev.mintmark.sbom.release.ReleaseFacts;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.component.ModelCard;
import org.cyclonedx.model.component.data.DatasetChoice;
import org.cyclonedx.model.component.modelCard.Considerations;
import org.cyclonedx.model.component.modelCard.InputOutputParameter;
import org.cyclonedx.model.component.modelCard.ModelParameters;
import org.cyclonedx.model.component.modelCard.PerformanceMetric;
import org.cyclonedx.model.component.modelCard.QuantitativeAnalysis;

/** The model card: only what the line knows or measured; the rest is named as unknown. */
record Card(ReleaseFacts release, ReleaseFacts.ModelFacts model) {

  ModelCard modelCard() {
    ModelCard card = new ModelCard();
    card.setBomRef("model-card");
    card.setModelParameters(parameters(release.ingested().getFacts()));
    card.setQuantitativeAnalysis(analysis());
    card.setConsiderations(considerations());
    card.setProperties(properties(release.ingested().getFacts()));
    return card;
  }

  private static ModelParameters parameters(ModelFacts facts) {
    ModelParameters parameters = new ModelParameters();
    parameters.setDatasets(
        Stream.of(Datasets.TRAINING, Datasets.CALIBRATION, Datasets.VALIDATION)
            .map(Card::dataset)
            .toList());
    parameters.setInputs(facts.getInputs().stream().map(Card::tensor).toList());
    parameters.setOutputs(facts.getOutputs().stream().map(Card::tensor).toList());
    return parameters;
  }

  private static DatasetChoice dataset(String ref) {
    DatasetChoice choice = new DatasetChoice();
    choice.setRef(ref);
    return choice;
  }

  private static InputOutputParameter tensor(TensorFact fact) {
    InputOutputParameter parameter = new InputOutputParameter();
    parameter.setFormat(fact.getName() + " " + fact.getElementType() + "[" + fact.getShape() + "]");
    return parameter;
  }

  private QuantitativeAnalysis analysis() {
    Variant variant = model.variant();
    List<PerformanceMetric> metrics = new ArrayList<>();
    metrics.add(metric(variant.getMetric(), variant.getValue()));
    for (Measure measure : variant.getMeasures()) {
      if (!measure.getName().equals(variant.getMetric())) {
        metrics.add(metric(measure.getName(), measure.getValue()));
      }
    }
    QuantitativeAnalysis analysis = new QuantitativeAnalysis();
    analysis.setPerformanceMetrics(metrics);
    return analysis;
  }

  private PerformanceMetric metric(String name, double value) {
    PerformanceMetric metric = new PerformanceMetric();
    metric.setType(name);
    metric.setValue(decimal(value));
    metric.setSlice("validation samples, tree " + release.validation().digest());
    return metric;
  }

  private Considerations considerations() {
    Considerations considerations = new Considerations();
    considerations.setTechnicalLimitations(
        List.of(
            "judged against the float model on "
                + release.validation().entries().size()
                + " validation samples, not against ground truth",
            "made for target " + model.target().name() + "; other targets run other bytes",
            "inputs must be preprocessed as the calibration samples were"));
    considerations.setPerformanceTradeoffs(
        List.of(
            model.artifact().getModel().getSize()
                + " bytes quantized, "
                + release.request().getModel().getFile().getSize()
                + " bytes in float"));
    return considerations;
  }

  private List<Property> properties(ModelFacts facts) {
    List<Property> properties = new ArrayList<>();
    properties.add(Parts.property("gate:minimum", decimal(model.variant().getMinimum())));
    properties.add(Parts.property("model:ir", Long.toString(facts.getIrVersion())));
    properties.add(Parts.property("model:opset", Long.toString(facts.getOpset())));
    properties.add(Parts.property("model:nodes", Integer.toString(facts.getNodes())));
    properties.add(Parts.property("model:parameters", Long.toString(facts.getParameters())));
    properties.add(Parts.property("model:producer", facts.getProducer()));
    for (Rung rung : model.variant().getTried()) {
      properties.add(Parts.property("rung:tried", rung.getName() + " " + decimal(rung.getValue())));
    }
    Stream.of("learning approach", "task", "architecture family", "ground truth accuracy")
        .forEach(unknown -> properties.add(Parts.property("unknown", unknown)));
    return properties;
  }

  /** Plain digits: never an exponent, never the locale's. */
  private static String decimal(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
