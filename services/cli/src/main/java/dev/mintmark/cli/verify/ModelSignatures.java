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
import dev.mintmark.verify.keyset.KeyRole;
import dev.mintmark.verify.model.ModelFiles;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.model.ModelVerifier;
import dev.mintmark.verify.policy.Count;
import dev.mintmark.verify.policy.Vouching;
import dev.mintmark.verify.refusal.RefusalCode;
import dev.mintmark.verify.refusal.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fetches and verifies the OpenSSF signature over the files of a model artifact. */
final class ModelSignatures {
  private static final long MOST_BYTES = 256L << 20;

  private final ReleaseSource source;
  private final Vouching vouching;

  ModelSignatures(ReleaseSource source, Vouching vouching) {
    this.source = source;
    this.vouching = vouching;
  }

  /**
   * One verdict: that of the first signature that holds, else of the first one. None where there is
   * no signature: releases of 0.1.0 have none, and the release statement names every file.
   *
   * @param model whose manifest a release key signed, and whose statement is verified before
   */
  List<Verdict<ModelStatement>> of(FetchedManifest model) throws IOException {
    Digest digest = model.artifact().digest();
    Count<ModelStatement> count =
        vouching.any(KeyRole.RELEASE, (bundle, keys) -> verdict(bundle, keys, model));
    List<Descriptor> referrers = source.referrers(digest, MediaTypes.MODEL_SIGNATURE);
    Attached attached = new Attached(source, MOST_BYTES);
    attached.layersOf(referrers, Documents.MAX_BYTES, count::take);
    return referrers.isEmpty()
        ? List.of()
        : List.of(
            attached.explained(
                count.verdict(() ->
                    new Verdict.Refused<>(
                        RefusalCode.NO_SIGNATURE,
                        "cannot accept the model "
                            + digest
                            + ": what is attached is no signature of its files"))));
  }

  private static Verdict<ModelStatement> verdict(
      byte[] bundle, List<VerificationKey> keys, FetchedManifest model) {
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
