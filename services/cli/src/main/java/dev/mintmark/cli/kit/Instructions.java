package dev.mintmark.cli.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.cli.verify.CheckedStatement;
import dev.mintmark.verify.key.VerificationKey;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** What to do with a kit, for whoever has it and nothing else. */
final class Instructions {
  private static final String TEXT =
      """
      Air-gap kit of ${name} ${version}

      repository  ${repository}
      index       ${index}
      key         SHA-256 ${fingerprint}

      This tar is an OCI image layout: the image of every platform, the models, SBOMs, signatures and
      attestations, under the digests that they have everywhere. No step below needs a network.

      1. The key. Get release.pub another way than this kit: a key that comes with what it signed proves
         nothing. Where you cannot, compare the fingerprint with somebody who knows it:

         tar -xf kit.tar keys release sbom
         openssl pkey -pubin -in release.pub -outform DER | sha256sum

      2. Into a registry. Verifies everything first; the same command again goes on where it stopped:

         mintmark import kit.tar --registry HOST[:PORT][/REPOSITORY] --key release.pub

      3. With cosign, 2.5 or newer, in that registry (--allow-http-registry where it has no TLS):

         cosign verify --key release.pub --insecure-ignore-tlog HOST/${repository}@${index}

         "insecure" is cosign's word for a signature that is in no public log; this release's are in none.
      ${evidence}   The verdicts of rebuilds, with cosign 3:

         cosign verify-attestation --key verdict.pub --insecure-ignore-tlog \\
           --type https://mintmark.dev/attestation/reproduction/v1 HOST/${repository}@${index}

      4. With openssl alone: the statement that a device acts on. It names the digests of all that runs
         on one target.

      ${statements}
      5. The SBOMs are files in sbom/. Their SHA-256 are sbom.image.digest and sbom.model.digest of
         release.env.
      """;

  private static final String EVIDENCE =
      """

         How it was made, and what is in the image of one platform (by the digest of its manifest, which
         `cosign tree` and release.env name):

         cosign verify-attestation --key evidence.pub --insecure-ignore-tlog \\
           --type slsaprovenance1 HOST/${repository}@${index}
         cosign verify-attestation --key evidence.pub --insecure-ignore-tlog \\
           --type cyclonedx HOST/${repository}@<manifest.digest of release.env>

         Get evidence.pub another way than this kit, too. Without --evidence-key or --root an import looks
         whether the kit's own attested this release, and not whose it is.

      """;

  private Instructions() {}

  static byte[] of(
      KitObjects objects,
      List<CheckedStatement> statements,
      VerificationKey key,
      boolean evidence) {
    String commands =
        statements.stream()
            .map(checked -> command(checked.statement().target()))
            .collect(Collectors.joining());
    return TEXT.replace("${evidence}", evidence ? EVIDENCE : "")
        .replace("${name}", Objects.requireNonNull(statements.getFirst()).statement().name())
        .replace("${version}", objects.version().value())
        .replace("${repository}", objects.repository().value())
        .replace("${index}", objects.release().toString())
        .replace("${fingerprint}", Fingerprint.of(key))
        .replace("${statements}", commands)
        .getBytes(UTF_8);
  }

  private static String command(String target) {
    return """
           base64 -d release/%1$s/release.env.sig > %1$s.der
           openssl dgst -sha256 -verify release.pub -signature %1$s.der release/%1$s/release.env

    """
        .formatted(target);
  }
}
