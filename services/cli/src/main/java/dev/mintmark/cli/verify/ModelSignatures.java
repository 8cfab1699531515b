package dev.mintmark.cli.verify;

import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.model.ModelFiles;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.model.ModelVerifier;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fetches and verifies the OpenSSF signature over the files of a model artifact. */
final class ModelSignatures {
  private final ReleaseSource source;
  private final List<VerificationKey> keys;

  ModelSignatures(ReleaseSource source, List<VerificationKey> keys) {
    this.source = source;
    this.keys = List.copyOf(keys);
  }

  /**
   * One verdict: that of the first signature that holds, else of the first one. None where there is
   * no signature: releases of 0.1.0 have none, and the release statement names every file.
   *
   * @param model whose manifest one of the keys signed
   */
  List<Verdict<ModelStatement>> of(FetchedManifest model) throws IOException {
    List<Verdict<ModelStatement>> verdicts = new ArrayList<>();
    for (Descriptor referrer :
        source.referrers(model.artifact().digest(), MediaTypes.MODEL_SIGNATURE)) {
      if (source.manifest(referrer).document() instanceof Manifest manifest) {
        for (Descriptor layer : manifest.layers()) {
          verdicts.add(verdict(source.blob(layer, Documents.MAX_BYTES), model));
        }
      }
    }
    return verdicts.stream()
        .filter(Verdict.Verified.class::isInstance)
        .findFirst()
        .or(() -> verdicts.stream().findFirst())
        .map(List::of)
        .orElseGet(List::of);
  }

  private Verdict<ModelStatement> verdict(byte[] bundle, FetchedManifest model) {
    try {
      return new ModelVerifier(keys).verify(bundle, files(model));
    } catch (RefusedException e) {
      return new Verdict.Refused<>(e.code(), e.detail());
    }
  }

  /** As {@code oras pull} writes them; a layer without a name is a file nowhere. */
  private static ModelFiles files(FetchedManifest model) {
    Map<String, Digest> files = new TreeMap<>();
    if (model.document() instanceof Manifest manifest) {
      for (Descriptor layer : manifest.layers()) {
        // A second file of a name would hide the first: no name at all is refused.
        String title = layer.annotations().getOrDefault(Annotations.TITLE, "");
        files.put(files.containsKey(title) ? "" : title, layer.digest());
      }
    }
    return ModelFiles.of(files);
  }
}
