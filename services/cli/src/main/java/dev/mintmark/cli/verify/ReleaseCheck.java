package dev.mintmark.cli.verify;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.verify.Verdict;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.policy.AttestationRule;
import dev.mintmark.verify.policy.Policy;
import dev.mintmark.verify.policy.Trust;
import dev.mintmark.verify.policy.Vouching;
import dev.mintmark.verify.release.ReleaseExpectation;
import dev.mintmark.verify.release.ReleaseStatement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Verifies a release from its index down: the signatures of index, images and models, the statement
 * for each target, and then the digest of every blob that a statement names. Nothing is read before
 * a signature vouches for it, but the lists that say where signatures are.
 */
public final class ReleaseCheck {
  private final ReleaseSource source;
  private final Policy policy;
  private final Vouching vouching;
  private final Signatures signatures;
  private final Statements statements;
  private final Evidence evidence;
  private final ModelSignatures modelSignatures;
  private final List<CheckedStatement> checked = new ArrayList<>();
  private final FindingList findings = new FindingList();

  /**
   * @param repository logical repository, which signatures name
   */
  public ReleaseCheck(ReleaseSource source, RepositoryName repository, Trust trust) {
    this(source, repository, trust, EvidencePolicy.NONE);
  }

  /**
   * @param repository logical repository, which signatures name
   * @param evidence what is asked of the release's attestations
   */
  public ReleaseCheck(
      ReleaseSource source, RepositoryName repository, Trust trust, EvidencePolicy evidence) {
    this.source = source;
    this.policy = trust.policy();
    this.vouching = trust.begin();
    this.signatures = new Signatures(source, repository, vouching);
    this.statements = new Statements(source, repository, vouching);
    this.evidence = new Evidence(source, repository, evidence.orOf(trust), vouching);
    this.modelSignatures = new ModelSignatures(source, vouching);
  }

  /**
   * Verifies all that a key signed, and not yet the bytes that statements name.
   *
   * @throws IOException when the source cannot be read
   */
  public Report checkSigned(ImageReference reference) throws IOException {
    return check(reference, false);
  }

  /**
   * Verifies.
   *
   * @throws IOException when the source cannot be read
   */
  public Report check(ImageReference reference) throws IOException {
    return check(reference, true);
  }

  /**
   * Verifies the signatures of one manifest, and nothing that it names.
   *
   * @param object for people
   */
  public Report checkOne(String object, FetchedManifest manifest) throws IOException {
    if (isSigned(object, manifest.artifact())) {
      add("keys", manifest.artifact(), vouching.withoutName(manifest.artifact().digest()));
    }
    return findings.report(object, manifest.artifact().digest(), new TreeMap<>());
  }

  /** Whether anything is there that could be a signature of the manifest, whoever made it. */
  public static boolean claimsSignature(ReleaseSource source, Digest manifest) throws IOException {
    return Signatures.areClaimed(source, manifest);
  }

  private Report check(ImageReference reference, boolean contents) throws IOException {
    FetchedManifest fetched =
        reference.tag().isPresent()
            ? source.manifest(reference.tag().get())
            : source.manifest(reference.digest().orElseThrow());
    Digest digest = fetched.artifact().digest();
    if (!(fetched.document() instanceof ImageIndex index)) {
      findings.add(
          new Finding(
              "index",
              digest,
              fetched.artifact().size(),
              false,
              "it is no index of platforms and models (CLI-041)"));
      return findings.report(reference.toString(), digest, new TreeMap<>());
    }
    try {
      if (isSigned("index", fetched.artifact())) {
        check(fetched.artifact(), index, version(reference), contents);
      }
    } catch (OciException e) {
      findings.add(new Finding("release", digest, 0, false, String.valueOf(e.getMessage())));
    }
    return findings.report(reference.toString(), digest, IndexNotes.tested(index));
  }

  /** The statements that hold, in the order of their targets. */
  public List<CheckedStatement> statements() {
    return List.copyOf(checked);
  }

  /** Release keys that were counted for what holds, in the order of the checks. */
  public List<VerificationKey> signers() {
    return vouching.signers();
  }

  /** Keys that attested what holds, in the order of the checks. */
  public List<VerificationKey> attesters() {
    return evidence.attesters();
  }

  private void check(Artifact bytes, ImageIndex index, Optional<String> version, boolean all)
      throws IOException {
    Map<String, Artifact> images = new LinkedHashMap<>();
    Map<String, Artifact> models = new LinkedHashMap<>();
    for (Descriptor image : index.manifests()) {
      source.manifest(image);
      isSigned("image " + image.platform(), image.artifact());
      String name = "image " + image.platform();
      images.put(images.containsKey(name) ? name + " " + image.digest() : name, image.artifact());
    }
    Contents contents = new Contents(source);
    for (Map.Entry<String, Digest> model : IndexNotes.models(index).entrySet()) {
      FetchedManifest manifest = source.manifest(model.getValue());
      models.put("model " + model.getKey(), manifest.artifact());
      if (isSigned("model " + model.getKey(), manifest.artifact())) {
        statement(bytes, model.getKey(), version, manifest, contents);
        modelFiles(model.getKey(), manifest);
      }
    }
    attested(AttestationRule.On.INDEX, Map.of("index", bytes));
    attested(AttestationRule.On.IMAGES, images);
    attested(AttestationRule.On.MODELS, models);
    images.forEach(evidence::add);
    models.forEach(evidence::add);
    evidence.check(bytes, findings);
    checked.forEach(statement -> policy(statement, index));
    if (checked.isEmpty()) {
      add("policy", bytes, vouching.releaseWithoutStatement(bytes.digest()));
    }
    if (all) {
      contents.pull(findings);
    }
  }

  private void statement(
      Artifact index,
      String target,
      Optional<String> version,
      FetchedManifest model,
      Contents contents)
      throws IOException {
    String platform = model.document().annotations().getOrDefault(Annotations.PLATFORM, "none");
    Statements.Found found = statements.of(index, target, platform, version);
    findings.add(
        "statement " + target, found.bytes(), List.of(found.verdict()), "signature, contents");
    if (found.verdict() instanceof Verdict.Verified<ReleaseStatement> verified) {
      contents.add(verified.what());
      evidence.document("image " + platform, verified.what().boms().image());
      evidence.document("model " + target, verified.what().boms().model());
      checked.add(new CheckedStatement(verified.what(), found.bytes(), found.signature()));
    }
  }

  private void modelFiles(String target, FetchedManifest model) throws IOException {
    List<Verdict<ModelStatement>> verdicts = modelSignatures.of(model);
    String good = verdicts.isEmpty() ? "not signed; see the statement" : "model signature";
    findings.add("model files " + target, model.artifact(), verdicts, good);
  }

  private void attested(AttestationRule.On on, Map<String, Artifact> objects) throws IOException {
    for (AttestationRule rule : policy.attestations()) {
      if (rule.on() == on) {
        for (Map.Entry<String, Artifact> object : objects.entrySet()) {
          Artifact manifest = object.getValue();
          Verdict<Digest> verdict = signatures.attestation(rule, manifest.digest());
          findings.add(
              object.getKey(), manifest, List.of(verdict), "attested: " + rule.predicate());
        }
      }
    }
  }

  private void add(String object, Artifact manifest, Optional<Verdict.Refused<Digest>> refused) {
    refused.ifPresent(why -> findings.add(object, manifest, List.of(why), ""));
  }

  private static Optional<String> version(ImageReference reference) {
    return reference.tag().map(Tag::value).flatMap(ReleaseExpectation::version);
  }

  private void policy(CheckedStatement statement, ImageIndex index) {
    Optional<String> from = Optional.ofNullable(index.annotations().get(Annotations.SOURCE));
    List<Verdict.Refused<ReleaseStatement>> refused = vouching.release(statement.statement(), from);
    if (!refused.isEmpty() || !policy.equals(Policy.OPEN)) {
      Artifact bytes = statement.bytes();
      findings.add(
          new Finding(
              "policy " + statement.statement().target(),
              bytes.digest(),
              bytes.size(),
              refused.isEmpty(),
              refused.isEmpty() ? "keys, name, floor" : refused.getFirst().message()));
    }
  }

  private boolean isSigned(String object, Artifact manifest) throws IOException {
    List<Verdict<Digest>> verdicts = signatures.of(manifest.digest());
    findings.add(object, manifest, verdicts, "signature, bundle");
    return verdicts.stream().allMatch(Verdict.Verified.class::isInstance);
  }
}
