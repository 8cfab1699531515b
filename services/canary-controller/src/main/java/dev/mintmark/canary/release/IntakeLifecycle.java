package dev.mintmark.canary.release;

import dev.mintmark.canary.CanaryConfig;
import dev.mintmark.canary.database.Database;
import dev.mintmark.canary.database.Migration;
import dev.mintmark.kit.KitConfig;
import dev.mintmark.kit.broker.Broker;
import dev.mintmark.kit.handoff.KafkaSettings;
import dev.mintmark.kit.run.Supervisor;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.topics.TopicCatalogue;
import dev.mintmark.verify.ReleaseVerifier;
import dev.mintmark.verify.evidence.AttestationVerifier;
import dev.mintmark.verify.key.VerificationKey;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Starts reading what is published. A release key that is none stops the service right here. */
@Singleton
final class IntakeLifecycle {
  void start(
      @Observes StartupEvent event,
      Supervisor supervisor,
      KitConfig kit,
      CanaryConfig config,
      Database database,
      Migration migration,
      Releases releases) {
    ReleaseVerifier verifier =
        new ReleaseVerifier(List.of(VerificationKey.read(config.releasePublicKey())));
    Optional<AttestationVerifier> evidence =
        config
            .evidencePublicKey()
            .map(key -> new AttestationVerifier(List.of(VerificationKey.read(key))));
    RegistryClient registry = new RegistryClient(config.registry(), Credentials.anonymous());
    Broker broker = Broker.of(kit);
    supervisor.supervise(
        "releases",
        new Intake(
            TopicCatalogue.RELEASE_PUBLISHED,
            new KafkaSettings(broker, "canary-releases", kit.instance()),
            database,
            migration,
            releases,
            new ReleaseIntake(releases, new ReleaseCheck(registry, verifier, evidence))));
    supervisor.supervise(
        "revocations",
        new Intake(
            TopicCatalogue.RELEASE_REVOKED,
            new KafkaSettings(broker, "canary-revocations", kit.instance()),
            database,
            migration,
            releases,
            new RevocationIntake(releases)));
  }
}
