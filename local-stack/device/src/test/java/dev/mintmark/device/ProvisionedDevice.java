package dev.mintmark.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import dev.mintmark.device.admit.RemoteRegistry;
import dev.mintmark.oci.Platform;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.verify.key.SigningKey;
import dev.mintmark.verify.registry.TinyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A device with its key from provisioning, and a registry with one release to install. */
final class ProvisionedDevice implements AutoCloseable {
  static final SigningKey KEY = SigningKey.generate();
  static final SigningKey STRANGER = SigningKey.generate();

  final Path home;
  final TinyRegistry registry;
  final ServedRelease release;

  ProvisionedDevice(Path folder) throws IOException {
    home = folder.resolve("home");
    Files.write(folder.resolve("release.pub"), KEY.verificationKey().pem());
    registry = new TinyRegistry(ServedRelease.REPOSITORY);
    release = new ServedRelease(registry, KEY);
  }

  Outcome install(String tag) throws IOException {
    try (RegistryClient client = new RegistryClient(registry.uri(), Credentials.anonymous())) {
      return new Installation(
              new RemoteRegistry(client, new RepositoryName(ServedRelease.REPOSITORY)),
              KEY.verificationKey(),
              home)
          .install(new Tag(tag), "cpu-amd64", Platform.LINUX_AMD64);
    }
  }

  static void assertRefused(Outcome outcome, String code) {
    assertThat(outcome.exitCode()).as(outcome.text()).isEqualTo(3);
    assertThat(outcome.json().get("code").asText()).as(outcome.text()).isEqualTo(code);
    assertThat(outcome.text()).startsWith("refused: ").endsWith("(" + code + ")");
  }

  /** Serves the bytes with one bit changed. */
  static void swap(ServedRelease release, Digest digest) {
    release.registry.swap(digest, flipped(release.registry.served(digest)));
  }

  static byte[] flipped(byte[] bytes) {
    byte[] changed = bytes.clone();
    changed[changed.length / 2] ^= 1;
    return changed;
  }

  @Override
  public void close() {
    registry.close();
  }
}
