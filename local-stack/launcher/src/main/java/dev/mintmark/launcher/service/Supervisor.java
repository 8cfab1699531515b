package dev.mintmark.launcher.service;

import dev.mintmark.embedded.Endpoints;
import dev.mintmark.embedded.StackException;
import dev.mintmark.embedded.process.SharedClasses;
import dev.mintmark.embedded.server.Folders;
import dev.mintmark.embedded.server.PrivateFiles;
import dev.mintmark.launcher.home.Home;
import dev.mintmark.launcher.home.LogFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** All services as children. */
public final class Supervisor implements AutoCloseable {
  private final List<SupervisedService> services;
  private final List<SupervisedService> readersOfSchemas;

  private Supervisor(List<SupervisedService> services, List<SupervisedService> readersOfSchemas) {
    this.services = services;
    this.readersOfSchemas = readersOfSchemas;
  }

  /**
   * Configures all services and starts those that need no schema registry, at once; {@link
   * #awaitReady} waits for them.
   *
   * @param root the folder that holds {@code services}
   * @param namedPorts by service; the others keep the port they had, or get a free one
   */
  public static Supervisor start(
      Home home,
      Path root,
      Endpoints endpoints,
      Map<String, Integer> namedPorts,
      ServiceListener listener)
      throws IOException {
    ServiceAddresses addresses = ServiceAddresses.choose(home, namedPorts);
    HealthProbe probe = new HealthProbe();
    List<SupervisedService> services = new ArrayList<>();
    List<SupervisedService> readersOfSchemas = new ArrayList<>();
    for (Service service : Service.ALL) {
      ServiceLaunch launch = prepare(home, root, service, endpoints, addresses);
      SupervisedService supervised = new SupervisedService(launch, probe, listener);
      services.add(supervised);
      if (service.readsSchemas()) {
        readersOfSchemas.add(supervised);
      }
    }
    services.stream().filter(s -> !readersOfSchemas.contains(s)).forEach(SupervisedService::start);
    return new Supervisor(List.copyOf(services), List.copyOf(readersOfSchemas));
  }

  /** To be called once, when the schema registry has the schemas. */
  public void startReadersOfSchemas() {
    readersOfSchemas.forEach(SupervisedService::start);
  }

  /**
   * @throws StackException STK-021 for the first service that cannot become ready
   */
  public void awaitReady() throws InterruptedException {
    for (SupervisedService service : services) {
      try {
        service.firstReady().get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof StackException coded
            ? coded
            : new IllegalStateException(e.getCause());
      }
    }
  }

  /** Stops all services, and kills those that do not stop within 30 seconds. */
  @Override
  public void close() throws InterruptedException {
    services.forEach(SupervisedService::stop);
    for (SupervisedService service : services) {
      service.awaitStop();
    }
  }

  private static ServiceLaunch prepare(
      Home home, Path root, Service service, Endpoints endpoints, ServiceAddresses addresses)
      throws IOException {
    Path work = home.work(service.name());
    Folders.delete(work);
    PrivateFiles.folder(work.resolve("files"));
    Path temporary = PrivateFiles.folder(work.resolve("tmp"));
    Path log = home.log(service.name());
    LogFiles.rotate(log);
    SharedClasses sharedClasses = service.sharedClasses(root);
    return new ServiceLaunch(
        service.name(),
        service.command(root, temporary, sharedClasses),
        sharedClasses,
        work,
        ServiceConfiguration.write(home, service.name(), endpoints, addresses),
        log,
        addresses.url(service.name()));
  }
}
