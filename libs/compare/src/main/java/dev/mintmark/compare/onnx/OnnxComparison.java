package dev.mintmark.compare.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import dev.mintmark.compare.difference.Findings;
import dev.mintmark.compare.difference.Place;
import dev.mintmark.compare.source.Both;
import dev.mintmark.compare.source.Pair;
import dev.mintmark.compare.source.Walk;
import java.util.Optional;

/**
 * Compares ONNX models: versions, producer, opsets, graph, nodes, attributes, initializers. A model
 * is held in memory.
 */
public final class OnnxComparison {
  /** Larger ones are compared as bytes. */
  public static final int MAX_BYTES = 32 << 20;

  private OnnxComparison() {}

  /**
   * Compares two models.
   *
   * @return false when they still have to be compared as bytes
   */
  public static boolean compare(Place place, Pair pair, Walk walk) {
    Findings findings = walk.findings();
    Optional<Both<ModelProto>> both =
        Both.read(place, pair, "an ONNX model", findings, ModelProto::parseFrom);
    if (both.isEmpty()) {
      return false;
    }
    long before = findings.count();
    new MessageComparison(findings).compare(place, both.get().recorded(), both.get().rebuilt());
    return findings.count() > before;
  }
}
