package dev.mintmark.cli.verify;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.verify.release.Blob;
import dev.mintmark.verify.release.Layer;
import dev.mintmark.verify.release.NamedBlob;
import dev.mintmark.verify.release.ReleaseStatement;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Pulls every blob that a verified statement names and checks its digest and size. */
final class Contents {
  private final ReleaseSource source;
  private final Map<Digest, Blob> blobs = new LinkedHashMap<>();
  private final Map<Digest, String> names = new LinkedHashMap<>();

  Contents(ReleaseSource source) {
    this.source = source;
  }

  /** Notes what a statement names. Blobs that several statements share are pulled once. */
  void add(ReleaseStatement statement) {
    String platform = " " + statement.platform();
    String target = " " + statement.target();
    add("config" + platform, statement.image().config());
    for (Layer layer : statement.image().layers()) {
      add("layer" + platform, layer.blob());
    }
    add("model" + target, statement.model().file());
    for (NamedBlob sample : statement.model().smoke()) {
      add("smoke/" + sample.path(), sample.blob());
    }
    for (NamedBlob output : statement.model().expected()) {
      add("expected/" + output.path() + target, output.blob());
    }
    add("SBOM of the image" + platform, statement.boms().image());
    add("SBOM of the model" + target, statement.boms().model());
  }

  private void add(String name, Blob blob) {
    blobs.putIfAbsent(blob.digest(), blob);
    names.putIfAbsent(blob.digest(), name);
  }

  /** Reads everything once. */
  void pull(FindingList findings) throws IOException {
    for (Blob blob : blobs.values()) {
      Optional<String> refusal = pull(blob);
      findings.add(
          new Finding(
              names.getOrDefault(blob.digest(), "blob"),
              blob.digest(),
              blob.size(),
              refusal.isEmpty(),
              refusal.orElse("digest")));
    }
  }

  private Optional<String> pull(Blob blob) throws IOException {
    Artifact artifact = new Artifact(blob.digest(), MediaTypes.OCTET_STREAM, blob.size());
    try {
      source.check(Descriptor.of(artifact));
      return Optional.empty();
    } catch (OciException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
