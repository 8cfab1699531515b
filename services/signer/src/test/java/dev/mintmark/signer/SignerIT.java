package dev.mintmark.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.events.evidence.v1.EvidenceAttested;
import dev.mintmark.events.rebuild.v1.RebuildPrepared;
import dev.mintmark.events.release.v1.ReleaseReproduced;
import dev.mintmark.events.release.v1.ReleaseSigned;
import dev.mintmark.events.release.v1.ReproductionOutcome;
import dev.mintmark.events.sbom.v1.SbomPublished;
import dev.mintmark.events.verdict.v1.VerdictSigned;
import dev.mintmark.kit.handoff.Incoming;
import dev.mintmark.kit.store.FolderArtifactStore;
import dev.mintmark.kit.testing.ReleaseLine;
import dev.mintmark.kit.testing.ServiceProcess;
import dev.mintmark.kit.testing.ServiceSettings;
import dev.mintmark.topics.TopicCatalogue;
import dev.mintmark.verify.key.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built signer: on the line in three processes with a key each, in a rebuild without any. */
class SignerIT {
  @TempDir Path folder;

  @Test
  void attestsAndSignsOnTheLineAndPreparesInARebuild() throws Exception {
    FolderArtifactStore store = new FolderArtifactStore(folder.resolve("artifacts"));
    Incoming<SbomPublished> release = new SampleLine(store).run();
    SigningKey releaseKey = SigningKey.generate();
    SigningKey evidenceKey = SigningKey.generate();
    SigningKey verdictKey = SigningKey.generate();
    try (ReleaseLine line = ReleaseLine.start(folder)) {
      line.upload(folder.resolve("artifacts"));
      line.upload("rebuild/rebuild-3/", folder.resolve("artifacts"));
      line.send(TopicCatalogue.SBOM_PUBLISHED, SampleLine.RELEASE, release.event());
      ServiceSettings evidence =
          line.settings()
              .with("mintmark.signer.role", "evidence")
              .with("mintmark.signer.evidence-key", written("evidence.pem", evidenceKey));
      ServiceSettings live =
          line.settings()
              .with("mintmark.signer.release-key", written("release.pem", releaseKey))
              .with("mintmark.signer.evidence-public-key", published("evidence.pub", evidenceKey));
      ServiceSettings verdicts =
          line.settings()
              .with("mintmark.signer.role", "verdict")
              .with("mintmark.signer.other-public-keys", published("release.pub", releaseKey))
              .with("mintmark.signer.verdict-key", written("verdict.pem", verdictKey));
      try (ServiceProcess attester = ServiceProcess.start("evidence", evidence, "-Xmx96m");
          ServiceProcess signer = ServiceProcess.start("signer", live, "-Xmx96m");
          ServiceProcess judge = ServiceProcess.start("verdict", verdicts, "-Xmx96m")) {
        attester.awaitReady();
        signer.awaitReady();
        judge.awaitReady();
        EvidenceAttested attested =
            line.read(TopicCatalogue.EVIDENCE_ATTESTED, EvidenceAttested.class, 1).getFirst();
        assertThat(attested.getKey()).isEqualTo(evidenceKey.verificationKey().hint());
        ReleaseSigned signed =
            line.read(TopicCatalogue.RELEASE_SIGNED, ReleaseSigned.class, 1).getFirst();
        assertThat(signed.getKey()).isEqualTo(releaseKey.verificationKey().hint());
        attests(line, signed, verdictKey);
        prepares(line, release, signed);
      }
    }
  }

  private static void attests(ReleaseLine line, ReleaseSigned signed, SigningKey verdictKey)
      throws Exception {
    ReleaseReproduced verdict = Verdicts.of(signed.getIndex(), ReproductionOutcome.DIFFERENT);
    line.send(TopicCatalogue.RELEASE_REPRODUCED, SampleLine.RELEASE, verdict);
    assertThat(line.read(TopicCatalogue.VERDICT_SIGNED, VerdictSigned.class, 1))
        .singleElement()
        .satisfies(attested -> {
          assertThat(attested.getSubject()).isEqualTo(signed.getIndex().getDigest());
          assertThat(attested.getKey()).isEqualTo(verdictKey.verificationKey().hint());
        });
  }

  private static void prepares(
      ReleaseLine line, Incoming<SbomPublished> release, ReleaseSigned signed) throws Exception {
    line.send(
        TopicCatalogue.twin(TopicCatalogue.SBOM_PUBLISHED).orElseThrow(),
        SampleLine.RELEASE,
        release.event(),
        "rebuild-3");
    ServiceSettings rebuild =
        line.settings()
            .with("mintmark.run", "rebuild-3")
            .with("mintmark.since", "1970-01-01T00:00:00Z");
    try (ServiceProcess signer = ServiceProcess.start("rebuild-signer", rebuild, "-Xmx96m")) {
      signer.awaitReady();
      assertThat(line.read(TopicCatalogue.REBUILD_PREPARED, RebuildPrepared.class, 1))
          .singleElement()
          .satisfies(prepared -> {
            assertThat(prepared.getIndex()).isEqualTo(signed.getIndex());
            assertThat(prepared.getPayloads()).hasSize(23);
          });
      assertThat(line.read(TopicCatalogue.RELEASE_SIGNED, ReleaseSigned.class, 1)).hasSize(1);
    }
  }

  @Test
  void doesNotStartOnTheLineWithoutAKey() throws Exception {
    try (ReleaseLine line = ReleaseLine.start(folder);
        ServiceProcess signer = ServiceProcess.start("signer", line.settings(), "-Xmx96m")) {
      Path log = folder.resolve("service").resolve("signer.log");
      Awaitility.await("the signer to say why")
          .atMost(ServiceProcess.LONG_ENOUGH)
          .ignoreExceptions()
          .until(() -> Files.readString(log).contains("SGN-011"));
      assertThat(Files.readString(log)).doesNotContain("started in");
    }
  }

  private Path published(String name, SigningKey key) throws Exception {
    return Files.write(folder.resolve(name), key.verificationKey().pem());
  }

  private Path written(String name, SigningKey key) throws Exception {
    Path file = folder.resolve(name);
    key.write(file);
    return file;
  }
}
