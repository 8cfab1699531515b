package dev.mintmark.cli.verify;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.release.ReleaseStatement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Verifies a release from its index down: the signatures of index, images and models, the statement
 * for each target, and then the digest of every blob that a statement names. Nothing is read before
 * a signature vouches for it, but the lists that say where signatures are.
 */
public final class ReleaseCheck {
  private final RegistryClient registry;
  private final RepositoryName repository;
  private final Signatures signatures;
  private final Statements statements;
  private final FindingList findings;

  /**
   * A check of one release.
   *
   * @param each told of every finding as it comes
   */
  public ReleaseCheck(
      RegistryClient registry,
      RepositoryName repository,
      VerificationKey key,
      Consumer<Finding> each) {
    ReleaseVerifier verifier = new ReleaseVerifier(List.of(key));
    this.registry = registry;
    this.repository = repository;
    this.signatures = new Signatures(registry, repository, verifier);
    this.statements = new Statements(registry, repository, verifier);
    this.findings = new FindingList(each);
  }

  /**
   * Verifies.
   *
   * @throws IOException when the registry cannot be reached
   */
  public Report check(ImageReference reference) throws IOException {
    FetchedManifest fetched =
        reference.tag().isPresent()
            ? registry.manifest(repository, reference.tag().get())
            : registry.manifest(repository, reference.digest().orElseThrow());
    Digest digest = fetched.artifact().digest();
    if (!(fetched.document() instanceof ImageIndex index)) {
      findings.add(
          new Finding("index", digest, fetched.artifact().size(), false, "no index (CLI-041)"));
      return findings.report(reference.toString(), digest);
    }
    try {
      if (isSigned("index", fetched.artifact())) {
        check(digest, index);
      }
    } catch (OciException e) {
      findings.add(new Finding("release", digest, 0, false, String.valueOf(e.getMessage())));
    }
    return findings.report(reference.toString(), digest);
  }

  private void check(Digest digest, ImageIndex index) throws IOException {
    for (Descriptor image : index.manifests()) {
      registry.manifest(repository, image);
      isSigned("image " + image.platform(), image.artifact());
    }
    Contents contents = new Contents(registry, repository);
    for (Map.Entry<String, Digest> model : models(index).entrySet()) {
      FetchedManifest manifest = registry.manifest(repository, model.getValue());
      if (isSigned("model " + model.getKey(), manifest.artifact())) {
        statement(digest, model.getKey(), manifest, contents);
      }
    }
    contents.pull(findings);
  }

  private void statement(Digest index, String target, FetchedManifest model, Contents contents)
      throws IOException {
    String platform = model.document().annotations().getOrDefault(Annotations.PLATFORM, "none");
    Verdict<ReleaseStatement> verdict = statements.of(index, target, platform);
    Artifact artifact = model.artifact();
    findings.add("statement " + target, artifact, List.of(verdict), "signature, contents");
    if (verdict instanceof Verdict.Verified<ReleaseStatement> verified) {
      contents.add(verified.what());
    }
  }

  private boolean isSigned(String object, Artifact manifest) throws IOException {
    List<Verdict<Digest>> verdicts = signatures.of(manifest.digest());
    findings.add(object, manifest, verdicts, "signature, bundle");
    return verdicts.stream().allMatch(Verdict.Verified.class::isInstance);
  }

  /** Model manifests by target; the index is signed, so its annotations are as well. */
  private static SortedMap<String, Digest> models(ImageIndex index) {
    SortedMap<String, Digest> models = new TreeMap<>();
    index
        .annotations()
        .forEach((key, value) -> {
          if (key.startsWith(Annotations.MODEL_PREFIX)) {
            models.put(key.substring(Annotations.MODEL_PREFIX.length()), Digest.parse(value));
          }
        });
    return models;
  }
}
