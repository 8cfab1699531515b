package dev.mintmark.ledger.rebuild.chain;

import dev.mintmark.ledger.entry.Stage;
import java.util.List;
import java.util.Optional;

/** The steps that a rebuild does again, in the order of the line. */
public enum Steps {
  INGEST("trainer-ingest", Stage.INGESTED, Stage.INGESTED),
  QUANTIZE("converter-quantizer", Stage.QUANTIZED, Stage.QUANTIZED),
  BUILD("image-builder", Stage.BUILT, Stage.BUILT),
  DOCUMENT("sbom", Stage.DOCUMENTED, Stage.DOCUMENTED),
  SIGN("signer", Stage.SIGNED, Stage.PREPARED);

  private final String step;
  private final Stage recorded;
  private final Stage rebuilt;

  Steps(String step, Stage recorded, Stage rebuilt) {
    this.step = step;
    this.recorded = recorded;
    this.rebuilt = rebuilt;
  }

  /** The service. */
  public String step() {
    return step;
  }

  /** What it hands off on the line. */
  public Stage recorded() {
    return recorded;
  }

  /** What it hands off in a rebuild. */
  public Stage rebuilt() {
    return rebuilt;
  }

  /** The step of that service. */
  public static Optional<Steps> of(String step) {
    return List.of(values()).stream().filter(s -> s.step.equals(step)).findFirst();
  }
}
