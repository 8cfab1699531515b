package dev.mintmark.simulator.registry;

import dev.mintmark.device.admit.Registry;
import dev.mintmark.device.admit.RemoteRegistry;
import dev.mintmark.oci.RepositoryName;
import dev.mintmark.oci.client.Credentials;
import dev.mintmark.oci.client.RegistryClient;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The repositories that the fleet's orders name. */
public final class Releases implements AutoCloseable {
  private final RegistryClient client;
  private final Map<RepositoryName, Registry> repositories = new ConcurrentHashMap<>();

  public Releases(URI registry) {
    this.client = new RegistryClient(registry, Credentials.anonymous());
  }

  /** The repository, whose small things all devices share once they are fetched. */
  public Registry of(RepositoryName repository) {
    return repositories.computeIfAbsent(
        repository, name -> new SharedRegistry(new RemoteRegistry(client, name)));
  }

  @Override
  public void close() {
    client.close();
  }
}
