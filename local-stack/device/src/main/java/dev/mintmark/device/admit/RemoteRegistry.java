package dev.mintmark.device.admit;

import dev.mintmark.content.Digest;
import dev.mintmark.device.refusal.DeviceCode;
import dev.mintmark.device.refusal.DeviceException;
import dev.mintmark.oci.OciException;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.Tag;
import dev.mintmark.oci.client.FetchedManifest;
import dev.mintmark.oci.client.RegistryClient;
import dev.mintmark.oci.manifest.Descriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One repository of the registry, nothing of which is trusted. Whatever it answers wrongly becomes
 * a refusal with the code that the caller names; no answer becomes DEV-001.
 */
public final class Registry {
  private final RegistryClient client;
  private final RepositoryName repository;

  public Registry(RegistryClient client, RepositoryName repository) {
    this.client = client;
    this.repository = repository;
  }

  public RepositoryName repository() {
    return repository;
  }

  public FetchedManifest manifest(Tag tag, DeviceCode code) {
    return ask(repository + ":" + tag, code, () -> client.manifest(repository, tag));
  }

  public FetchedManifest manifest(Digest digest, DeviceCode code) {
    return ask(repository + "@" + digest, code, () -> client.manifest(repository, digest));
  }

  public List<Descriptor> referrers(Digest subject, String artifactType, DeviceCode code) {
    return ask(
        "what refers to " + subject,
        code,
        () -> client.referrers(repository, subject, artifactType));
  }

  /**
   * A small blob.
   *
   * @param limit in bytes
   */
  public byte[] blob(Descriptor blob, int limit, DeviceCode code) {
    return ask("blob " + blob.digest(), code, () -> client.blob(repository, blob, limit));
  }

  /** Fetches a blob into a file, which appears whole and checked or not at all. */
  public void blob(Descriptor blob, Path file, DeviceCode code) {
    ask(
        "blob " + blob.digest(),
        code,
        () -> {
          client.blob(repository, blob, file);
          return file;
        });
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws IOException;
  }

  private static <T> T ask(String what, DeviceCode code, Question<T> question) {
    try {
      return question.ask();
    } catch (OciException e) {
      throw new DeviceException(code, "cannot use " + what + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new DeviceException(
          DeviceCode.UNREACHABLE, "cannot fetch " + what + ": " + e + "; try again later", e);
    }
  }
}
