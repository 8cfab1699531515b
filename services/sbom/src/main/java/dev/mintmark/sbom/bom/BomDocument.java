package dev.mintmark.sbom.bom;

import java.util.UUID;

/**
 * A finished document.
 *
 * @param bytes CycloneDX 1.6 JSON, UTF-8
 * @param serial derived from the content
 */
public record BomDocument(byte[] bytes, UUID serial) {
  /** How another document refers to this one (CycloneDX, "BOM-Link"). */
  public String link() {
    return "urn:cdx:" + serial + "/1";
  }
}
