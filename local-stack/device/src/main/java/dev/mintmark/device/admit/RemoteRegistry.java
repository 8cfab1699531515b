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

/** The registry itself, asked anew each time. */
public final class RemoteRegistry implements Registry {
  private final RegistryClient client;
  private final RepositoryName repository;

  public RemoteRegistry(RegistryClient client, RepositoryName repository) {
    this.client = client;
    this.repository = repository;
  }

  @Override
  public RepositoryName repository() {
    return repository;
  }

  @Override
  public FetchedManifest manifest(Tag tag, DeviceCode code) {
    return ask(repository + ":" + tag, code, () -> client.manifest(repository, tag));
  }

  @Override
  public FetchedManifest manifest(Digest digest, DeviceCode code) {
    return ask(repository + "@" + digest, code, () -> client.manifest(repository, digest));
  }

  @Override
  public List<Descriptor> referrers(Digest subject, String artifactType, DeviceCode code) {
    return ask(
        "what refers to " + subject,
        code,
        () -> client.referrers(repository, subject, artifactType));
  }

  @Override
  public byte[] blob(Descriptor blob, int limit, DeviceCode code) {
    return ask("blob " + blob.digest(), code, () -> client.blob(repository, blob, limit));
  }

  @Override
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
