package dev.mintmark.sbom.bom;

import dev.mintmark.content.Digest;
import dev.mintmark.events.build.v1.BuildRequested;
import dev.mintmark.events.build.v1.Dataset;
import java.util.List;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.component.data.ComponentData;

/** The data that the model was trained, calibrated and judged with; each by its tree digest. */
final class DatasetParts {
  private DatasetParts() {}

  static List<Component> of(BuildRequested request) {
    Dataset training = request.getModel().getDataset();
    return List.of(
        dataset("training", training.getName(), training.getDigest())
            .description("folder known by its tree digest only: it need not leave its site")
            .build(),
        dataset(
                "calibration",
                "calibration samples",
                request.getQuantize().getCalibration().getDigest())
            .build(),
        dataset(
                "validation",
                "validation samples",
                request.getQuantize().getValidation().getDigest())
            .build());
  }

  private static Part dataset(String use, String name, String digest) {
    return Part.data(
            ComponentData.ComponentDataType.DATASET, Refs.dataset(use), name, Digest.parse(digest))
        .notShipped()
        .property(PropertyNames.DATASET_USE, use);
  }
}
