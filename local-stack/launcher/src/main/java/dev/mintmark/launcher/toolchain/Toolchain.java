package dev.mintmark.launcher.toolchain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.content.Digest;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.json.StrictJson;

/**
 * What a step runs as. Its {@linkplain #document() document} is an artifact, whose digest every
 * hand-off names.
 *
 * @param step the service's name
 * @param version of the service, for people
 * @param distribution digest of the tree of its files: what a verdict compares
 */
public record Toolchain(String step, String version, Digest distribution, Java jdk) {
  /** A document is a few hundred bytes. */
  public static final int MAX_BYTES = 1 << 16;

  private static final StrictJson JSON = new StrictJson(MAX_BYTES, 8);

  /**
   * The JDK, wherever it stands.
   *
   * @param modules digest of {@code lib/modules}: all of its classes
   */
  public record Java(String version, String vendor, Digest modules) {
    static Java of(Jdk jdk) {
      return new Java(jdk.version(), jdk.vendor(), jdk.modules());
    }
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException unless the bytes are exactly what {@link #document()} writes
   */
  public static Toolchain parse(byte[] document) {
    ObjectNode json = JSON.read(document);
    Toolchain toolchain =
        new Toolchain(
            json.path("step").asText(),
            json.path("version").asText(),
            Digest.parse(json.path("distribution").asText()),
            new Java(
                json.at("/jdk/version").asText(),
                json.at("/jdk/vendor").asText(),
                Digest.parse(json.at("/jdk/modules").asText())));
    if (!java.util.Arrays.equals(toolchain.document(), document)) {
      throw new IllegalArgumentException("not a toolchain document in its one form");
    }
    return toolchain;
  }

  /** The same distribution on this JDK. */
  public Toolchain on(Jdk other) {
    return new Toolchain(step, version, distribution, Java.of(other));
  }

  /** Canonical JSON. */
  public byte[] document() {
    ObjectNode json =
        CanonicalJson.object()
            .put("step", step)
            .put("version", version)
            .put("distribution", distribution.toString());
    json.putObject("jdk")
        .put("version", jdk.version())
        .put("vendor", jdk.vendor())
        .put("modules", jdk.modules().toString());
    return CanonicalJson.write(json);
  }

  /** The document's digest. */
  public Digest digest() {
    return Digest.of(document());
  }
}
