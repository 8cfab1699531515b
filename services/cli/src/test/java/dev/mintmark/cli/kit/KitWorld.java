package dev.mintmark.cli.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.terminal.Console;
import dev.mintmark.cli.verify.EvidencePolicy;
import dev.mintmark.cli.verify.ImageReference;
import dev.mintmark.cli.verify.RegistrySource;
import dev.mintmark.cli.verify.ReleaseCheck;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.PushableRegistry;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.key.VerificationKey;
import dev.mintmark.verify.policy.Trust;
import dev.mintmark.verify.registry.SignedRelease;
import dev.mintmark.verify.registry.TinyRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A signed release in a registry of its own, and kits of it. */
abstract class KitWorld {
  static final SigningKey KEY = SigningKey.generate();
  static final SigningKey STRANGER = SigningKey.generate();
  static final RepositoryName REPOSITORY = new RepositoryName(SignedRelease.REPOSITORY);
  static final String RELEASE = SignedRelease.REPOSITORY + ":v1.0.0";

  final TinyRegistry registry = new TinyRegistry(SignedRelease.REPOSITORY);
  final SignedRelease release = new SignedRelease(registry, KEY);
  final StringWriter said = new StringWriter();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    registry.close();
  }

  void assertVerifies(PushableRegistry target) throws IOException {
    try (RegistryClient client = new RegistryClient(target.uri(), Credentials.anonymous())) {
      RegistrySource source = new RegistrySource(client, REPOSITORY);
      var report =
          new ReleaseCheck(source, REPOSITORY, Trust.in(KEY.verificationKey()))
              .check(ImageReference.parse(RELEASE));
      assertThat(report.verified()).as(report.json().toString()).isTrue();
      assertThat(report.signatures()).isEqualTo(8);
    }
  }

  KitImport verified(Path kit) {
    return KitImport.verified(
        kit, Optional.of(KEY.verificationKey()), EvidencePolicy.NONE, console());
  }

  Exported export(String file, String reference, SigningKey key) {
    VerificationKey trusted = key.verificationKey();
    return new KitExport(
            registry.uri(),
            ImageReference.parse(reference),
            Trust.in(trusted),
            EvidencePolicy.NONE,
            Optional.empty(),
            Optional.empty(),
            console())
        .to(folder.resolve(file));
  }

  static Destination destination(PushableRegistry target) {
    return Destination.parse(target.uri().getAuthority());
  }

  static CommandException refusal(ThrowingCallable work) {
    return catchThrowableOfType(CommandException.class, work);
  }

  Console console() {
    PrintWriter writer = new PrintWriter(said);
    return new Console(writer, writer, false, false, false);
  }
}
