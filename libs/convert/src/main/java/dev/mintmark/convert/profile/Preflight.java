package dev.mintmark.convert.profile;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.mintmark.quantizer.RefusalCode;
import dev.mintmark.quantizer.model.ModelFacts;
import dev.mintmark.quantizer.model.OnnxModel;
import dev.mintmark.quantizer.model.TensorFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells before any sample is read whether a target can run a model. */
public final class Preflight {
  private Preflight() {}

  /**
   * All that stands against a model.
   *
   * @return by kind, in a fixed order; empty when nothing does
   */
  public static List<Finding> check(OnnxModel model, Limits limits) {
    List<Finding> findings = new ArrayList<>();
    ModelFacts facts = model.facts();
    size(model.bytes().length, limits, findings);
    opset(facts.opset(), limits, findings);
    if (limits.fixedShapes()) {
      shapes(model, findings);
    }
    if (!limits.operators().isEmpty()) {
      operators(model, limits, findings);
    }
    return findings;
  }

  /**
   * As {@link #check}, for a line that goes on only where nothing is found.
   *
   * @throws dev.mintmark.quantizer.QuantizerException the first finding
   */
  public static void require(OnnxModel model, String target, Limits limits) {
    check(model, limits).stream()
        .findFirst()
        .ifPresent(finding -> {
          throw finding.refusal(target);
        });
  }

  private static void size(long size, Limits limits, List<Finding> findings) {
    if (limits.size().isPresent() && size > limits.size().getAsLong()) {
      findings.add(
          new Finding(
              RefusalCode.TOO_LARGE,
              "model",
              size + " bytes where " + limits.size().getAsLong() + " fit",
              "train a smaller network"));
    }
  }

  private static void opset(long opset, Limits limits, List<Finding> findings) {
    if (limits.opset().isPresent() && opset > limits.opset().getAsLong()) {
      findings.add(
          new Finding(
              RefusalCode.NEWER_OPSET,
              "operator set " + opset,
              "newer than " + limits.opset().getAsLong(),
              "export the model with operator set " + limits.opset().getAsLong()));
    }
  }

  private static void shapes(OnnxModel model, List<Finding> findings) {
    ModelFacts facts = model.facts();
    Set<String> without =
        Stream.of(model.proto().getGraph().getInputList(), model.proto().getGraph().getOutputList())
            .flatMap(List::stream)
            .filter(value -> !value.getType().getTensorType().hasShape())
            .map(ValueInfoProto::getName)
            .collect(Collectors.toSet());
    facts.inputs().forEach(fact -> shape("input", fact, without, findings));
    facts.outputs().forEach(fact -> shape("output", fact, without, findings));
  }

  private static void shape(
      String what, TensorFact fact, Set<String> without, List<Finding> findings) {
    boolean unknown = without.contains(fact.name());
    if (unknown || fact.shape().contains(TensorFact.UNKNOWN)) {
      findings.add(
          new Finding(
              RefusalCode.OPEN_SHAPE,
              what + " '" + fact.name() + "'",
              (unknown ? "has no shape" : "has the shape " + fact.shapeText())
                  + " where every dimension must be fixed",
              "export the model with fixed shapes"));
    }
  }

  private static void operators(OnnxModel model, Limits limits, List<Finding> findings) {
    SortedMap<String, Integer> unknown = new TreeMap<>();
    count(model.proto().getGraph(), unknown);
    unknown.keySet().removeAll(limits.operators());
    unknown.forEach((operator, times) ->
        findings.add(
            new Finding(
                RefusalCode.OPERATOR_NOT_ON_TARGET,
                "operator " + operator,
                "in " + times + (times == 1 ? " node" : " nodes") + ", not known there",
                "export the model with operators that the target knows")));
  }

  private static void count(GraphProto graph, SortedMap<String, Integer> operators) {
    for (NodeProto node : graph.getNodeList()) {
      String domain = node.getDomain();
      boolean usual = domain.isEmpty() || domain.equals("ai.onnx");
      operators.merge(usual ? node.getOpType() : domain + ":" + node.getOpType(), 1, Integer::sum);
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          count(attribute.getG(), operators);
        }
        attribute.getGraphsList().forEach(inner -> count(inner, operators));
      }
    }
  }
}
