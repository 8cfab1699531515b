package dev.mintmark.contract.determinism;

import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.ImageFile;
import dev.mintmark.events.common.v1.ArtifactReference;
import dev.mintmark.events.common.v1.NameValue;
import java.util.List;

/**
 * Requests that a step refuses, one step each: what a refusal says is an event's value, too, with
 * numbers and names in it.
 */
final class RefusedRequests {
  private RefusedRequests() {}

  /** Made of a good one. */
  static List<BuildRequested> of(BuildRequested good) {
    return List.of(notAModel(good), notReachingTheGate(good), withoutAFile(good));
  }

  /** By trainer-ingest. */
  private static BuildRequested notAModel(BuildRequested good) {
    BuildRequested request = version(good, "v2.0.0");
    ArtifactReference text = good.getModel().getEnvironment();
    request
        .getModel()
        .put("file", new ArtifactReference(text.getDigest(), "application/onnx", text.getSize()));
    return request;
  }

  /** By converter-quantizer: what it measured stands in the reason. */
  private static BuildRequested notReachingTheGate(BuildRequested good) {
    BuildRequested request = version(good, "v3.0.0");
    request.getQuantize().getGate().put("minimum", 0.999_999);
    for (NameValue parameter : request.getQuantize().getGate().getParameters()) {
      if (parameter.getName().equals("match-overlap")) {
        parameter.put("value", "0.9999");
      }
    }
    return request;
  }

  /** By image-builder. */
  private static BuildRequested withoutAFile(BuildRequested good) {
    BuildRequested request = version(good, "v4.0.0");
    ImageFile file = request.getImage().getFiles().getFirst();
    file.put("member", "İstanbul/ısı.so");
    return request;
  }

  private static BuildRequested version(BuildRequested good, String version) {
    return BuildRequested.newBuilder(good).setVersion(version).build();
  }
}
