package dev.mintmark.signer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mintmark.content.Digest;
import dev.mintmark.content.MediaTypes;
import dev.mintmark.events.release.v1.PublishedObject;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.ReproductionOutcome;
import dev.mintmark.events.release.v1.Statement;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.kit.handoff.EventChain;
import dev.mintmark.kit.handoff.Outcome;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.signer.verdict.SignVerdict;
import dev.mintmark.verify.bundle.SigstoreBundle;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.registry.TinyRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real cosign verifies what the signer publishes, with its documented flags and no network. The
 * clients come from {@code contract-tests/tools/get-cosign.sh}; the folder is named by the
 * environment variable MINTMARK_COSIGN. Without it these tests skip.
 */
class CosignIT {
  private static final SigningKey KEY = SigningKey.generate();
  private static final SigningKey EVIDENCE = SigningKey.generate();
  private static final SigningKey VERDICT_KEY = SigningKey.generate();

  @TempDir Path folder;
  private FolderArtifactStore store;
  private TinyRegistry registry;
  private ReleaseSigned signed;

  /** A client and the flags with which it looks for one of the two formats. */
  record Client(String binary, List<String> flags) {
    @Override
    public String toString() {
      return binary + " " + String.join(" ", flags);
    }
  }

  static Stream<Client> clients() {
    return Stream.of(
        new Client("cosign-2", List.of()),
        new Client("cosign-3", List.of()),
        new Client("cosign-3", List.of("--new-bundle-format=false")));
  }

  @BeforeEach
  void publish() throws Exception {
    store = new FolderArtifactStore(folder.resolve("store"));
    var outcome =
        new SignRelease(store, new EventChain(store), KEY, EVIDENCE.verificationKey())
            .apply(new SampleLine(store).attested(EVIDENCE));
    signed = ((Outcome.Produced<ReleaseSigned>) outcome).event();
    registry = new TinyRegistry(SampleLine.REPOSITORY);
    for (PublishedObject object : signed.getObjects()) {
      object.getBlobs().forEach(blob -> registry.blob(read(blob.getDigest())));
      Digest digest =
          registry.manifest(
              read(object.getManifest().getDigest()), object.getManifest().getMediaType());
      if (object.getTag() != null) {
        registry.tag(object.getTag(), digest);
      }
    }
    registry.tag(signed.getTag(), Digest.parse(signed.getIndex().getDigest()));
    Files.write(folder.resolve("release.pub"), KEY.verificationKey().pem());
    Files.write(folder.resolve("evidence.pub"), EVIDENCE.verificationKey().pem());
    Files.write(folder.resolve("other.pub"), SigningKey.generate().verificationKey().pem());
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void verifiesTheTagAndEverySignedManifest(Client client) throws Exception {
    assertVerified(verify(client, "release.pub", ":" + signed.getTag()));
    for (PublishedObject object : signed.getObjects()) {
      if (object.getTag() != null && object.getTag().endsWith(".sig")) {
        String subject = object.getTag().replace("sha256-", "@sha256:").replace(".sig", "");
        assertVerified(verify(client, "release.pub", subject));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void refusesAnotherKeyAndWhatWasNotSigned(Client client) throws Exception {
    assertThat(verify(client, "other.pub", ":" + signed.getTag()).exit()).isNotZero();
    byte[] unsigned =
        new String(read(signed.getIndex().getDigest()), UTF_8)
            .replace("v1.0.0", "v6.6.6")
            .getBytes(UTF_8);
    registry.tag("evil", registry.manifest(unsigned, signed.getIndex().getMediaType()));
    assertThat(verify(client, "release.pub", ":evil").exit()).isNotZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void verifiesTheReleaseStatementAsABlob(Client client) throws Exception {
    Statement statement = signed.getStatements().getFirst();
    Path env = folder.resolve("release.env");
    Files.write(env, read(statement.getStatement().getDigest()));
    Files.write(folder.resolve("release.env.sig"), read(statement.getSignature().getDigest()));
    assertThat(verifyBlob(client).exit()).isZero();
    Files.writeString(env, Files.readString(env).replace("v1.0.0", "v1.0.1"));
    assertThat(verifyBlob(client).exit()).isNotZero();
  }

  static Stream<Arguments> attested() {
    return clients()
        .flatMap(client ->
            Stream.of(Arguments.of(client, "slsaprovenance1"), Arguments.of(client, "cyclonedx")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("attested")
  void acceptsTheEvidenceOfEveryManifestWithItsKeyAlone(Client client, String type)
      throws Exception {
    for (PublishedObject object : signed.getObjects()) {
      String tag = String.valueOf(object.getTag());
      boolean ofTheIndex = tag.contains(signed.getIndex().getDigest().substring(7));
      if (tag.endsWith(".att") && !(ofTheIndex && type.equals("cyclonedx"))) {
        String subject = tag.replace("sha256-", "@sha256:").replace(".att", "");
        assertVerified(evidence(client, "evidence.pub", type, subject));
        assertThat(evidence(client, "release.pub", type, subject).exit()).isNotZero();
        assertThat(evidence(client, "evidence.pub", "vuln", subject).exit()).isNotZero();
      }
    }
  }

  private Result evidence(Client client, String key, String type, String subject) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("verify-attestation", "--key", key));
    arguments.addAll(List.of("--insecure-ignore-tlog", "--type", type));
    arguments.addAll(client.flags());
    arguments.add(registry.host() + "/" + SampleLine.REPOSITORY + subject);
    return run(client, arguments);
  }

  /**
   * The release key signs lists of models' files, too. Alone, neither where they stand nor where
   * cosign looks, does it take one for a signature of the image.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("clients")
  void takesNoListOfAModelsFilesForAnImageSignature(Client client) throws Exception {
    try (TinyRegistry bare = new TinyRegistry(SampleLine.REPOSITORY)) {
      PublishedObject signature =
          signed.getObjects().stream()
              .filter(o ->
                  o.getBlobs().stream()
                      .anyMatch(b -> b.getMediaType().equals(MediaTypes.MODEL_SIGNATURE)))
              .findFirst()
              .orElseThrow();
      signed.getObjects().stream()
          .filter(o ->
              o.equals(signature) || o.getManifest().getDigest().equals(signature.getSubject()))
          .forEach(o -> {
            o.getBlobs().forEach(blob -> bare.blob(read(blob.getDigest())));
            bare.manifest(read(o.getManifest().getDigest()), o.getManifest().getMediaType());
          });
      assertThat(verify(client, "release.pub", "@" + signature.getSubject(), bare).exit())
          .isNotZero();

      String disguised =
          new String(read(signature.getManifest().getDigest()), UTF_8)
              .replace(MediaTypes.MODEL_SIGNATURE, SigstoreBundle.MEDIA_TYPE);
      bare.manifest(disguised.getBytes(UTF_8), signature.getManifest().getMediaType());
      assertThat(verify(client, "release.pub", "@" + signature.getSubject(), bare).exit())
          .isNotZero();
    }
  }

  /**
   * cosign 2 asks a server for its trust root before it looks at a bundle of a key: it cannot here.
   */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"IDENTICAL", "DIFFERENT", "MISSING_INPUT"})
  void acceptsTheAttestationOfAVerdict(ReproductionOutcome outcome) throws Exception {
    attach(Verdicts.of(signed.getIndex(), outcome));
    Client cosign = new Client("cosign-3", List.of());

    Result verified = verifyAttestation(cosign, "verdict.pub");
    assertVerified(verified);
    assertThat(predicate(verified).get("outcome").textValue()).isEqualTo(outcome.toString());
    assertThat(verifyAttestation(cosign, "release.pub").exit()).isNotZero();
    assertVerified(verify(cosign, "release.pub", ":" + signed.getTag()));
  }

  private void attach(ReleaseReproduced verdict) throws Exception {
    var outcome = new SignVerdict(store, VERDICT_KEY).apply(Verdicts.incoming(verdict));
    VerdictSigned attested = ((Outcome.Produced<VerdictSigned>) outcome).event();
    attested.getBlobs().forEach(blob -> registry.blob(read(blob.getDigest())));
    registry.manifest(
        read(attested.getManifest().getDigest()), attested.getManifest().getMediaType());
    Files.write(folder.resolve("verdict.pub"), VERDICT_KEY.verificationKey().pem());
  }

  private Result verifyAttestation(Client client, String key) throws Exception {
    return run(
        client,
        List.of(
            "verify-attestation",
            "--key",
            key,
            "--insecure-ignore-tlog",
            "--type",
            "https://mintmark.dev/attestation/reproduction/v1",
            registry.host() + "/" + SampleLine.REPOSITORY + ":" + signed.getTag()));
  }

  /** What stands in the envelope that cosign prints when it accepts one. */
  private static JsonNode predicate(Result verified) throws Exception {
    String envelope =
        verified.output().lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
    ObjectMapper json = new ObjectMapper();
    byte[] payload = json.readTree(envelope).get("payload").binaryValue();
    return json.readTree(payload).get("predicate");
  }

  private record Result(int exit, String output) {}

  private static void assertVerified(Result result) {
    assertThat(result.exit()).as(result.output()).isZero();
  }

  private Result verify(Client client, String key, String reference) throws Exception {
    return verify(client, key, reference, registry);
  }

  private Result verify(Client client, String key, String reference, TinyRegistry from)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("verify", "--key", key));
    arguments.add("--insecure-ignore-tlog");
    arguments.addAll(client.flags());
    arguments.add(from.host() + "/" + SampleLine.REPOSITORY + reference);
    return run(client, arguments);
  }

  private Result verifyBlob(Client client) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("verify-blob", "--key", "release.pub"));
    arguments.addAll(List.of("--insecure-ignore-tlog", "--signature", "release.env.sig"));
    if (client.binary().equals("cosign-3")) {
      arguments.add("--new-bundle-format=false");
    }
    arguments.add("release.env");
    return run(client, arguments);
  }

  private Result run(Client client, List<String> arguments) throws Exception {
    String clients = System.getenv("MINTMARK_COSIGN");
    assumeTrue(clients != null, "skipped: MINTMARK_COSIGN names no folder with cosign");
    Path binary = Path.of(clients, client.binary());
    assumeTrue(Files.isExecutable(binary), "skipped: no " + binary);
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HOME", folder.toString());
    // Any request that leaves this machine fails at once.
    builder.environment().put("HTTPS_PROXY", "http://127.0.0.1:1");
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output);
  }

  private byte[] read(String digest) {
    return store.read(Digest.parse(digest), 1 << 20);
  }
}
