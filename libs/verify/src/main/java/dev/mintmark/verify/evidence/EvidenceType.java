package dev.mintmark.verify.evidence;

import java.util.Arrays;
import java.util.Optional;

/** What an attestation states. */
public enum EvidenceType {
  /** A CycloneDX document; cosign calls it {@code cyclonedx}. */
  SBOM("https://cyclonedx.org/bom", "SBOM"),
  /** SLSA provenance, version 1; cosign calls it {@code slsaprovenance1}. */
  PROVENANCE("https://slsa.dev/provenance/v1", "provenance");

  private final String predicateType;
  private final String words;

  EvidenceType(String predicateType, String words) {
    this.predicateType = predicateType;
    this.words = words;
  }

  /** The predicate's URI. */
  public String predicateType() {
    return predicateType;
  }

  /** For people. */
  public String words() {
    return words;
  }

  /** The type of that predicate; empty for one that is no evidence. */
  public static Optional<EvidenceType> of(String predicateType) {
    return Arrays.stream(values())
        .filter(type -> type.predicateType.equals(predicateType))
        .findFirst();
  }
}
