package dev.mintmark.verify.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Artifact;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.json.CanonicalJson;
import dev.mintmark.oci.OciMediaTypes;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.manifest.Annotations;
import dev.mintmark.oci.manifest.ArtifactTypes;
import dev.mintmark.oci.manifest.Descriptor;
import dev.mintmark.oci.manifest.ImageIndex;
import dev.mintmark.oci.manifest.Manifest;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.cosign.ArtifactManifest;
import dev.mintmark.verify.cosign.BundleReferrer;
import dev.mintmark.verify.cosign.ImageSigner;
import dev.mintmark.verify.evidence.Attestations;
import dev.mintmark.verify.evidence.EvidenceType;
import dev.mintmark.verify.evidence.Provenance;
import dev.mintmark.verify.evidence.Resource;
import dev.mintmark.verify.intoto.Statement;
import dev.mintmark.verify.intoto.Subject;
import dev.mintmark.verify.json.Documents;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.model.ModelFiles;
import dev.mintmark.verify.model.ModelSignature;
import dev.mintmark.verify.model.ModelStatement;
import dev.mintmark.verify.release.Blob;
import dev.mintmark.verify.release.Boms;
import dev.mintmark.verify.release.Image;
import dev.mintmark.verify.release.Layer;
import dev.mintmark.verify.release.Model;
import dev.mintmark.verify.release.NamedBlob;
import dev.mintmark.verify.release.ReleaseEnv;
import dev.mintmark.verify.release.ReleaseStatement;
import dev.mintmark.verify.release.StatementSignature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A small release in a registry, signed as the line signs, with handles to tamper with. */
public final class SignedRelease {
  public static final String REPOSITORY = "vision/face-detect";
  private static final Instant CREATED = Instant.ofEpochSecond(1_780_000_000L);
  private static final byte[] LAYER = "layer".getBytes(UTF_8);
  private static final byte[] CONFIG =
      "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(UTF_8);
  private static final byte[] MODEL = "model".getBytes(UTF_8);
  private static final byte[] SAMPLE = "sample".getBytes(UTF_8);
  private static final byte[] OUTPUT = "output".getBytes(UTF_8);
  private static final Map<String, Digest> SAMPLES =
      Map.of("smoke/a.npy", Digest.of(SAMPLE), "expected/a/y.npy", Digest.of(OUTPUT));
  private static final byte[] IMAGE_BOM = bom("image", "3e671687-395b-81f5-a30f-a58921a69b79");
  private static final byte[] MODEL_BOM = bom("model", "3e671687-395b-81f5-a30f-a58921a69b80");

  private final TinyRegistry registry;
  private final Map<Digest, byte[]> published = new HashMap<>();
  private final Map<String, Digest> bundles = new HashMap<>();
  public final Artifact image;
  public final Artifact model;
  public final Artifact index;
  public final Digest statement;
  public final Digest indexBundle;
  public final Digest indexBundleManifest;
  public final Digest modelSignature;
  public final Digest modelFiles;
  public final Digest modelFilesManifest;

  public SignedRelease(TinyRegistry registry, SigningKey key) {
    this.registry = registry;
    List.of(LAYER, CONFIG, MODEL, SAMPLE, OUTPUT, IMAGE_BOM, MODEL_BOM).forEach(this::publishBlob);
    Manifest imageManifest =
        Manifest.image(
            Descriptor.of(Artifact.of(CONFIG, OciMediaTypes.CONFIG)),
            List.of(Descriptor.of(Artifact.of(LAYER, OciMediaTypes.LAYER_GZIP))),
            Map.of());
    Manifest modelManifest =
        Manifest.ofArtifact(
            ArtifactTypes.MODEL,
            List.of(
                named(Artifact.of(MODEL, MediaTypes.ONNX), "model.onnx"),
                named(Artifact.of(SAMPLE, MediaTypes.NPY), "smoke/a.npy"),
                named(Artifact.of(OUTPUT, MediaTypes.NPY), "expected/a/y.npy")),
            null,
            Map.of(Annotations.TARGET, "cpu-amd64", Annotations.PLATFORM, "linux/amd64"));
    image = publish(imageManifest.bytes(), OciMediaTypes.MANIFEST);
    model = publish(modelManifest.bytes(), OciMediaTypes.MANIFEST);
    index =
        publish(
            ImageIndex.ofPlatforms(
                    Map.of(Platform.LINUX_AMD64, Descriptor.of(image)),
                    Map.of(Annotations.MODEL_PREFIX + "cpu-amd64", model.digest().toString()))
                .bytes(),
            OciMediaTypes.INDEX);
    publishBom(IMAGE_BOM, image);
    publishBom(MODEL_BOM, model);
    ImageSigner signer = new ImageSigner(key, CREATED);
    sign(signer, image);
    modelSignature = sign(signer, model).getLast();
    indexBundle = sign(signer, index).getFirst();
    indexBundleManifest = signer.bundleReferrer(index, REPOSITORY).bytes().artifact().digest();
    ArtifactManifest signed = signModel(key, Map.of("model.onnx", Digest.of(MODEL)), SAMPLES);
    modelFiles = signed.layers().getFirst().artifact().digest();
    modelFilesManifest = signed.bytes().artifact().digest();
    statement = publishStatement(key);
    registry.tag("v1.0.0", index.digest());
  }

  /** Attests SBOMs and provenance, as the line does. */
  public SignedRelease attest(SigningKey evidence) {
    Statement made = provenance(REPOSITORY, index, image, model);
    attest(evidence, image, sbom(IMAGE_BOM, image), made);
    attest(evidence, model, sbom(MODEL_BOM, model), made);
    attest(evidence, index, made);
    return this;
  }

  /** Attests these statements of one manifest, whatever they are about. */
  public void attest(SigningKey key, Artifact subject, Statement... statements) {
    List<Attestations.Signed> all = new ArrayList<>();
    for (Statement statement : statements) {
      EvidenceType type = EvidenceType.of(statement.predicateType()).orElseThrow();
      SigstoreBundle bundle = SigstoreBundle.sign(statement, key);
      bundles.put(type + " " + subject.digest(), Digest.of(bundle.bytes()));
      all.add(new Attestations.Signed(type, bundle));
    }
    Attestations attestations = new Attestations(subject, all);
    attestations.referrers(CREATED).forEach(this::publish);
    ArtifactManifest tag = attestations.tag();
    registry.tag(tag.tag().orElseThrow(), publish(tag));
  }

  /** What states the image's SBOM. */
  public Statement imageSbom() {
    return sbom(IMAGE_BOM, image);
  }

  /** The least that provenance of these manifests says. */
  public static Statement provenance(String repository, Artifact... subjects) {
    String request = Digest.of(new byte[1]).hex();
    String next = Digest.of(new byte[2]).hex();
    Provenance provenance =
        new Provenance(
            CanonicalJson.object().put("requestDigest", "sha256:" + request),
            CanonicalJson.object(),
            List.of(Resource.of("request", request, MediaTypes.EVENT, Map.of())),
            "0.1.0",
            List.of(
                Resource.of("requested", request, MediaTypes.EVENT, Map.of()),
                Resource.of(
                    "ingested",
                    next,
                    MediaTypes.EVENT,
                    Map.of(Provenance.PREVIOUS, "sha256:" + request))));
    return new Statement(
        Stream.of(subjects)
            .map(subject ->
                new Subject(Optional.of(repository + "@" + subject.digest()), subject.digest()))
            .toList(),
        EvidenceType.PROVENANCE.predicateType(),
        provenance.predicate());
  }

  private static Statement sbom(byte[] bom, Artifact subject) {
    return new Statement(
        List.of(new Subject(Optional.of(REPOSITORY), subject.digest())),
        EvidenceType.SBOM.predicateType(),
        Documents.read(bom, "bom"));
  }

  public Digest imageSbomBundle() {
    return bundle(EvidenceType.SBOM, image);
  }

  public Digest modelSbomBundle() {
    return bundle(EvidenceType.SBOM, model);
  }

  /** Of every manifest. */
  public Digest provenanceBundle() {
    return bundle(EvidenceType.PROVENANCE, index);
  }

  private Digest bundle(EvidenceType type, Artifact subject) {
    return Objects.requireNonNull(bundles.get(type + " " + subject.digest()), "not attested");
  }

  public static Digest layer() {
    return Digest.of(LAYER);
  }

  public static Digest modelFile() {
    return Digest.of(MODEL);
  }

  public static Digest modelBom() {
    return Digest.of(MODEL_BOM);
  }

  /** The blobs of the bundle and of the signature tag's payload. */
  private List<Digest> sign(ImageSigner signer, Artifact subject) {
    ArtifactManifest bundle = signer.bundleReferrer(subject, REPOSITORY);
    ArtifactManifest tag = signer.signatureTag(subject, REPOSITORY);
    publish(bundle);
    registry.tag(tag.tag().orElseThrow(), publish(tag));
    return List.of(
        bundle.layers().getFirst().artifact().digest(),
        tag.layers().getFirst().artifact().digest());
  }

  private static Descriptor named(Artifact artifact, String title) {
    return Descriptor.of(artifact, Map.of(Annotations.TITLE, title));
  }

  /**
   * Attaches an OpenSSF signature over files to the model artifact.
   *
   * @param more files, or none
   */
  public ArtifactManifest signModel(
      SigningKey key, Map<String, Digest> files, Map<String, Digest> more) {
    Map<String, Digest> all = new HashMap<>(files);
    all.putAll(more);
    ModelStatement signed = new ModelStatement("face-detect", ModelFiles.of(all), List.of());
    byte[] bundle = ModelSignature.sign(signed, key);
    ArtifactManifest made = ModelSignature.referrer(bundle, model, CREATED);
    publish(made);
    return made;
  }

  /** Attaches a statement about the index, as SBOMs, provenance and verdicts are. */
  public void attest(SigningKey key, String predicateType) {
    Statement statement =
        new Statement(
            List.of(new Subject(Optional.of(REPOSITORY), index.digest())),
            predicateType,
            CanonicalJson.object());
    publish(BundleReferrer.of(SigstoreBundle.sign(statement, key), statement, index, CREATED));
  }

  /** The least that a CycloneDX document of a release has. */
  private static byte[] bom(String what, String serial) {
    return """
    {"bomFormat":"CycloneDX","specVersion":"1.6","serialNumber":"urn:uuid:%s","version":1,
     "metadata":{"timestamp":"2026-05-28T20:26:40Z","tools":{"components":[]},
      "supplier":{"name":"Example"},"component":{"type":"container","bom-ref":"subject",
       "name":"vision/face-detect","version":"v1.0.0","description":"%s"}},
     "components":[]}
    """
        .formatted(serial, what)
        .getBytes(UTF_8);
  }

  private void publishBom(byte[] bom, Artifact subject) {
    List<ArtifactManifest.Blob> layers =
        List.of(ArtifactManifest.Blob.of(bom, MediaTypes.CYCLONEDX));
    publish(ArtifactManifest.referrer(MediaTypes.CYCLONEDX, layers, subject, Map.of(), CREATED));
  }

  private Digest publishStatement(SigningKey key) {
    byte[] env = ReleaseEnv.write(statement());
    publish(
        ArtifactManifest.referrer(
            MediaTypes.RELEASE_ENV,
            List.of(
                ArtifactManifest.Blob.file(env, MediaTypes.RELEASE_ENV, "release.env"),
                ArtifactManifest.Blob.file(
                    StatementSignature.sign(env, key),
                    MediaTypes.RELEASE_ENV_SIGNATURE,
                    "release.env.sig")),
            index,
            Map.of(Annotations.TARGET, "cpu-amd64"),
            CREATED));
    return Digest.of(env);
  }

  private ReleaseStatement statement() {
    return new ReleaseStatement(
        "face-detect",
        "v1.0.0",
        "cpu-amd64",
        "linux/amd64",
        REPOSITORY,
        new Image(
            index.digest(),
            new Blob(image.digest(), image.size()),
            blob(CONFIG),
            List.of(new Layer(blob(LAYER), Digest.of(LAYER)))),
        new Model(
            new Blob(model.digest(), model.size()),
            blob(MODEL),
            List.of(new NamedBlob("a.npy", blob(SAMPLE))),
            List.of(new NamedBlob("a/y.npy", blob(OUTPUT)))),
        new Boms(blob(IMAGE_BOM), blob(MODEL_BOM)),
        0);
  }

  private Artifact publish(byte[] bytes, String mediaType) {
    published.put(registry.manifest(bytes, mediaType), bytes);
    return Artifact.of(bytes, mediaType);
  }

  private Digest publish(ArtifactManifest made) {
    made.layers().forEach(layer -> publishBlob(layer.content()));
    publishBlob(made.config().content());
    return registry.manifest(made.bytes().content(), OciMediaTypes.MANIFEST);
  }

  private void publishBlob(byte[] bytes) {
    published.put(registry.blob(bytes), bytes);
  }

  /** Signs all of it with a second key, as its holder would: more bundles, layers, a statement. */
  public void signAlso(SigningKey first, SigningKey second) {
    for (Artifact subject : List.of(image, model, index)) {
      publish(new ImageSigner(second, CREATED).bundleReferrer(subject, REPOSITORY));
      ArtifactManifest one = new ImageSigner(first, CREATED).signatureTag(subject, REPOSITORY);
      ArtifactManifest two = new ImageSigner(second, CREATED).signatureTag(subject, REPOSITORY);
      two.layers().forEach(layer -> publishBlob(layer.content()));
      registry.tag(
          one.tag().orElseThrow(), publish(bothLayers(one, two), OciMediaTypes.MANIFEST).digest());
    }
    publishStatement(second);
  }

  /** As cosign adds a signature: one more layer in the manifest of the first. */
  private static byte[] bothLayers(ArtifactManifest one, ArtifactManifest two) {
    String first = layers(one);
    return new String(one.bytes().content(), UTF_8)
        .replace(first, first + "," + layers(two))
        .getBytes(UTF_8);
  }

  private static String layers(ArtifactManifest manifest) {
    String text = new String(manifest.bytes().content(), UTF_8);
    int from = text.indexOf("\"layers\":[") + "\"layers\":[".length();
    return text.substring(from, text.indexOf(']', from));
  }

  /** Attaches somebody's statement for the same target, with a signature of that key. */
  public void attachForeignStatement(SigningKey key) {
    byte[] env = "mintmark.release=1\n".getBytes(UTF_8);
    publish(
        ArtifactManifest.referrer(
            MediaTypes.RELEASE_ENV,
            List.of(
                ArtifactManifest.Blob.file(env, MediaTypes.RELEASE_ENV, "release.env"),
                ArtifactManifest.Blob.file(
                    StatementSignature.sign(env, key),
                    MediaTypes.RELEASE_ENV_SIGNATURE,
                    "release.env.sig")),
            index,
            Map.of(Annotations.TARGET, "cpu-amd64"),
            CREATED));
  }

  /** Attaches the release's statement once more, with these bytes as its signature's file. */
  public Digest attachCopy(byte[] signature) {
    publish(
        ArtifactManifest.referrer(
            MediaTypes.RELEASE_ENV,
            List.of(
                ArtifactManifest.Blob.file(
                    ReleaseEnv.write(statement()), MediaTypes.RELEASE_ENV, "release.env"),
                ArtifactManifest.Blob.file(
                    signature, MediaTypes.RELEASE_ENV_SIGNATURE, "release.env.sig")),
            index,
            Map.of(Annotations.TARGET, "cpu-amd64"),
            CREATED));
    return Digest.of(signature);
  }

  /** Attaches one attestation for cosign 3, and gives its bundle. */
  public Digest attach(SigningKey key, Artifact subject, Statement statement) {
    SigstoreBundle bundle = SigstoreBundle.sign(statement, key);
    publish(BundleReferrer.of(bundle, statement, subject, CREATED));
    return Digest.of(bundle.bytes());
  }

  /** An index of the same images that names no model, signed by the key. */
  public Artifact signWithoutModels(SigningKey key, String tag) {
    Artifact bare =
        publish(
            ImageIndex.ofPlatforms(Map.of(Platform.LINUX_AMD64, Descriptor.of(image)), Map.of())
                .bytes(),
            OciMediaTypes.INDEX);
    sign(new ImageSigner(key, CREATED), bare);
    registry.tag(tag, bare.digest());
    return bare;
  }

  /** Attaches an attestation about the index. */
  public void attest(SigningKey key, String predicateType, Map<String, String> predicate) {
    var json = CanonicalJson.object();
    predicate.forEach(json::put);
    Statement made =
        new Statement(
            List.of(new Subject(Optional.of(REPOSITORY), index.digest())), predicateType, json);
    publish(BundleReferrer.of(SigstoreBundle.sign(made, key), made, index, CREATED));
  }

  /** From now on one bit of it is another. */
  public void tamper(Digest digest) {
    byte[] bytes = published.getOrDefault(digest, new byte[1]).clone();
    bytes[bytes.length - 1] ^= 1;
    registry.swap(digest, bytes);
  }

  /** From now on the manifest has a space more, and says the same. */
  public void widen(Digest manifest) {
    byte[] bytes = published.getOrDefault(manifest, new byte[0]);
    byte[] wider = Arrays.copyOf(bytes, bytes.length + 1);
    wider[bytes.length] = ' ';
    registry.swap(manifest, wider);
  }

  /** From now on it is not there. */
  public void remove(Digest digest) {
    registry.remove(digest);
  }

  private static Blob blob(byte[] bytes) {
    return new Blob(Digest.of(bytes), bytes.length);
  }
}
